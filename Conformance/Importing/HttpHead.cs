using System.Globalization;
using System.Text;

namespace Conformance.Importing;

/// <summary>The status line and headers that <c>curl -i</c> puts before a body.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers in order, names in lower case.</param>
/// <param name="Length">The bytes up to and including the blank line.</param>
internal sealed record HttpHead(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, int Length)
{
    /// <summary>Reads the head of the last answer: answers to a proxy and 1xx answers come before it.</summary>
    /// <returns><see langword="null"/> when the bytes do not begin with a head.</returns>
    public static HttpHead? Read(ReadOnlySpan<byte> file)
    {
        HttpHead? head = null;
        for (var start = 0; ReadOne(file, start) is { } next; start = next.Length)
        {
            head = next;
        }

        return head;
    }

    public string? GetHeader(string name) => Headers.FirstOrDefault(header => header.Key == name).Value;

    private static HttpHead? ReadOne(ReadOnlySpan<byte> file, int start)
    {
        if (!file[start..].StartsWith("HTTP/"u8) || TakeLine(file, start, out var next) is not { } first
            || !TryReadStatus(first, out var status))
        {
            return null;
        }

        List<KeyValuePair<string, string>> headers = [];
        while (TakeLine(file, next, out var after) is { } line)
        {
            next = after;
            if (line.Length == 0)
            {
                return new HttpHead(status, headers, next);
            }

            if (line.Split(':', 2) is [var name, var value])
            {
                headers.Add(KeyValuePair.Create(name.Trim().ToLowerInvariant(), value.Trim()));
            }
        }

        // A file that ends within the head has no body.
        return new HttpHead(status, headers, file.Length);
    }

    private static bool TryReadStatus(string line, out int status)
    {
        status = 0;
        return line.Split(' ', 3) is [_, { Length: 3 } code, ..]
            && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out status);
    }

    private static string? TakeLine(ReadOnlySpan<byte> file, int start, out int next)
    {
        var length = file[start..].IndexOf((byte)'\n');
        next = length < 0 ? file.Length : start + length + 1;
        return length < 0 ? null : Encoding.UTF8.GetString(file.Slice(start, length)).TrimEnd('\r');
    }
}
