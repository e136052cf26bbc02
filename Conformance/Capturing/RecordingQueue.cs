using System.Threading.Channels;

namespace Conformance.Capturing;

/// <summary>
/// Exchanges that wait to be written, so that traffic never waits for a disk. When writing falls behind, further exchanges pass on
/// unrecorded.
/// </summary>
internal sealed class RecordingQueue : IAsyncDisposable
{
    private const int Most = 256;

    private readonly Channel<CapturedExchange> _waiting = Channel.CreateBounded<CapturedExchange>(new BoundedChannelOptions(Most)
    {
        SingleReader = true,
    });
    private readonly Action<string> _onTrouble;
    private readonly Task _writing;

    /// <param name="write">Writes one exchange.</param>
    /// <param name="onTrouble">Receives one sentence about an exchange that is not recorded.</param>
    public RecordingQueue(Action<CapturedExchange> write, Action<string> onTrouble)
    {
        _onTrouble = onTrouble;
        _writing = Task.Run(() => WriteAsync(write));
    }

    /// <summary>Adds an exchange; never waits.</summary>
    public void Add(CapturedExchange exchange)
    {
        if (!_waiting.Writer.TryWrite(exchange))
        {
            _onTrouble($"{Most} exchanges wait to be written already; further ones are passed on and not recorded.");
        }
    }

    /// <summary>Writes what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync(Action<CapturedExchange> write)
    {
        await foreach (var exchange in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                write(exchange);
            }
            catch (Exception broken)
            {
                // The door of this room: one exchange that cannot be written must not stop the next.
                _onTrouble(
                    $"An exchange is passed on and not recorded: {broken.Message.ReplaceLineEndings(" ")} ({broken.GetType().Name})");
            }
        }
    }
}
