using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Background;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Guarding;
using Relay.Json;
using Relay.Requests;
using Relay.Requests.History;
using Relay.Storing;
using Relay.Streaming;
using Relay.Translating;
using Relay.Upstreams;

namespace Relay.Endpoints;

/// <summary>Answers <c>POST /v1/responses</c>: read, translate the request, call the upstream, open the stream, pump, finish.</summary>
internal sealed class ResponsesEndpoint(
    ExchangeServices services,
    UpstreamMap upstreams,
    IResponseStore store,
    HistoryLoader histories,
    BackgroundRuns runs,
    RelayLife life,
    ILogger<ResponsesEndpoint> logger)
{
    // Above this, a body is parsed away from the socket's thread, which other streams share.
    private const int LargeBody = 64 * 1024;

    private int _underWay;

    public async Task AnswerAsync(HttpContext context)
    {
        var place = Interlocked.Increment(ref _underWay);
        try
        {
            if (services.Options.MaxStreams > 0 && place + runs.Count > services.Options.MaxStreams)
            {
                await RefuseForLoadAsync(context);
            }
            else if (await ReadAsync(context) is { } asked)
            {
                await (asked.Draft is { Background: true } ? AnswerLaterAsync(context, asked) : AnswerAsync(context, asked));
            }
        }
        catch (StoreUnavailableException exception) when (!context.Response.HasStarted)
        {
            RelayLog.StoreUnavailable(logger, exception.Message);
            await ErrorBody.WriteAsync(context.Response, Failures.StoreUnavailable, context.RequestAborted);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The client has gone; nobody is left to answer.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<Asked?> ReadAsync(HttpContext context)
    {
        using var body = new PooledBuffer();
        var problem = await ClientRequestReader.ReadAsync(context.Request, body, services.Options.MaxBodyBytes, context.RequestAborted);
        if (body.Count > LargeBody)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        Asked? asked = null;
        if (problem is null)
        {
            (asked, problem) = await ReadAsync(context, body.Editable);
        }

        if (problem is not null)
        {
            await RefuseAsync(context, problem);
        }

        return asked;
    }

    private async Task<(Asked? Asked, RequestProblem? Problem)> ReadAsync(HttpContext context, Memory<byte> body)
    {
        using var parsed = RequestTranslator.Parse(body, out var problem);
        if (parsed is null || StateReader.Read(parsed.Root, out problem) is not { } state)
        {
            return (null, problem);
        }

        if (upstreams.Resolve(parsed.Model) is not { } route)
        {
            return (null, UnknownModel(parsed.Model));
        }

        var owner = Caller.Of(context.Request);
        (var history, problem) = await histories.LoadAsync(owner, state, route.Upstream.Profile.IncludesInput, context.RequestAborted);
        if (problem is not null)
        {
            return (null, problem);
        }

        var target = new RequestTarget(route.Model, route.Upstream.Options.Policies, route.Upstream.Parameters, services.Seal)
        {
            Rules = route.Upstream.Profile.Requests,
            Client = context.Request.Headers.Authorization.ToString(),
        };
        return (Translate(parsed, route.Upstream, target, owner, state, history, out problem), problem);
    }

    private Asked? Translate(
        ParsedRequest parsed, Upstream upstream, RequestTarget target, string owner, StateRequest state, RequestHistory history, out RequestProblem? problem)
    {
        var id = services.Ids.NewId("resp_");
        var now = services.Time.GetUtcNow();
        if (RequestTranslator.Translate(parsed, target, history, id, now.ToUnixTimeSeconds(), out problem) is not { } translated)
        {
            return null;
        }

        return state.IsStored
            ? new Asked(translated with { Echo = translated.Echo with { KeepsReasoning = true } }, upstream, Draft(parsed, new ResponseKey(owner, id), state, history, translated.Stream, now))
            : new Asked(translated, upstream, null);
    }

    private StoredResponse Draft(ParsedRequest parsed, ResponseKey key, StateRequest state, RequestHistory history, bool isStreamed, DateTimeOffset now)
    {
        var input = InputItems.Write(parsed.Root, key.Id, history.Show);
        var kept = state.References.Count > 0 ? InputItems.Write(parsed.Root, key.Id, history.Resolve) : input;
        return new StoredResponse
        {
            Key = key,
            PreviousId = state.PreviousId,
            Status = ResponseStatus.InProgress,
            Background = state.Background,
            Streamed = isStreamed,
            Response = default,
            Input = input,
            KeptInput = kept.Span.SequenceEqual(input.Span) ? default(ReadOnlyMemory<byte>?) : kept,
            KeptUntil = now + services.Options.Store.TimeToLive,
        };
    }

    private static RequestProblem UnknownModel(string model) =>
        new("model_not_found", $"The model '{VendorText.Clean(model, SecretWords.None)}' does not exist here; GET /v1/models lists those that do.", "model", StatusCodes.Status404NotFound);

    private Task RefuseAsync(HttpContext context, RequestProblem problem)
    {
        RelayLog.Refused(logger, problem.Status, problem.Code, VendorText.Clean(problem.Param, SecretWords.None));
        services.Telemetry.Refused(problem.Code);
        var failure = new UpstreamFailure(problem.Code, problem.Message, "invalid_request_error", problem.Status, problem.Param);
        return ErrorBody.WriteAsync(context.Response, failure, context.RequestAborted);
    }

    private Task RefuseForLoadAsync(HttpContext context)
    {
        RelayLog.Refused(logger, Failures.TooManyStreams.Status, Failures.TooManyStreams.Code, "");
        services.Telemetry.Refused(Failures.TooManyStreams.Code);
        context.Response.Headers.RetryAfter = "1";
        return ErrorBody.WriteAsync(context.Response, Failures.TooManyStreams, context.RequestAborted);
    }

    // Not async itself: a stream may live for an hour, and would hold the request all that time.
    private Task AnswerAsync(HttpContext context, Asked asked)
    {
        var request = asked.Request;
        LogWarnings(request);
        var stream = request.Stream;
        var keeper = asked.Draft is { } draft ? new ForegroundKeeper(draft, stream ? new EventJournal() : null, store, logger) : null;
        return MoveAsync(context, new ResponseExchange(context, request, AnswerOf, asked.Upstream, services, logger, life.Ending), request.Echo.Id);

        ClientAnswer AnswerOf(IResponseTranslator translator) =>
            stream ? new EventStreamAnswer(context.Response, translator) { Keeper = keeper } : new JsonAnswer(context.Response) { Keeper = keeper };
    }

    private async Task MoveAsync(HttpContext context, ResponseExchange moved, string id)
    {
        await using var exchange = moved;
        try
        {
            var ending = await exchange.CallAsync() is { } refused ? refused : await exchange.PumpAsync();
            await exchange.FinishAsync(ending);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            RelayLog.Broken(logger, id, exception);
            await exchange.BreakOffAsync();
        }
    }

    /// <summary>Has the answer made in the background. The client gets it queued, or follows it; going away ends nothing.</summary>
    private async Task AnswerLaterAsync(HttpContext context, Asked asked)
    {
        LogWarnings(asked.Request);
        var (run, queued) = await runs.StartAsync(context, asked.Request, asked.Upstream, asked.Draft!, context.RequestAborted);
        if (run.Keeper.Journal is { } journal)
        {
            await new EventReplay(context.Response, startingAfter: -1, services.Options.Clocks.KeepAlive, services.Time).FollowAsync(journal, context.RequestAborted);
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = queued.Length;
        await context.Response.BodyWriter.WriteAsync(queued, context.RequestAborted);
    }

    private void LogWarnings(TranslatedRequest request)
    {
        foreach (var warning in request.Warnings)
        {
            RelayLog.Warning(logger, request.Echo.Id, warning);
        }
    }

    /// <summary>A request that can be answered, by whom, and what is to be kept of the answer.</summary>
    private sealed record Asked(TranslatedRequest Request, Upstream Upstream, StoredResponse? Draft);
}
