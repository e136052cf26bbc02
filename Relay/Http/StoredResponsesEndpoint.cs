using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relay.Background;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Json;
using Relay.Options;
using Relay.Storing;
using Relay.Upstreams;
using Relay.Exchange;

namespace Relay.Http;

/// <summary>Reads, replays, deletes and cancels stored responses, and lists their input.</summary>
internal sealed class StoredResponsesEndpoint(
    RelayOptions options,
    TimeProvider time,
    TimeLimitedStore store,
    LostResponses lost,
    UnstoredResponses unstored,
    BackgroundRuns runs,
    UpstreamMap upstreams,
    GracefulShutdown shutdown,
    RelayTelemetry telemetry,
    ILogger<StoredResponsesEndpoint> logger)
{
    /// <summary><c>GET /v1/responses/{id}</c></summary>
    public Task GetAsync(HttpContext context) => WithStoredAsync(context, (stored, cancellationToken) =>
        context.Request.Query["stream"] == "true"
            ? ReplayAsync(context, stored, cancellationToken)
            : WriteAsync(context, stored.Response, cancellationToken));

    /// <summary><c>DELETE /v1/responses/{id}</c></summary>
    public Task DeleteAsync(HttpContext context) => WithStoredAsync(context, async (stored, cancellationToken) =>
    {
        await store.DeleteAsync(stored.Key, time.GetUtcNow(), cancellationToken);
        runs.Cancel(stored.Key, Failures.Deleted);
        await WriteAsync(context, Deleted(stored.Key.Id), cancellationToken);
    });

    /// <summary><c>POST /v1/responses/{id}/cancel</c>; a response that has ended stays as it is.</summary>
    public Task CancelAsync(HttpContext context) => WithStoredAsync(context, async (stored, cancellationToken) =>
    {
        if (!stored.Background)
        {
            var problem = ApiError.InvalidRequest(
                "invalid_request_error", "Cannot cancel a synchronous response; close its connection instead.", "");
            await RefuseAsync(context, problem, cancellationToken);
            return;
        }

        await WriteAsync(context, (await CancelAsync(stored, cancellationToken)).Response, cancellationToken);
    });

    /// <summary><c>GET /v1/responses/{id}/input_items</c></summary>
    public Task ListInputAsync(HttpContext context) => WithStoredAsync(context, async (stored, cancellationToken) =>
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var list = InputItemPage.Read(context.Request.Query, out var problem)?.Write(stored.Input, out problem);
        await (list is { } json ? WriteAsync(context, json, cancellationToken) : RefuseAsync(context, problem!, cancellationToken));
    });

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        JsonSink.WriteAsync(context.Response, new ReadOnlySequence<byte>(json), cancellationToken);

    private static ReadOnlyMemory<byte> Deleted(string id)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("object"u8, "response"u8);
            json.WriteBoolean("deleted"u8, true);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private async Task WithStoredAsync(HttpContext context, Func<StoredResponse, CancellationToken, Task> answer)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shutdown.GraceOver);
        var key = new ResponseKey(Caller.Of(context.Request), (string)context.Request.RouteValues["id"]!);
        try
        {
            if (await store.FindAsync(key, time.GetUtcNow(), ending.Token) is { } stored)
            {
                await answer(await EndIfGoneAsync(stored, ending.Token), ending.Token);
            }
            else
            {
                await RefuseAsync(context, NotFound(key.Id), ending.Token);
            }
        }
        catch (StoreUnavailableException exception)
        {
            RelayLog.StoreUnavailable(logger, exception.Message);
            telemetry.Refused(Failures.StoreUnavailable.Code);
            await BreakOffAsync(context, Failures.StoreUnavailable);
        }
        catch (Exception exception) when (ending.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The client has gone, or the relay is being stopped.
            await BreakOffAsync(context, Failures.Stopping);
        }
    }

    // A response that this relay makes is not lost, however long the database was away and its lease could not be renewed.
    private async Task<StoredResponse> EndIfGoneAsync(StoredResponse stored, CancellationToken cancellationToken) =>
        runs.Find(stored.Key) is not null
            ? stored
            : await lost.EndIfLostAsync(await unstored.EndIfUnstoredAsync(stored, cancellationToken), cancellationToken);

    private static ApiError NotFound(string id) =>
        ApiError.InvalidRequest(
            "response_not_found",
            VendorText.Clean($"Response with id '{id}' not found.", SecretWords.None),
            "id",
            StatusCodes.Status404NotFound);

    private async Task<StoredResponse> CancelAsync(StoredResponse stored, CancellationToken cancellationToken)
    {
        var cancelled = stored with
        {
            Status = ResponseStatus.Cancelled,
            Response = ResponseJson.WithStatus(stored.Response, ResponseStatus.Cancelled),
            LeaseUntil = null,
        };
        var isNews = await store.UpdateAsync(cancelled, cancellationToken);
        runs.Cancel(stored.Key, Failures.Cancelled);
        return isNews ? cancelled : await store.FindAsync(stored.Key, time.GetUtcNow(), cancellationToken) ?? stored;
    }

    private Task ReplayAsync(HttpContext context, StoredResponse stored, CancellationToken cancellationToken)
    {
        var after = context.Request.Query["starting_after"].ToString();
        var number = -1L;
        if (!stored.Streamed)
        {
            const string NotStreamed = "The response cannot be streamed: it was not made with 'stream: true'.";
            return RefuseAsync(context, ApiError.InvalidRequest("invalid_request_error", NotStreamed, "stream"), cancellationToken);
        }

        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            const string NotANumber = "Invalid value for 'starting_after': expected the number of an event.";
            return RefuseAsync(context, ApiError.InvalidRequest("invalid_value", NotANumber, "starting_after"), cancellationToken);
        }

        var replay = new EventReplay(context.Response, number, OptionsOf(stored), time);

        // Not the token of the shutdown: it ends a response that this relay makes, and its followers should see that end.
        return runs.Find(stored.Key)?.Recorder.Journal is { } journal
            ? replay.FollowAsync(journal, stored, context.RequestAborted)
            : new StoredReplay(stored, replay, store, lost, options.Store.Lease, time, logger)
                .RunAsync(context.RequestAborted, shutdown.GraceOver);
    }

    // The configuration may no longer contain the upstream that made the response; then the shared settings apply.
    private UpstreamOptions OptionsOf(StoredResponse stored) =>
        upstreams.All.FirstOrDefault(upstream => upstream.Name == stored.Upstream)?.Options ?? options.Shared;

    private Task RefuseAsync(HttpContext context, ApiError problem, CancellationToken cancellationToken)
    {
        RelayLog.Refused(logger, problem.Status, problem.Code, problem.Param ?? "");
        return ApiErrorResult.WriteAsync(context.Response, problem, cancellationToken);
    }

    private static async Task BreakOffAsync(HttpContext context, ApiError failure)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
        }
        else if (!context.RequestAborted.IsCancellationRequested)
        {
            await ApiErrorResult.WriteAsync(context.Response, failure, context.RequestAborted);
        }
    }
}
