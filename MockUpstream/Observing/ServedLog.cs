using System.Diagnostics.CodeAnalysis;
using System.Text;
using MockUpstream.Contract;

namespace MockUpstream.Observing;

/// <summary>The last requests that were served, newest first, for the live page. Bounded in number and in text.</summary>
internal sealed class ServedLog(MockUpstreamOptions options)
{
    /// <summary>The largest number of characters of a request's body, and of an answer, that are stored.</summary>
    public const int MostText = 16 * 1024;

    private const int Longest = 200;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _entries = new();
    private long _last;

    public IReadOnlyList<ServedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(static entry => entry.Request)];
            }
        }
    }

    /// <summary>Records a request whose answer has ended.</summary>
    /// <param name="arrival">The request.</param>
    /// <param name="status">The status that was sent.</param>
    public void Add(Arrival arrival, int status)
    {
        if (!options.HasPage && options.Served is null)
        {
            return;
        }

        var time = options.Time;
        var duration = time.GetElapsedTime(arrival.At);
        var answer = arrival.Answer?.Figures;
        var served = new ServedRequest(
            Interlocked.Increment(ref _last),
            time.GetUtcNow() - duration,
            arrival.Method,
            arrival.Received.Path,
            arrival.Answer?.Case,
            status,
            answer?.Writes ?? 1,
            answer?.Bytes ?? 0,
            duration,
            answer?.End ?? DescribeRefusal(arrival),
            answer?.IsWhole ?? !arrival.Refused);
        if (options.HasPage)
        {
            Store(new Entry(served, DecodeText(arrival.Body.Span), arrival.Answer?.GetTail(MostText) ?? ""));
        }

        options.Served?.Invoke(served);
    }

    /// <summary>Finds the texts of one request.</summary>
    public bool TryFind(long id, [NotNullWhen(true)] out Entry? entry)
    {
        lock (_gate)
        {
            entry = _entries.FirstOrDefault(one => one.Request.Id == id);
        }

        return entry is not null;
    }

    private static string DescribeRefusal(Arrival arrival) => arrival switch
    {
        { Refused: true, IsChat: true } => "no case matches",
        { Refused: true } => "refused",
        _ => "answered",
    };

    private static string DecodeText(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostText)]) + (body.Length > MostText ? " …" : "");

    private void Store(Entry entry)
    {
        lock (_gate)
        {
            _entries.AddFirst(entry);
            if (_entries.Count > Longest)
            {
                _entries.RemoveLast();
            }
        }
    }

    /// <summary>A request with the beginning of its body and the end of the sent bytes.</summary>
    public sealed record Entry(ServedRequest Request, string Body, string Sent);
}
