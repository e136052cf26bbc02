using Relay.Storing;

namespace Relay.Background;

/// <summary>A response being made while nobody waits for it.</summary>
internal sealed class BackgroundRun(ResponseKey key, BackgroundKeeper keeper) : IDisposable
{
    private readonly CancellationTokenSource _cancelling = new();

    public ResponseKey Key => key;

    public BackgroundKeeper Keeper => keeper;

    public CancellationToken Cancelled => _cancelling.Token;

    /// <summary>Completes when the run is over and kept.</summary>
    public Task Finished { get; set; } = Task.CompletedTask;

    /// <summary>Ends the run: the upstream is let go.</summary>
    public void Cancel()
    {
        try
        {
            _cancelling.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Over already.
        }
    }

    public void Dispose() => _cancelling.Dispose();
}
