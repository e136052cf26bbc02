using System.Diagnostics;
using System.Text;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>
/// Writes a step as the bytes of an event stream. The one place where SSE text is made by hand, because its faults are the subject.
/// </summary>
internal sealed class FrameWriter(Wire wire, string model)
{
    private readonly string _colon = wire.Space ? ": " : ":";

    /// <summary>Returns the bytes of a step before counts are inserted and the bytes are limited and cut.</summary>
    public byte[] Write(SendingStep step, UsageStep? rider)
    {
        var newline = LineEndOf(step.Newline ?? rider?.Newline ?? wire.Newline);

        return step switch
        {
            BytesStep bytes => bytes.Bytes.ToArray(),
            RawStep raw => Encoding.UTF8.GetBytes(raw.Raw),
            TcpStep tcp => Encoding.UTF8.GetBytes(tcp.Sent),
            CommentStep comment => JoinLines(FieldLines("", comment.Comment), newline),
            SseStep sse =>
                JoinLines(
                    [
                        .. FieldLines("event", sse.Event),
                        .. FieldLines("id", sse.Id),
                        .. FieldLines("retry", sse.Retry),
                        .. FieldLines("data", sse.Data),
                    ],
                    newline),
            DoneStep done => JoinLines(FieldLines("data", done.Sentinel), newline),
            _ => JoinLines(FieldLines("data", Encoding.UTF8.GetString(ChunkJson.Serialize(step, rider, model))), newline),
        };
    }

    /// <summary>Returns one line for each line of the value; none when the field is absent.</summary>
    private IEnumerable<string> FieldLines(string name, string? value) =>
        value is null ? [] : value.Split('\n').Select(line => name + _colon + line);

    private static byte[] JoinLines(IEnumerable<string> lines, string newline) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + newline)) + newline);

    private static string LineEndOf(Newline newline) => newline switch
    {
        Newline.Lf => "\n",
        Newline.Crlf => "\r\n",
        Newline.Cr => "\r",
        _ => throw new UnreachableException($"No line end '{newline}'."),
    };
}
