using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Json;
using Relay.Policies;
using Relay.Requests;
using Relay.Requests.History;
using Relay.Storing;
using Relay.Upstreams;

namespace Relay.Http;

/// <summary>
/// Reads a <c>POST /v1/responses</c> into a job: the body, the upstream of its model, the stored turns, and the translated request.
/// </summary>
internal sealed class JobReader(ExchangeServices services, UpstreamMap upstreams, HistoryLoader histories, BodyBudget budget)
{
    // A larger body is parsed away from the socket's thread, which other streams share.
    private const int LargeBody = 64 * 1024;

    // Few larger ones are parsed at a time.
    private const int HugeBody = 1024 * 1024;

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isCompactEndpoint">Whether it came to the endpoint for compactions.</param>
    /// <returns>The job, or the reason why there is none.</returns>
    /// <exception cref="StoreUnavailableException">The stored turns cannot be read.</exception>
    public async Task<(ResponseJob? Job, ApiError? Problem)> ReadAsync(HttpContext context, bool isCompactEndpoint = false)
    {
        var room = budget.Open();
        context.Response.RegisterForDispose(room);
        using var body = new PooledBuffer();
        if (await ClientRequestReader.ReadAsync(context.Request, body, services.Options.MaxBodyBytes, room, context.RequestAborted) is
            { } unread)
        {
            return (null, unread);
        }

        if (body.Count > LargeBody)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        var (job, problem) = await ParseAsync(context, body.Editable, isCompactEndpoint);
        if (job is null)
        {
            return (null, problem);
        }

        room.Shrink(job.Request.Chat.Length);
        return (job with { Room = room }, null);
    }

    private async Task<(ResponseJob? Job, ApiError? Problem)> ParseAsync(HttpContext context, Memory<byte> body, bool isCompactEndpoint)
    {
        if (body.Length <= HugeBody)
        {
            return await ReadAsync(context, body, isCompactEndpoint);
        }

        await budget.Parsing.WaitAsync(context.RequestAborted);
        try
        {
            return await ReadAsync(context, body, isCompactEndpoint);
        }
        finally
        {
            budget.Parsing.Release();
        }
    }

    private async Task<(ResponseJob? Job, ApiError? Problem)> ReadAsync(
        HttpContext context, Memory<byte> body, bool isCompactEndpoint)
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

        if (isCompactEndpoint && RefuseCompaction(route.Upstream.Options.Policies) is { } refusal)
        {
            return (null, refusal);
        }

        // A compaction is not stored: its output is the client's next input.
        state = isCompactEndpoint ? state with { IsStored = false, Background = false } : state;
        var owner = Caller.Of(context.Request);
        (var history, problem) = await histories.LoadAsync(owner, state, route.Upstream.Profile.ReadTurns, context.RequestAborted);
        if (problem is not null)
        {
            return (null, problem);
        }

        var client = ClientHeaders.Read(context.Request.Headers, route.Upstream.Headers);
        return (Translate(parsed, route, owner, state, history, client, isCompactEndpoint, out problem), problem);
    }

    private ResponseJob? Translate(
        ParsedRequest parsed,
        UpstreamRoute route,
        string owner,
        StateRequest state,
        RequestHistory history,
        ClientHeaders client,
        bool isCompactEndpoint,
        out ApiError? problem)
    {
        var id = services.Ids.NewId("resp_");
        var now = services.Time.GetUtcNow();
        var target = new RequestTarget(route.Model, route.Upstream.Options.Policies, route.Upstream.Parameters, services.Seal)
        {
            Rules = route.Upstream.Profile.Requests,
            Client = client.Authorization,
            IsCompactEndpoint = isCompactEndpoint,
        };
        if (RequestTranslator.Translate(parsed, target, history, id, now.ToUnixTimeSeconds(), out problem) is not { } translated)
        {
            return null;
        }

        if (!state.IsStored)
        {
            return new ResponseJob(translated, route.Upstream, client, Draft: null);
        }

        var stored = translated with { Echo = translated.Echo with { KeepsReasoning = true } };
        var draft = CreateDraft(parsed, new ResponseKey(owner, id), state, history) with
        {
            Upstream = route.Upstream.Name,
            Streamed = translated.Stream,
            KeptUntil = now + services.Options.Store.TimeToLive,
        };
        return new ResponseJob(stored, route.Upstream, client, draft);
    }

    private static StoredResponse CreateDraft(ParsedRequest parsed, ResponseKey key, StateRequest state, RequestHistory history)
    {
        var input = InputItems.Write(parsed.Root, key.Id, history.Show);
        var kept = state.References.Count > 0 ? InputItems.Write(parsed.Root, key.Id, history.Resolve) : input;
        return new StoredResponse
        {
            Key = key,
            PreviousId = state.PreviousId,
            Status = ResponseStatus.InProgress,
            Background = state.Background,
            Response = default,
            Input = input,
            KeptInput = kept.Span.SequenceEqual(input.Span) ? default(ReadOnlyMemory<byte>?) : kept,
            KeptUntil = default,
        };
    }

    private static ApiError? RefuseCompaction(RelayPolicies policies) =>
        policies is { NewerItems: NewerItems.Translate, Translation: RelayPolicies.OwnTranslation }
            ? null
            : ApiError.InvalidRequest(
                "unsupported_parameter", "The policies of this model's upstream have no compaction.", "model");

    private static ApiError UnknownModel(string model) => ApiError.InvalidRequest(
        "model_not_found",
        $"The model '{VendorText.Clean(model, SecretWords.None)}' does not exist here; GET /v1/models lists those that do.",
        "model",
        StatusCodes.Status404NotFound);
}
