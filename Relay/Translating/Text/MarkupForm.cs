using System.Text;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>Describes one form of calls in text: the start and the end of a block, and how its content is parsed.</summary>
/// <param name="Opening">The start of a block.</param>
/// <param name="Closing">The end of a block; empty if it has none, so that only the end of the text ends it.</param>
/// <param name="First">The characters that the content may start with, after white space; a block that starts with another is text. Empty
/// if a name and a bracket come first, and <see cref="Anything"/> if the content is looked at only when it is complete.</param>
/// <param name="Read">Parses the content of a block; <see langword="null"/> if it contains no calls.</param>
internal sealed record MarkupForm(byte[] Opening, byte[] Closing, string First, Func<string, MarkupReader, List<MarkupCall>?> Read)
{
    /// <summary>Content that may start with any character.</summary>
    public const string Anything = "*";

    private static readonly MarkupForm[] Hermes =
    [
        Create("<tool_call>", "</tool_call>", "{<", static (inside, reader) => reader.ReadToolCall(inside)),

        // Qwen's coder models omit the outer tag.
        Create("<function=", "</function>", "", static (inside, reader) => reader.ReadFunction("<function=" + inside + "</function>")),
    ];

    private static readonly MarkupForm[] Dsml =
    [
        CreateInvokes("<｜DSML｜function_calls>", "</｜DSML｜function_calls>", "｜DSML｜"),
        CreateInvokes("<｜DSML｜tool_calls>", "</｜DSML｜tool_calls>", "｜DSML｜"),
        CreateInvokes("<｜｜DSML｜｜function_calls>", "</｜｜DSML｜｜function_calls>", "｜｜DSML｜｜"),
        CreateInvokes("<｜｜DSML｜｜tool_calls>", "</｜｜DSML｜｜tool_calls>", "｜｜DSML｜｜"),
    ];

    private static readonly MarkupForm[] Minimax = [CreateInvokes("<minimax:tool_call>", "</minimax:tool_call>", "")];

    private static readonly MarkupForm[] Kimi =
    [
        Create("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>", "<", static (inside, reader) => reader.ReadKimi(inside)),
        Create("<|tool_call_section_begin|>", "<|tool_call_section_end|>", "<", static (inside, reader) => reader.ReadKimi(inside)),
        Create(
            "<|tool_call_begin|>",
            "<|tool_call_end|>",
            Anything,
            static (inside, reader) => reader.ReadKimi("<|tool_call_begin|>" + inside + "<|tool_call_end|>")),
    ];

    // The server may have removed the marks of the channel.
    private static readonly MarkupForm[] Harmony =
    [
        Create("<|start|>assistant<|channel|>commentary to=", "<|call|>", Anything, static (inside, reader) => reader.ReadHarmony(inside)),
        Create("<|channel|>commentary to=", "<|call|>", Anything, static (inside, reader) => reader.ReadHarmony(inside)),
        Create("commentary to=functions.", "", Anything, static (inside, reader) => reader.ReadHarmony(inside)),
    ];

    private static readonly MarkupForm[] Mistral =
        [Create("[TOOL_CALLS]", "", Anything, static (inside, reader) => reader.ReadMistral(inside))];

    /// <summary>Returns the forms that a policy repairs.</summary>
    public static MarkupForm[] GetForms(HealMarkup policy) => policy switch
    {
        HealMarkup.Off => [],
        HealMarkup.Hermes => Hermes,
        HealMarkup.Dsml => Dsml,
        HealMarkup.Minimax => Minimax,
        HealMarkup.Kimi => Kimi,
        HealMarkup.Harmony => Harmony,
        HealMarkup.Mistral => Mistral,
        HealMarkup.Any => [.. Hermes, .. Dsml, .. Minimax, .. Kimi, .. Harmony, .. Mistral],
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Not a value."),
    };

    private static MarkupForm CreateInvokes(string opening, string closing, string prefix) =>
        Create(opening, closing, "<", (inside, reader) => reader.ReadInvokes(inside, prefix));

    private static MarkupForm Create(string opening, string closing, string first, Func<string, MarkupReader, List<MarkupCall>?> read) =>
        new(Encoding.UTF8.GetBytes(opening), Encoding.UTF8.GetBytes(closing), first, read);
}
