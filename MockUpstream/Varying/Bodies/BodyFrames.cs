namespace MockUpstream.Varying.Bodies;

/// <summary>Finds the lines and events of a body by the rules of server-sent events.</summary>
internal static class BodyFrames
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static IReadOnlyList<BodyFrame> Read(ReadOnlySpan<byte> body)
    {
        List<BodyFrame> frames = [];
        List<BodyLine> lines = [];
        for (var start = body.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0; start < body.Length;)
        {
            var line = ReadLine(body, start);
            if (!line.IsBlank && lines is [.., { IsBlank: true }])
            {
                frames.Add(CreateFrame(body, lines));
                lines = [];
            }

            lines.Add(line);
            start = line.Next;
        }

        if (lines.Count > 0)
        {
            frames.Add(CreateFrame(body, lines));
        }

        return frames;
    }

    private static BodyFrame CreateFrame(ReadOnlySpan<byte> body, List<BodyLine> lines)
    {
        var frame = new BodyFrame(lines, Json: null);
        return frame.Data is { } data ? frame with { Json = JsonSpans.Read(body[..data.End], data.Value) } : frame;
    }

    private static BodyLine ReadLine(ReadOnlySpan<byte> body, int start)
    {
        var length = body[start..].IndexOfAny((byte)'\r', (byte)'\n');
        var end = length < 0 ? body.Length : start + length;
        var next = end == body.Length
            ? end
            : body[end] == (byte)'\r' && end + 1 < body.Length && body[end + 1] == (byte)'\n'
            ? end + 2
            : end + 1;
        var colon = body[start..end].IndexOf((byte)':');
        var name = colon < 0 ? body[start..end] : body.Slice(start, colon);
        var value = colon < 0 ? end : start + colon + 1;
        value += value < end && colon >= 0 && body[value] == (byte)' ' ? 1 : 0;
        return new BodyLine(start, end, next, colon < 0 ? -1 : start + colon, value, name.SequenceEqual("data"u8));
    }
}
