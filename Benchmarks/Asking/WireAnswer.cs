using System.Globalization;
using System.Text;

namespace Benchmarks.Asking;

/// <summary>Reads the bytes of one HTTP/1.1 answer with a length or with chunks.</summary>
internal static class WireAnswer
{
    /// <summary>Reads an answer from its beginning.</summary>
    /// <param name="bytes">The bytes that have arrived so far.</param>
    /// <param name="body">The body without chunk framing.</param>
    /// <returns>Whether the answer is whole.</returns>
    /// <exception cref="InvalidDataException">The status is not 200.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> body)
    {
        body = default;
        var end = bytes.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = Encoding.ASCII.GetString(bytes.Span[..end]);
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The answer is {head.Split('\r')[0]}.");
        }

        var rest = bytes[(end + 4)..];
        return ReadLength(head) is { } length ? TryReadWhole(rest, length, out body) : TryReadChunks(rest, out body);
    }

    private static int? ReadLength(string head) => head.Split("\r\n")
        .Where(static line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
        .Select(static line =>
            (int?)int.Parse(line.AsSpan("content-length:".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static bool TryReadWhole(ReadOnlyMemory<byte> rest, int length, out ReadOnlyMemory<byte> body)
    {
        body = rest[..Math.Min(length, rest.Length)];
        return rest.Length >= length;
    }

    private static bool TryReadChunks(ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> body)
    {
        body = default;
        using var whole = new MemoryStream();
        while (rest.Span.IndexOf("\r\n"u8) is >= 0 and var line)
        {
            var size = int.Parse(rest.Span[..line], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var next = line + 2 + size + 2;
            if (rest.Length < next)
            {
                return false;
            }

            if (size == 0)
            {
                body = whole.ToArray();
                return true;
            }

            whole.Write(rest.Span.Slice(line + 2, size));
            rest = rest[next..];
        }

        return false;
    }
}
