using System.Buffers;
using System.Globalization;
using System.Text;
using MockUpstream.Playing;
using WireMock;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>An answer our player gave, for WireMock's log: its case, its head, and the beginning of what was sent.</summary>
internal sealed class PlayedAnswer(string key, ExchangeRun run, bool isExact)
{
    /// <summary>The bytes of one answer that are kept at most.</summary>
    public const int MostKept = 16 * 1024;

    private long _sent;
    private int _writes;

    public string Case => key;

    /// <summary>The bytes kept of it.</summary>
    public int Kept => (int)Math.Min(Interlocked.Read(ref _sent), MostKept);

    /// <summary>Notes one write. Called by the one that plays.</summary>
    public void Add(int length)
    {
        Volatile.Write(ref _writes, _writes + 1);
        Volatile.Write(ref _sent, _sent + length);
    }

    /// <summary>The figures so far.</summary>
    public AnswerFigures Figures
    {
        get
        {
            var state = run.State;
            return new AnswerFigures(run.Answer.Status, Volatile.Read(ref _writes), Interlocked.Read(ref _sent), End(state), state.Completed);
        }
    }

    /// <summary>Returns the end of the bytes that are kept, as text.</summary>
    /// <param name="most">The bytes at most.</param>
    public string Tail(int most)
    {
        var all = Bytes();
        return all.Length <= most ? Encoding.UTF8.GetString(all) : "… " + Encoding.UTF8.GetString(all[^most..]);
    }

    /// <summary>Makes the message that stands in the log. It is never sent.</summary>
    public ResponseMessage ToMessage(DateTime ended) =>
        new() { StatusCode = run.Answer.Status, DateTime = ended, Headers = Headers(), BodyData = Body() };

    private Dictionary<string, WireMockList<string>> Headers()
    {
        var headers = new Dictionary<string, WireMockList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in run.Answer.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            headers[header.Key] = new WireMockList<string>(header.Select(value => value.Value));
        }

        headers["x-mock-case"] = key;
        headers["x-mock-exchange"] = run.Answer.Exchange is { } exchange ? Number(exchange + 1) : "none left";
        headers["x-mock-writes"] = Number(Volatile.Read(ref _writes));
        headers["x-mock-boundaries"] = isExact ? "one send a write" : "writes may be merged: the server's transport buffers them";
        headers["x-mock-bytes-sent"] = Number(Interlocked.Read(ref _sent));
        headers["x-mock-end"] = End(run.State);
        if (Interlocked.Read(ref _sent) > Kept)
        {
            headers["x-mock-bytes-kept"] = Number(Kept);
        }

        return headers;
    }

    private static string End(RunState state) => state switch
    {
        { Completed: true } => "played to its end",
        { PeerGoneAt: not null } => $"the client left at step {state.Step}",
        _ => $"stopped at step {state.Step}",
    };

    private BodyData Body()
    {
        var bytes = Bytes();
        return KeptBody.Text(bytes) is { } text
            ? new BodyData { DetectedBodyType = BodyType.String, BodyAsString = text, Encoding = Encoding.UTF8 }
            : new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = bytes };
    }

    /// <summary>Makes the bytes that are kept out of the script again: a play of it sends the same bytes each time, and most answers are never looked at.</summary>
    private byte[] Bytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var write in run.Answer.Script.Pieces.OfType<WritePiece>().Where(static write => !write.Bytes.IsEmpty).Take(Volatile.Read(ref _writes)))
        {
            bytes.Write(write.Bytes.Span[..Math.Min(write.Bytes.Length, MostKept - bytes.WrittenCount)]);
            if (bytes.WrittenCount == MostKept)
            {
                break;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What was sent of one answer, in figures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Writes">The number of writes.</param>
/// <param name="Bytes">The bytes of the body, before compression.</param>
/// <param name="End">How it ended, in words.</param>
/// <param name="IsWhole">Whether it was played to its end.</param>
internal sealed record AnswerFigures(int Status, int Writes, long Bytes, string End, bool IsWhole);
