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

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private long _sent;
    private int _writes;

    public string Case => key;

    /// <summary>The bytes kept of it.</summary>
    public int Kept => _kept.WrittenCount;

    /// <summary>Notes one write.</summary>
    public void Add(ReadOnlyMemory<byte> write)
    {
        lock (_gate)
        {
            _writes++;
            _sent += write.Length;
            _kept.Write(write.Span[..Math.Min(write.Length, MostKept - _kept.WrittenCount)]);
        }
    }

    /// <summary>The figures so far.</summary>
    public AnswerFigures Figures
    {
        get
        {
            var record = run.Record();
            lock (_gate)
            {
                return new AnswerFigures(record.Status, _writes, _sent, End(record), record.Completed);
            }
        }
    }

    /// <summary>Returns the end of the bytes that are kept, as text.</summary>
    /// <param name="most">The bytes at most.</param>
    public string Tail(int most)
    {
        lock (_gate)
        {
            var all = _kept.WrittenSpan;
            return all.Length <= most ? Encoding.UTF8.GetString(all) : "… " + Encoding.UTF8.GetString(all[^most..]);
        }
    }

    /// <summary>Makes the message that stands in the log. It is never sent.</summary>
    public ResponseMessage ToMessage(DateTime ended)
    {
        var record = run.Record();
        return new ResponseMessage { StatusCode = record.Status, DateTime = ended, Headers = Headers(record), BodyData = Body() };
    }

    private Dictionary<string, WireMockList<string>> Headers(ExchangeRecord record)
    {
        var headers = new Dictionary<string, WireMockList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in record.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            headers[header.Key] = new WireMockList<string>(header.Select(value => value.Value));
        }

        headers["x-mock-case"] = key;
        headers["x-mock-exchange"] = record.Exchange is { } exchange ? Number(exchange + 1) : "none left";
        headers["x-mock-writes"] = Number(_writes);
        headers["x-mock-boundaries"] = isExact ? "one send a write" : "writes may be merged: the server's transport buffers them";
        headers["x-mock-bytes-sent"] = Number(_sent);
        headers["x-mock-end"] = End(record);
        if (_sent > Kept)
        {
            headers["x-mock-bytes-kept"] = Number(Kept);
        }

        return headers;
    }

    private static string End(ExchangeRecord record) => record switch
    {
        { Completed: true } => "played to its end",
        { PeerGoneAt: not null } => $"the client left at step {record.StoppedAtStep}",
        _ => $"stopped at step {record.StoppedAtStep}",
    };

    private BodyData Body() => KeptBody.Text(_kept.WrittenSpan) is { } text
        ? new BodyData { DetectedBodyType = BodyType.String, BodyAsString = text, Encoding = Encoding.UTF8 }
        : new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = _kept.WrittenSpan.ToArray() };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What was sent of one answer, in figures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Writes">The number of writes.</param>
/// <param name="Bytes">The bytes of the body, before compression.</param>
/// <param name="End">How it ended, in words.</param>
/// <param name="IsWhole">Whether it was played to its end.</param>
internal sealed record AnswerFigures(int Status, int Writes, long Bytes, string End, bool IsWhole);
