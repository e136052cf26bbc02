using Conformance.Recording;

namespace Conformance.Reading;

/// <summary>
/// Reads a recorded body as server-sent events, strictly by the WHATWG rules. It never corrects: what is odd becomes a
/// <see cref="WireNote"/>.
/// </summary>
/// <remarks>
/// Never throws on any bytes. An event counts as complete when the line end of its blank line begins: after a lone CR a reader may
/// dispatch, it need not wait for a LF.
/// </remarks>
public static class WireReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the whole body.</summary>
    public static WireStream Read(RecordedStream recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var body = recorded.Body.Span;
        var clock = new ReadClock(recorded);
        var blocks = new BlockReader(clock);
        var start = 0;
        if (body.StartsWith(ByteOrderMark))
        {
            blocks.Note(WireNoteKind.ByteOrderMark, 0, ByteOrderMark.Length - 1, "byte order mark");
            start = ByteOrderMark.Length;
        }

        while (TryTakeLine(body, start, out var line))
        {
            blocks.Take(body[line.Start..line.End], line);
            start = line.Next;
        }

        blocks.Finish(body[start..], start);
        return new WireStream(blocks.Events, blocks.Notes);
    }

    private static bool TryTakeLine(ReadOnlySpan<byte> body, int start, out WireLine line)
    {
        var length = body[start..].IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            line = default;
            return false;
        }

        var end = start + length;
        var isPair = body[end] == (byte)'\r' && end + 1 < body.Length && body[end + 1] == (byte)'\n';
        line = new WireLine(start, end, isPair ? end + 2 : end + 1);
        return true;
    }
}
