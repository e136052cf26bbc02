using System.Buffers;
using System.Text;

namespace Relay.Translating.Text;

/// <summary>Finds the marks of tool calls that a vendor's server left in a text (Q45, Q172), which may arrive in pieces.</summary>
/// <param name="found">Receives the marks.</param>
internal sealed class MarkupMarks(HashSet<string> found)
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

    // The end of the text so far, for a mark that is cut there.
    private readonly byte[] _border = new byte[2 * Longest];
    private int _kept;

    /// <summary>Adds the marks that an escaped text contains. The text is not joined for it, because it may be large.</summary>
    public static void AddTo(HashSet<string> found, in ReadOnlySequence<byte> text)
    {
        var marks = new MarkupMarks(found);
        foreach (var segment in text)
        {
            marks.Add(segment.Span);
        }
    }

    /// <summary>Adds the marks in the next piece of the text.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        Span<byte> border = _border;
        var head = piece[..Math.Min(piece.Length, Longest)];
        head.CopyTo(border[_kept..]);
        AddTo(found, border[..(_kept + head.Length)]);
        AddTo(found, piece);
        if (piece.Length >= Longest)
        {
            piece[^Longest..].CopyTo(border);
            _kept = Longest;
            return;
        }

        var whole = _kept + head.Length;
        var drop = Math.Max(0, whole - Longest);
        border[drop..whole].CopyTo(border);
        _kept = whole - drop;
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
