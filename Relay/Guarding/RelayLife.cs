using Microsoft.Extensions.Hosting;
using Relay.Options;

namespace Relay.Guarding;

/// <summary>
/// An orderly end in two steps. From the order to stop on, the server takes no new work; once the grace is over, what is still under way ends.
/// </summary>
internal sealed class RelayLife : IDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration _ordered;

    public RelayLife(IHostApplicationLifetime host, RelayOptions options, TimeProvider time)
    {
        _ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _ordered = host.ApplicationStopping.Register(() => _ending.CancelAfter(options.ShutdownGrace));
    }

    /// <summary>The grace is over: what is still under way ends now.</summary>
    public CancellationToken Ending => _ending.Token;

    public void Dispose()
    {
        _ordered.Dispose();
        _ending.Dispose();
    }
}
