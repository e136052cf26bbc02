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

    /// <summary>Returns the marks that an escaped text contains.</summary>
    public static IEnumerable<string> Find(ReadOnlySpan<byte> text)
    {
        var found = new List<string>();
        foreach (var mark in Marks)
        {
            if (text.IndexOf(mark) >= 0)
            {
                found.Add(System.Text.Encoding.UTF8.GetString(mark));
            }
        }

        return found;
    }
}
