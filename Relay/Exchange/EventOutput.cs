using System.Buffers;
using System.Net.Http.Headers;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Upstreams;

namespace Relay.Exchange;

/// <summary>
/// Collects the events of one response, records them, and passes them to the sink. A failure before anything was committed refuses the
/// request.
/// </summary>
/// <param name="sink">Receives the events.</param>
/// <param name="translator">Makes the events.</param>
/// <param name="recorder">Records them; <see langword="null"/> for none.</param>
/// <param name="client">
/// Cancelled when the client has gone. No other token may end a write to it: the server would cut the connection.
/// </param>
/// <remarks>
/// Two threads write: the one that reads the upstream, and the clock, which opens the stream early and sends keep-alives. A writer holds
/// the gate (<see cref="EnterAsync"/>, <see cref="Leave"/>). The clock never waits for it, because a writer that holds it is about to send
/// something anyway.
/// </remarks>
internal sealed class EventOutput(
    IResponseSink sink, IResponseTranslator translator, ResponseRecorder? recorder, CancellationToken client) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    // A client that waits for the whole response gets no events. They are as large as the answer several times over.
    private readonly EventBuffer _events = new() { Discards = sink.Opening is SinkOpening.AtEnd && recorder?.Journal is null };
    private bool _isOpen = sink.Opening is SinkOpening.AtOnce;
    private bool _hasSent;
    private bool _hasEnded;

    /// <summary>Collects events. Only the holder of the gate may touch it.</summary>
    public EventBuffer Events => _events;

    /// <summary>Whether a success status has been sent, so that the call cannot be retried and a failure can only be an event.</summary>
    public bool IsCommitted => _hasSent && sink.Opening is not SinkOpening.AtOnce;

    /// <summary>The number of bytes sent so far.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Whether a client waits for events.</summary>
    public bool BreaksSilence => sink.BreaksSilence;

    /// <summary>Whether a flush sends the events.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether the end has begun.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>The end of the response, from the moment at which the translator has written its last event.</summary>
    public FinalResponse? Final { get; private set; }

    private static ReadOnlySpan<byte> EndOfEvent => "\n\n"u8;

    public Task EnterAsync(CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);

    public void Leave() => _gate.Release();

    /// <summary>Lets the next flush send events: the upstream has begun to answer.</summary>
    public void Open() => _isOpen |= sink.Opening is not SinkOpening.AtEnd;

    /// <summary>Takes back an event whose writing was broken off. The events before it are whole.</summary>
    public void DropUnfinishedEvent()
    {
        var end = _events.Written.ToArray().AsSpan().LastIndexOf(EndOfEvent);
        _events.Truncate(end < 0 ? 0 : end + EndOfEvent.Length);
    }

    /// <summary>Sends the collected events in one write, if the stream is open. Waits while the client reads slowly.</summary>
    public async ValueTask FlushAsync()
    {
        if (sink.Opening is SinkOpening.AtEnd)
        {
            _events.Clear();
            return;
        }

        if (!_isOpen || (_hasSent && _events.IsEmpty))
        {
            return;
        }

        _hasSent = true;
        BytesSent += _events.Count;
        if (!_hasEnded)
        {
            recorder?.Append(_events.Written);
        }

        try
        {
            foreach (var segment in _events.Written)
            {
                await sink.SendAsync(segment, client);
            }
        }
        finally
        {
            // They are recorded, and perhaps sent.
            _events.Clear();
        }
    }

    /// <summary>Opens the stream if it is not open yet, otherwise sends a keep-alive. Does nothing while another thread writes.</summary>
    public async Task BreakSilenceAsync(CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        try
        {
            if (!_hasEnded)
            {
                await WriteSilenceAsync();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Passes on headers of the upstream's answer, while headers can still be sent.</summary>
    public async Task AddHeadersAsync(
        HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            if (!_hasSent)
            {
                sink.AddHeaders(upstream, rules, secrets);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the response: with the collected events and the terminal event, or with an error when nothing is committed.</summary>
    /// <param name="ending">How the upstream's answer ended.</param>
    public async Task<FinalResponse> EndAsync(UpstreamEnding ending)
    {
        await EnterAsync(client);
        try
        {
            _hasEnded = true;
            var final = translator.End(ending, _events);
            Final = final;

            // The ending's own failure counts too: an older system may report success where the upstream never answered. It may also take
            // a stream that broke off for one that has ended, and then the whole response is what a stream would have ended with.
            if (!_isOpen && (final.Failure ?? (ending.IsCutStream ? null : ending.Failure)) is { } failure)
            {
                _events.Clear();
                await sink.RefuseAsync(failure, client);
            }
            else
            {
                await CompleteAsync(final);
            }

            return final;
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        _events.Dispose();
        _gate.Dispose();
    }

    private async Task WriteSilenceAsync()
    {
        // Open does not mean sent: the reader may have left its last events, and the headers with them, for the end.
        if (_hasSent)
        {
            await sink.KeepAliveAsync(client);
        }
        else
        {
            translator.Begin(_events);
            Open();
            await FlushAsync();
        }
    }

    private async Task CompleteAsync(FinalResponse final)
    {
        // Stored before the terminal event is sent: a client that has seen it may continue the response at once, on any relay.
        if (recorder is not null)
        {
            recorder.AppendLast(_events.Written);
            sink.ReportStored(await recorder.StoreAsync(final));
        }

        Open();
        await FlushAsync();
        await sink.CompleteAsync(final, client);
        if (sink.Opening is SinkOpening.AtEnd)
        {
            BytesSent = final.Json.Length;
        }
    }
}
