using System.Globalization;
using System.Text;
using MockUpstream.Playing;
using WireMock;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>An answer our player gave, for WireMock's log: its case, its head, and the beginning of what was sent.</summary>
internal sealed class PlayedAnswer(string key, ExchangeRun run)
{
    /// <summary>The bytes of one answer that are kept at most.</summary>
    public const int MostKept = 64 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _kept = [];
    private long _sent;
    private int _writes;
    private int _bytes;

    public string Case => key;

    /// <summary>The bytes kept of it.</summary>
    public int Kept => _bytes;

    /// <summary>Notes one write. The bytes are not copied: they belong to the script.</summary>
    public void Add(ReadOnlyMemory<byte> write)
    {
        _writes++;
        _sent += write.Length;
        var kept = write[..Math.Min(write.Length, MostKept - _bytes)];
        if (!kept.IsEmpty)
        {
            _kept.Add(kept);
            _bytes += kept.Length;
        }
    }

    /// <summary>Makes the message that stands in the log. It is never sent.</summary>
    public ResponseMessage ToMessage(DateTime ended)
    {
        var record = run.Record();
        var message = new ResponseMessage { StatusCode = record.Status, DateTime = ended, Headers = Headers(record), BodyData = Body() };
        return message;
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
        headers["x-mock-bytes-sent"] = Number(_sent);
        headers["x-mock-end"] = record switch
        {
            { Completed: true } => "played to its end",
            { PeerGoneAt: not null } => $"the client left at step {record.StoppedAtStep}",
            _ => $"stopped at step {record.StoppedAtStep}",
        };
        if (_sent > _bytes)
        {
            headers["x-mock-bytes-kept"] = Number(_bytes);
        }

        return headers;
    }

    private BodyData Body()
    {
        var bytes = new byte[_bytes];
        var at = 0;
        foreach (var write in _kept)
        {
            write.Span.CopyTo(bytes.AsSpan(at));
            at += write.Length;
        }

        return KeptBody.Text(bytes) is { } text
            ? new BodyData { DetectedBodyType = BodyType.String, BodyAsString = text, Encoding = Encoding.UTF8 }
            : new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = bytes };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
