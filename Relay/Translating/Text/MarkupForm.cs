using System.Text;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>One way to write calls into text: how a block of them begins and ends, and how it is read.</summary>
/// <param name="Opening">What begins a block.</param>
/// <param name="Closing">What ends it.</param>
/// <param name="First">What the first character of the inside may be, white space apart; when it is another, the block is text. Empty when a name comes first.</param>
/// <param name="Read">Reads the inside of a block; <see langword="null"/> when it holds no calls.</param>
internal sealed record MarkupForm(byte[] Opening, byte[] Closing, string First, Func<string, MarkupReader, List<MarkupCall>?> Read)
{
    private static readonly MarkupForm[] Hermes =
    [
        Create("<tool_call>", "</tool_call>", "{<", static (inside, reader) => reader.ReadToolCall(inside)),

        // Qwen's coders forget the tag around it.
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

    /// <summary>The forms a policy heals.</summary>
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
