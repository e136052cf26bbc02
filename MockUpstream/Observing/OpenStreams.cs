using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MockUpstream.Playing;

namespace MockUpstream.Observing;

/// <summary>The answers that are being played now.</summary>
internal sealed class OpenStreams(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, OpenStream> _open = new();
    private long _last;

    /// <summary>All that are open, oldest first.</summary>
    public IReadOnlyList<OpenStream> All => [.. _open.Values.OrderBy(stream => stream.Id)];

    /// <summary>Records the begin of an answer. It is open until the result is disposed.</summary>
    public OpenStream Open(string key, ExchangeRun run, PlayedAnswer answer)
    {
        var stream = new OpenStream(
            Interlocked.Increment(ref _last),
            key,
            time.GetUtcNow(),
            run,
            answer,
            ended => _open.TryRemove(ended, out _));
        _open[stream.Id] = stream;
        return stream;
    }

    public bool TryFind(long id, [NotNullWhen(true)] out OpenStream? stream) => _open.TryGetValue(id, out stream);
}

/// <summary>One answer that is being played.</summary>
internal sealed class OpenStream(
    long id,
    string key,
    DateTimeOffset requested,
    ExchangeRun run,
    PlayedAnswer answer,
    Action<long> forget) : IDisposable
{
    public long Id => id;

    public string Case => key;

    /// <summary>The time when the request had arrived.</summary>
    public DateTimeOffset Requested => requested;

    public ExchangeRun Run => run;

    /// <summary>The part of the answer that was sent so far.</summary>
    public PlayedAnswer Answer => answer;

    public void Dispose() => forget(id);
}
