using System.Globalization;
using System.Text;

namespace Conformance.Fuzzing.Requesting;

/// <summary>Reads an answer of HTTP/1.1 from its bytes, without correcting it.</summary>
internal static class RawAnswer
{
    /// <summary>Returns whether the bytes are a whole answer, so that a client need not wait for the relay to close.</summary>
    public static bool IsWhole(ReadOnlyMemory<byte> bytes, bool isHead)
    {
        if (ReadHead(bytes) is not { } head)
        {
            return false;
        }

        return isHead || head.Status is 204 or 304
            || (head.IsChunked ? bytes.Span.EndsWith("0\r\n\r\n"u8) && Dechunk(head.Rest).IsWhole : head.Rest.Length >= head.Length);
    }

    /// <summary>Returns the answer.</summary>
    /// <param name="bytes">Everything that the relay sent.</param>
    /// <param name="isHead">Whether the request was <c>HEAD</c>, whose answer has no body.</param>
    /// <param name="fault">The reason why the client stopped reading; <see langword="null"/> at the end of the answer.</param>
    public static WireReply Read(ReadOnlyMemory<byte> bytes, bool isHead, string? fault)
    {
        if (ReadHead(bytes) is not { } head)
        {
            return new WireReply(0, "", bytes, fault ?? "breaks off: no answer");
        }

        if (isHead || head.Status is 204 or 304)
        {
            return new WireReply(head.Status, head.ContentType, head.Rest, fault);
        }

        if (head.IsChunked)
        {
            var (joined, isWhole) = Dechunk(head.Rest);
            return new WireReply(
                head.Status, head.ContentType, joined, isWhole ? null : fault ?? "breaks off: the last chunk is missing");
        }

        var isShort = head.Length is { } length && head.Rest.Length < length;
        return new WireReply(head.Status, head.ContentType, head.Rest, isShort ? fault ?? "breaks off: the body is short" : fault);
    }

    // The head of the last answer: those of status 1xx stand before it.
    private static Head? ReadHead(ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(bytes.Span[..end]).Split("\r\n");
        if (lines[0].Split(' ') is not [_, var status, ..] || !int.TryParse(status, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var rest = bytes[(end + 4)..];
        if (number is >= 100 and < 200)
        {
            return ReadHead(rest);
        }

        var headers = lines.Skip(1).Select(static line => line.Split(':', 2))
            .ToLookup(static pair => pair[0].Trim(), static pair => pair[^1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new Head(number, headers["content-type"].FirstOrDefault()?.Split(';')[0].Trim() ?? "", rest)
        {
            IsChunked = headers["transfer-encoding"].Contains("chunked", StringComparer.OrdinalIgnoreCase),
            Length = headers["content-length"].Select(static said => long.TryParse(said, CultureInfo.InvariantCulture, out var length)
                ? length
                : default(long?)).FirstOrDefault(),
        };
    }

    private static (ReadOnlyMemory<byte> Body, bool IsWhole) Dechunk(ReadOnlyMemory<byte> chunks)
    {
        using var joined = new MemoryStream();
        while (chunks.Span.IndexOf("\r\n"u8) is var line and > 0)
        {
            var words = Encoding.Latin1.GetString(chunks.Span[..line]).Split(';')[0].Trim();
            if (!int.TryParse(words, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size)
                || size <= 0 || chunks.Length - line - 4 < size)
            {
                return (joined.ToArray(), size == 0);
            }

            joined.Write(chunks.Span.Slice(line + 2, size));
            chunks = chunks[(line + size + 4)..];
        }

        return (joined.ToArray(), false);
    }

    private readonly record struct Head(int Status, string ContentType, ReadOnlyMemory<byte> Rest)
    {
        public bool IsChunked { get; init; }

        public long? Length { get; init; }
    }
}
