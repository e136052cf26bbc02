using MockUpstream.Compiling;
using MockUpstream.Contract;
using Scenarios.Model;

namespace MockUpstream.Playing;

#pragma warning disable CA1001 // Said at the field.
/// <summary>One request that is being answered: its script and its record so far.</summary>
internal sealed class ExchangeRun
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly List<SentWrite> _writes = [];
    private readonly PlaySettings _settings;

    // Never disposed: it holds neither timer nor handle, and a late end of the turn may still cancel it.
    private readonly CancellationTokenSource _over = new();

    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _step;
    private bool _completed;
    private long? _peerGoneAt;
    private long? _endedAt;

    public ExchangeRun(ReceivedRequest request, ExchangeAnswer answer, PlaySettings settings)
    {
        Request = request;
        Answer = answer;
        Over = _over.Token;
        _settings = settings;
    }

    public ReceivedRequest Request { get; }

    public ExchangeAnswer Answer { get; }

    /// <summary>The gate that opens with an event the client has read, or <see langword="null"/>.</summary>
    public GateRelease? Release { get; init; }

    /// <summary>Falls when the turn is over and the answer must end.</summary>
    public CancellationToken Over { get; }

    /// <summary>Called with the length of each sent write, for the log.</summary>
    public Action<int>? Wrote { get; set; }

    /// <summary>The number of the step that is played.</summary>
    public int Step => Volatile.Read(ref _step);

    /// <summary>Completes when nothing more will be sent.</summary>
    public Task Finished => _finished.Task;

    public void StartStep(UpstreamStep step) => Volatile.Write(ref _step, step.Number);

    public void RecordWrite(WritePiece write)
    {
        Wrote?.Invoke(write.Bytes.Length);

        // The writes are read only in judged plays, and a mock that serves for days must not store them.
        if (_settings.Judged)
        {
            var sent = new SentWrite(_settings.Time.GetTimestamp(), write.Step.Number, write.Step.Place, write.Bytes);
            lock (_gate)
            {
                _writes.Add(sent);
            }
        }
    }

    /// <summary>Records the boundary behind the last write.</summary>
    public void RecordBoundary(WriteBoundary boundary)
    {
        if (!_settings.Judged || boundary == WriteBoundary.Sent)
        {
            return;
        }

        lock (_gate)
        {
            _writes[^1] = _writes[^1] with { Boundary = boundary };
        }
    }

    /// <summary>Records that every step has been played.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
        }
    }

    /// <summary>Records that the peer closed the connection; does nothing once the answer has ended.</summary>
    public void RecordPeerClose()
    {
        lock (_gate)
        {
            _peerGoneAt ??= _endedAt is null ? _settings.Time.GetTimestamp() : null;
        }
    }

    /// <summary>Records that the mock ended the answer.</summary>
    public void End()
    {
        lock (_gate)
        {
            // A relay may go as soon as it has read the last byte; the answer was whole all the same.
            _peerGoneAt = _completed ? null : _peerGoneAt;
            _endedAt ??= _peerGoneAt is null ? _settings.Time.GetTimestamp() : null;
        }

        Finish();
    }

    /// <summary>Declares that nothing more will be sent.</summary>
    public void Finish() => _finished.TrySetResult();

    /// <summary>Ends the answer where it stands, because the turn is over.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _endedAt ??= _peerGoneAt is null ? _settings.Time.GetTimestamp() : null;
        }

        _over.Cancel();
    }

    /// <summary>Its progress.</summary>
    public RunState State
    {
        get
        {
            lock (_gate)
            {
                return new RunState(_completed, _completed ? null : _step, _peerGoneAt);
            }
        }
    }

    public ExchangeRecord ToRecord()
    {
        lock (_gate)
        {
            return new ExchangeRecord
            {
                Request = Request,
                Exchange = Answer.Exchange,
                Refused = Answer.Refused,
                Status = Answer.Status,
                Headers = Answer.Headers,
                Writes = [.. _writes],
                Completed = _completed,
                StoppedAtStep = _completed ? null : _step,
                PeerGoneAt = _peerGoneAt,
                EndedAt = _endedAt,
            };
        }
    }
}

/// <summary>The progress of an answer.</summary>
/// <param name="Completed">Whether every step has been played.</param>
/// <param name="Step">The step at which it stands, unless it is complete.</param>
/// <param name="PeerGoneAt">The time when the peer closed the connection, if it did.</param>
internal readonly record struct RunState(bool Completed, int? Step, long? PeerGoneAt);
