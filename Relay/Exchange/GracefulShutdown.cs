using Relay.Options;

namespace Relay.Exchange;

/// <summary>
/// Stops the relay in two steps. When the host is told to stop, the server accepts no new work; when the grace is over, the responses under
/// way end.
/// </summary>
internal sealed class GracefulShutdown : IDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration _registration;

    public GracefulShutdown(IHostApplicationLifetime host, RelayOptions options, TimeProvider time)
    {
        _ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = host.ApplicationStopping.Register(() => _ending.CancelAfter(options.ShutdownGrace));
    }

    /// <summary>Cancelled when the grace is over.</summary>
    public CancellationToken GraceOver => _ending.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _ending.Dispose();
    }
}
