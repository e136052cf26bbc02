using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using MockUpstream.Observing;
using MockUpstream.Playing;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Answering;

/// <summary>Plays the case that the matcher found, byte for byte, on the connection below WireMock.</summary>
internal sealed class ScenarioProvider(PlaySettings settings, OpenStreams streams) : IResponseProvider
{
    private bool? _isExact;

    /// <inheritdoc/>
    /// <returns>A message of which WireMock writes nothing: event streams without a queue are sent already.</returns>
    public async Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping,
        HttpContext context,
        IRequestMessage requestMessage,
        WireMockServerSettings wireMockServerSettings)
    {
        var run = await PlayAsync(context, Arrival.Create(requestMessage, settings.Time));
        return (
            new ResponseMessage { StatusCode = run.Answer.Status, BodyData = new BodyData { DetectedBodyType = BodyType.SseString } },
            null);
    }

    /// <summary>Plays the case of a request.</summary>
    /// <returns>The answer that was played.</returns>
    public async Task<ExchangeRun> PlayAsync(HttpContext context, Arrival arrival)
    {
        var playback = arrival.Case ?? throw new InvalidOperationException("The matcher found no case.");
        var (run, seen) = playback.BeginExchange(arrival.Received, arrival.Chat!);
        arrival.Answer = new PlayedAnswer(playback.Key, run, IsExact(context));
        run.Wrote = arrival.Answer.Add;
        using var open = streams.Open(playback.Key, run, arrival.Answer);
        await PlayAsync(context, playback, run, seen);
        return run;
    }

    private async Task PlayAsync(HttpContext context, Playback playback, ExchangeRun run, EventsSeen seen)
    {
        var line = new HttpAnswerLine(context, run.Answer, settings);

        using var peer = context.RequestAborted.Register(run.RecordPeerClose);
        using var over = run.Over.Register(() => AbortUnlessFinished(context, run));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, run.Over);
        try
        {
            using var packed = run.Answer.Coding is { } coding ? new CompressedLine(line, coding) : null;
            await new ScriptPlayer(packed ?? (IAnswerLine)line, run, seen, settings).PlayAsync(run.Answer.Script, stop.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The peer has closed the connection or the turn is over; the run has recorded it. The rest of the answer must not look
            // complete.
            run.RecordPeerClose();
            context.Abort();
        }
        finally
        {
            run.Finish();
            playback.RemoveFinished(run);
        }

        await line.LingerAsync(stop.Token);
    }

    /// <summary>Returns whether the transport buffers at most one write. It does, unless the server was started by other code.</summary>
    private bool IsExact(HttpContext context) =>
        _isExact ??= context.RequestServices.GetService<IOptions<SocketTransportOptions>>()?.Value.MaxWriteBufferSize is 1;

    /// <summary>
    /// Aborts the connection of an answer that did not finish. After a finished answer the relay may use the connection again.
    /// </summary>
    private static void AbortUnlessFinished(HttpContext context, ExchangeRun run)
    {
        if (!run.Finished.IsCompleted)
        {
            context.Abort();
        }
    }
}
