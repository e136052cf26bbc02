using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Storing;
using Relay.Upstreams;

namespace Relay.Streaming;

/// <summary>
/// What the client is being answered. Events are collected in it; a failure before anything has gone down becomes an HTTP status instead.
/// </summary>
/// <remarks>
/// Two hands reach for it: the pump, and the clock with early headers and keep-alive comments. Whoever writes holds the gate
/// (<see cref="EnterAsync"/>, <see cref="Leave"/>); the clock never waits for it, because then something is being written anyway.
/// </remarks>
internal abstract class ClientAnswer(HttpResponse response) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly PooledBuffer _events = new();
    private bool _ended;

    /// <summary>Where events are collected. Touched only by who holds the gate.</summary>
    public IBufferWriter<byte> Events => _events;

    /// <summary>Whether the status has gone down, so that a failure can only be told in events.</summary>
    public bool Started { get; protected set; }

    /// <summary>Bytes of events sent so far.</summary>
    public long BytesSent { get; protected set; }

    /// <summary>Keeps the response, and its events as they go down; <see langword="null"/> when nothing is kept.</summary>
    public ResponseKeeper? Keeper { get; init; }

    /// <summary>Whether a silence towards the client is worth breaking.</summary>
    public abstract bool BreaksSilence { get; }

    protected HttpResponse Response { get; } = response;

    protected PooledBuffer Pending => _events;

    /// <summary>Notes the events that are about to go down, for whoever keeps them; the last ones are noted when the response is kept.</summary>
    protected void NoteEvents()
    {
        if (!_ended)
        {
            Keeper?.Note(_events.Written);
        }
    }

    public Task EnterAsync(CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);

    public void Leave() => _gate.Release();

    /// <summary>Lets events go down from the next flush on: the upstream has begun to answer.</summary>
    public abstract void Open();

    /// <summary>Sends the events collected, in one write, if the answer is open. Waits while the client reads slowly.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Called by the clock after a silence: opens the stream if it is not open yet, else sends a comment. Never waits for the pump.</summary>
    public async Task BreakSilenceAsync(CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        try
        {
            if (!_ended)
            {
                await WriteSilenceAsync(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Hands on the headers of the upstream's answer that are meant for the client, while headers can still be sent.</summary>
    public async Task PassDownAsync(HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            if (!Started)
            {
                rules.Copy(upstream, Response.Headers, secrets);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the answer: with the events collected and those of the terminal, or with an HTTP error when nothing has been sent yet.</summary>
    /// <param name="translator">Knows the terminal.</param>
    /// <param name="ending">How the upstream's answer ended.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async Task EndAsync(IResponseTranslator translator, UpstreamEnding ending, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            _ended = true;
            translator.End(ending, _events);
            if (FailureToRefuseWith(translator, ending) is { } failure)
            {
                _events.Clear();
                await ErrorBody.WriteAsync(Response, failure, cancellationToken);
            }
            else
            {
                await KeepAsync(translator);
                await FinishAsync(translator, cancellationToken);
            }
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

    /// <summary>Whether a failure now is told by status rather than by events.</summary>
    protected abstract bool RefusesByStatus { get; }

    protected abstract Task WriteSilenceAsync(CancellationToken cancellationToken);

    protected abstract Task FinishAsync(IResponseTranslator translator, CancellationToken cancellationToken);

    // Before the terminal event goes down: whoever has seen it may build on the response at once, and at any relay.
    private async Task KeepAsync(IResponseTranslator translator)
    {
        if (Keeper is not null)
        {
            Keeper.Note(_events.Written);
            await Keeper.KeepAsync(translator);
        }
    }

    // The ending's own failure counts too: a translator that made a success of it would have nothing to show for it.
    private UpstreamFailure? FailureToRefuseWith(IResponseTranslator translator, UpstreamEnding ending) =>
        RefusesByStatus ? translator.Failure ?? ending.Failure : null;
}
