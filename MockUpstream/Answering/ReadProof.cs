using System.Diagnostics;
using System.Net.Sockets;
using MockUpstream.Contract;

namespace MockUpstream.Answering;

/// <summary>Waits until the peer of one answer has read everything sent to it, and never long for a peer that does not read.</summary>
/// <remarks>
/// The wait is on the kernel and not on a clock of the program, so it takes real time even where tests stop the clock.
/// </remarks>
/// <param name="socket">The connection; <see langword="null"/> where its bytes are not those of the answer (TLS, HTTP/2).</param>
internal sealed class ReadProof(Socket? socket)
{
    // Measured on two cores: a reader that is awake needs 15 to 50 microseconds, one whose core is taken a few milliseconds.
    private const int LooksBeforeYield = 24;
    private static readonly TimeSpan Yielding = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly byte[]? _question = socket is null ? null : PeerQueue.QuestionFor(socket);
    private ulong _sent;
    private bool _arrived;
    private bool _known;
    private bool _behind;

    /// <summary>Waits until everything sent so far has been read.</summary>
    /// <returns>
    /// <see cref="WriteBoundary.Proven"/>, or <see cref="WriteBoundary.NotProven"/> if the peer did not read in time or the kernel cannot
    /// answer.
    /// </returns>
    public ValueTask<WriteBoundary> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (socket is null || _question is null || TcpInfo.BytesSent(socket) is not { } sent)
        {
            return PauseAsync(cancellationToken);
        }

        (_sent, _arrived) = (sent, false);
        for (var looks = 0; looks < (_behind ? 1 : LooksBeforeYield); looks++)
        {
            switch (Inspect())
            {
                case Sight.Read:
                    return ValueTask.FromResult(WriteBoundary.Proven);
                case Sight.Unknown:
                    return _known ? ValueTask.FromResult(WriteBoundary.NotProven) : PauseAsync(cancellationToken);
                default:
                    Thread.Yield();
                    break;
            }
        }

        return _behind ? ValueTask.FromResult(WriteBoundary.NotProven) : WaitLongerAsync(patience, cancellationToken);
    }

    /// <summary>Makes the next write wait for a peer that was behind and has caught up.</summary>
    public void LookAgain()
    {
        if (_behind)
        {
            _behind = Inspect() != Sight.Read;
        }
    }

    private async ValueTask<WriteBoundary> WaitLongerAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var waited = TimeSpan.Zero; waited < patience; waited = Stopwatch.GetElapsedTime(began))
        {
            if (waited < Yielding)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }
            else
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }

            switch (Inspect())
            {
                case Sight.Read:
                    return WriteBoundary.Proven;
                case Sight.Unknown:
                    return WriteBoundary.NotProven;
                default:
                    continue;
            }
        }

        _behind = true;
        return WriteBoundary.NotProven;
    }

    /// <summary>Pauses briefly where the kernel cannot be asked: two sends a moment apart are mostly two reads.</summary>
    private static async ValueTask<WriteBoundary> PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        return WriteBoundary.NotProven;
    }

    /// <remarks>
    /// The kernel reads the queue before it counts the received bytes. An empty queue proves nothing unless an earlier look saw the bytes
    /// arrive: they may have arrived between the two readings.
    /// </remarks>
    private Sight Inspect()
    {
        if (!PeerQueue.TryLook(_question, out var seen))
        {
            return Sight.Unknown;
        }

        _known = true;
        if (seen.Received < _sent)
        {
            return Sight.Unread;
        }

        if (!_arrived)
        {
            _arrived = true;
            return seen.Queued == 0 ? Inspect() : Sight.Unread;
        }

        return seen.Queued == 0 ? Sight.Read : Sight.Unread;
    }

    private enum Sight
    {
        Read,
        Unread,
        Unknown,
    }
}
