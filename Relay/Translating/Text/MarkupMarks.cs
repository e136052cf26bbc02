using System.Buffers;
using System.Text;

namespace Relay.Translating.Text;

/// <summary>Finds the marks of tool calls that a vendor's server left in the text (Q45).</summary>
internal static class MarkupMarks
{
    private static readonly byte[][] Marks =
    [
        [.. "<|tool_calls_section_begin|>"u8],
        [.. "<|tool_call_begin|>"u8],
        [.. "<|channel|>"u8],
        [.. "to=functions."u8],
        [.. "[TOOL_CALLS]"u8],
        [.. "<tool_call>"u8],
        [.. "<function="u8],
        [.. "<minimax:tool_call>"u8],
        [.. "DSML｜"u8],
        [.. "<｜tool▁calls▁begin｜>"u8],
        [.. "<|python_tag|>"u8],
    ];

    private static readonly int Longest = Marks.Max(static mark => mark.Length);

    /// <summary>Adds the marks that an escaped text contains. The text is not joined for it, because it may be large.</summary>
    public static void AddTo(HashSet<string> found, in ReadOnlySequence<byte> text)
    {
        Span<byte> border = stackalloc byte[2 * Longest];
        var kept = 0;
        foreach (var segment in text)
        {
            var span = segment.Span;
            var head = span[..Math.Min(span.Length, Longest)];
            head.CopyTo(border[kept..]);
            AddTo(found, border[..(kept + head.Length)]);
            AddTo(found, span);

            // The end of the text so far, for a mark that is cut here.
            if (span.Length >= Longest)
            {
                span[^Longest..].CopyTo(border);
                kept = Longest;
            }
            else
            {
                var whole = kept + head.Length;
                var drop = Math.Max(0, whole - Longest);
                border[drop..whole].CopyTo(border);
                kept = whole - drop;
            }
        }
    }

    private static void AddTo(HashSet<string> found, ReadOnlySpan<byte> text)
    {
        foreach (var mark in Marks)
        {
            if (text.IndexOf(mark) >= 0)
            {
                found.Add(Encoding.UTF8.GetString(mark));
            }
        }
    }
}
