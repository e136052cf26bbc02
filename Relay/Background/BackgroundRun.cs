using Relay.Contract;
using Relay.Exchange;
using Relay.Storing;

namespace Relay.Background;

/// <summary>Represents a response that is made while no client waits for it.</summary>
internal sealed class BackgroundRun(ResponseKey key, ResponseRecorder recorder) : IDisposable
{
    private readonly CancellationTokenSource _cancelling = new();
    private ApiError? _reason;

    public ResponseKey Key => key;

    public ResponseRecorder Recorder => recorder;

    public CancellationToken Cancelled => _cancelling.Token;

    /// <summary>The failure with which the run ends when it is cancelled.</summary>
    public ApiError Reason => _reason ?? Failures.Cancelled;

    /// <summary>Completes when the run has ended and its response is stored.</summary>
    public Task Finished { get; set; } = Task.CompletedTask;

    /// <summary>Ends the run; the connection to the upstream is closed.</summary>
    /// <param name="reason">The failure with which it ends. The first one counts.</param>
    public void Cancel(ApiError reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
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
