using System.Text;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>Describes one form of calls in text: the start and the end of a block, and how its content is parsed.</summary>
/// <param name="Opening">The start of a block.</param>
/// <param name="Closing">The end of a block.</param>
/// <param name="First">The characters that the content may start with, after white space; a block that starts with another is text. Empty
/// if a name comes first.</param>
/// <param name="Read">Parses the content of a block; <see langword="null"/> if it contains no calls.</param>
internal sealed record MarkupForm(byte[] Opening, byte[] Closing, string First, Func<string, MarkupReader, List<MarkupCall>?> Read)
{
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

    /// <summary>Returns the forms that a policy repairs.</summary>
    public static MarkupForm[] GetForms(HealMarkup policy) => policy switch
    {
        HealMarkup.Off => [],
        HealMarkup.Hermes => Hermes,
        HealMarkup.Dsml => Dsml,
        HealMarkup.Minimax => Minimax,
        HealMarkup.Any => [.. Hermes, .. Dsml, .. Minimax],
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Not a value."),
    };

    private static MarkupForm CreateInvokes(string opening, string closing, string prefix) =>
        Create(opening, closing, "<", (inside, reader) => reader.ReadInvokes(inside, prefix));

    private static MarkupForm Create(string opening, string closing, string first, Func<string, MarkupReader, List<MarkupCall>?> read) =>
        new(Encoding.UTF8.GetBytes(opening), Encoding.UTF8.GetBytes(closing), first, read);
}
