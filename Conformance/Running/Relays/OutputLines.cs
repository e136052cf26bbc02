using System.Text;

namespace Conformance.Running.Relays;

/// <summary>Reads the lines of a process's output. A line that is too long is truncated.</summary>
internal static class OutputLines
{
    private const int Longest = 8 * 1024;

    /// <summary>Reads to the end of the output, or until the process is let go of.</summary>
    public static async Task ReadAsync(StreamReader output, Action<string> take)
    {
        var line = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            while (await output.ReadAsync(buffer) is > 0 and var length)
            {
                Feed(buffer.AsSpan(0, length), line, take);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was let go of.
        }

        if (line.Length > 0)
        {
            take(line.ToString());
        }
    }

    private static void Feed(ReadOnlySpan<char> text, StringBuilder line, Action<string> take)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var piece = end < 0 ? text : text[..end];
            line.Append(piece[..Math.Min(piece.Length, Longest - line.Length)]);
            if (end < 0)
            {
                return;
            }

            take(line.ToString().TrimEnd('\r'));
            line.Clear();
            text = text[(end + 1)..];
        }
    }
}
