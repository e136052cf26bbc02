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

    /// <summary>The bytes of a step before they are counted, kept and cut.</summary>
    public byte[] Write(SendingStep step, UsageStep? rider)
    {
        var newline = Text(step.Newline ?? rider?.Newline ?? wire.Newline);

        return step switch
        {
            BytesStep bytes => bytes.Bytes.ToArray(),
            RawStep raw => Encoding.UTF8.GetBytes(raw.Raw),
            TcpStep tcp => Encoding.UTF8.GetBytes(tcp.Sent),
            CommentStep comment => Frame(Field("", comment.Comment), newline),
            SseStep sse =>
                Frame(
                    [.. Field("event", sse.Event), .. Field("id", sse.Id), .. Field("retry", sse.Retry), .. Field("data", sse.Data)],
                    newline),
            DoneStep done => Frame(Field("data", done.Sentinel), newline),
            _ => Frame(Field("data", Encoding.UTF8.GetString(ChunkJson.Of(step, rider, model))), newline),
        };
    }

    /// <summary>One line for each line of the value; none when the field is absent.</summary>
    private IEnumerable<string> Field(string name, string? value) =>
        value is null ? [] : value.Split('\n').Select(line => name + _colon + line);

    private static byte[] Frame(IEnumerable<string> lines, string newline) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + newline)) + newline);

    private static string Text(Newline newline) => newline switch
    {
        Newline.Lf => "\n",
        Newline.Crlf => "\r\n",
        Newline.Cr => "\r",
        _ => throw new UnreachableException($"No line end '{newline}'."),
    };
}
