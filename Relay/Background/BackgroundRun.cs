using Relay.Exchange;
using Relay.Storing;

namespace Relay.Background;

/// <summary>Represents a response that is made while no client waits for it.</summary>
internal sealed class BackgroundRun(ResponseKey key, ResponseRecorder recorder) : IDisposable
{
    private readonly CancellationTokenSource _cancelling = new();

    public ResponseKey Key => key;

    public ResponseRecorder Recorder => recorder;

    public CancellationToken Cancelled => _cancelling.Token;

    /// <summary>Completes when the run has ended and its response is stored.</summary>
    public Task Finished { get; set; } = Task.CompletedTask;

    /// <summary>Ends the run; the connection to the upstream is closed.</summary>
    public void Cancel()
    {
        try
        {
            _cancelling.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has ended.
        }
    }

    public void Dispose() => _cancelling.Dispose();
}
