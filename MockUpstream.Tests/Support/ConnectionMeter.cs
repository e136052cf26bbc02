using System.Diagnostics.Metrics;

namespace MockUpstream.Tests.Support;

/// <summary>Counts the connections of one port as Kestrel itself reports them.</summary>
/// <remarks>Kestrel reports the end of an HTTP/1.1 connection only after the handler of its last request has returned.</remarks>
internal sealed class ConnectionMeter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly int _port;
    private readonly List<(long Ended, TaskCompletionSource Reached)> _waiting = [];
    private long _open;
    private long _ended;

    /// <param name="port">The port; other hosts of the process are not counted.</param>
    public ConnectionMeter(int port)
    {
        _port = port;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Microsoft.AspNetCore.Server.Kestrel"
                && instrument.Name is "kestrel.active_connections" or "kestrel.connection.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, tags, _) => Count(tags, change, ended: 0));
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Count(tags, change: 0, ended: 1));
        _listener.Start();
    }

    /// <summary>The connections that are open now.</summary>
    public long Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>The connections that have ended.</summary>
    public long Ended
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>Waits until so many connections have ended, since the meter was made.</summary>
    public Task UntilEndedAsync(long ended, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended >= ended)
            {
                return Task.CompletedTask;
            }

            _waiting.Add((ended, reached));
        }

        return reached.Task.WaitAsync(cancellationToken);
    }

    public void Dispose() => _listener.Dispose();

    private void Count(ReadOnlySpan<KeyValuePair<string, object?>> tags, long change, int ended)
    {
        var isOurs = false;
        foreach (var (name, value) in tags)
        {
            isOurs |= name == "server.port" && value is int port && port == _port;
        }

        if (!isOurs)
        {
            return;
        }

        lock (_gate)
        {
            _open += change;
            _ended += ended;
            foreach (var (_, reached) in _waiting.FindAll(one => one.Ended <= _ended))
            {
                reached.TrySetResult();
            }
        }
    }
}
