using System.Text;

namespace Conformance.Classifying.Streams;

/// <summary>Cuts a body into its frames. Pure; every byte belongs to exactly one frame.</summary>
internal static class FrameCutter
{
    private const int LongestField = 64;

    /// <summary>Returns the frames in order.</summary>
    /// <param name="body">The body.</param>
    /// <param name="start">The start: behind a byte order mark.</param>
    public static IReadOnlyList<FrameSpan> Cut(ReadOnlySpan<byte> body, int start = 0)
    {
        List<FrameSpan> frames = [];
        List<FrameLine> lines = [];
        var (frameStart, hasLf, hasCrlf, hasCr) = (start, false, false, false);
        for (var at = start; at < body.Length;)
        {
            var length = body[at..].IndexOfAny((byte)'\r', (byte)'\n');
            if (length < 0)
            {
                lines.Add(ReadLine(body, at, body.Length));
                break;
            }

            var end = at + length;
            var isPair = body[end] == '\r' && end + 1 < body.Length && body[end + 1] == '\n';
            (hasLf, hasCrlf, hasCr) = (hasLf || body[end] == '\n', hasCrlf || isPair, hasCr || (body[end] == '\r' && !isPair));
            var next = end + (isPair ? 2 : 1);
            if (length > 0)
            {
                lines.Add(ReadLine(body, at, end));
            }
            else
            {
                frames.Add(new FrameSpan(frameStart, next, lines, IsWhole: true, hasLf, hasCrlf, hasCr));
                (lines, frameStart, hasLf, hasCrlf, hasCr) = ([], next, false, false, false);
            }

            at = next;
        }

        if (frameStart < body.Length)
        {
            frames.Add(new FrameSpan(frameStart, body.Length, lines, IsWhole: false, hasLf, hasCrlf, hasCr));
        }

        return frames;
    }

    private static FrameLine ReadLine(ReadOnlySpan<byte> body, int start, int end)
    {
        var colon = body[start..end].IndexOf((byte)':');
        if (colon < 0)
        {
            var name = Encoding.UTF8.GetString(body[start..Math.Min(end, start + LongestField)]);
            return new FrameLine(start, end, name, end, HasColon: false);
        }

        var value = start + colon + 1;
        var field = Encoding.UTF8.GetString(body.Slice(start, Math.Min(colon, LongestField)));
        return new FrameLine(start, end, field, value < end && body[value] == ' ' ? value + 1 : value, HasColon: true);
    }
}
