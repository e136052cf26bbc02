using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;

namespace MockUpstream.Answering;

/// <summary>The door for requests: reads one, finds its case, plays the answer.</summary>
internal sealed class UpstreamEndpoints(CaseRegistry cases, RequestJournal journal, PlaySettings settings, AdminEndpoints admin)
{
    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";

        return context.Request.Method switch
        {
            _ when AdminEndpoints.Serves(path) => admin.HandleAsync(context),
            "POST" when path.EndsWith("/chat/completions", StringComparison.Ordinal) => ChatAsync(context),
            "GET" when path.EndsWith("/models", StringComparison.Ordinal) => ModelListing.WriteAsync(context, cases.All),
            _ => RefuseUnknownAsync(context, path),
        };
    }

    private async Task ChatAsync(HttpContext context)
    {
        byte[] body;
        try
        {
            body = await ReadAsync(context);
        }
        catch (BadHttpRequestException tooMuch)
        {
            await RefuseAsync(context, Refusals.BadRequest(tooMuch.StatusCode, tooMuch.Message), body: default);
            return;
        }

        var chat = ChatRequest.Read(body, context.Request.Headers);
        if (cases.TryMatch(chat, out var playback))
        {
            await PlayAsync(context, playback, Received(context, body, playback.ApiKey), chat);
        }
        else
        {
            await RefuseAsync(context, Refusals.NoScenarioMatched(chat, cases.All.Select(known => known.Key)), body);
        }
    }

    private async Task PlayAsync(HttpContext context, Playback playback, ReceivedRequest received, ChatRequest chat)
    {
        var (run, seen) = playback.Take(received, chat);
        journal.Add(new JournalEntry(received, playback.Key, run.Answer.Exchange, run.Answer.Status));
        var line = new HttpAnswerLine(context, run.Answer, settings.Time);

        using var peer = context.RequestAborted.Register(run.PeerGone);
        using var over = run.Over.Register(() => AbortUnlessFinished(context, run));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, run.Over);
        try
        {
            using var packed = run.Answer.Coding is { } coding ? new CompressedLine(line, coding) : null;
            await new ScriptPlayer(packed ?? (IAnswerLine)line, run, seen, settings).PlayAsync(run.Answer.Script, stop.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The peer has gone or the turn is over; the run has it on record. What is left of the answer must not look whole.
            run.PeerGone();
            context.Abort();
        }
        finally
        {
            run.Finish();
            playback.PutDown(run);
        }

        await line.LingerAsync(stop.Token);
    }

    /// <summary>An answer that has ended well leaves a connection the relay may use again.</summary>
    private static void AbortUnlessFinished(HttpContext context, ExchangeRun run)
    {
        if (!run.Finished.IsCompleted)
        {
            context.Abort();
        }
    }

    /// <summary>Refuses a path or method that no chat upstream serves, and notes it in the record of the case that asked.</summary>
    private async Task RefuseUnknownAsync(HttpContext context, string path)
    {
        var refusal = Refusals.UnknownPath(context.Request.Method, path);
        var body = ReadOnlyMemory<byte>.Empty;
        // What looks for health or models on its own is no question of a client.
        var isQuestion = path.EndsWith("/chat/completions", StringComparison.Ordinal) || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
        if (isQuestion)
        {
            try
            {
                body = await ReadAsync(context);
            }
            catch (BadHttpRequestException tooMuch)
            {
                refusal = Refusals.BadRequest(tooMuch.StatusCode, tooMuch.Message);
            }
        }

        if (isQuestion && cases.TryMatch(ChatRequest.Read(body, context.Request.Headers), out var playback))
        {
            playback.Note(Received(context, body, playback.ApiKey));
        }

        await RefuseAsync(context, refusal, body);
    }

    private async Task RefuseAsync(HttpContext context, ExchangeAnswer answer, ReadOnlyMemory<byte> body)
    {
        journal.Add(new JournalEntry(Received(context, body), Case: null, Exchange: null, answer.Status));
        var line = new HttpAnswerLine(context, answer, settings.Time);
        await line.SendHeadersAsync(context.RequestAborted);
        foreach (var write in answer.Script.Pieces.OfType<WritePiece>())
        {
            await line.SendAsync(write, context.RequestAborted);
        }
    }

    private ReceivedRequest Received(HttpContext context, ReadOnlyMemory<byte> body, string? apiKey = null) => new(
        settings.Time.GetTimestamp(), context.Request.Method,
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        CredentialMask.Copy(context.Request.Headers, apiKey), body);

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        return body.ToArray();
    }
}
