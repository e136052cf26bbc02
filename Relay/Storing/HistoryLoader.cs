using System.Text.Json;
using Relay.Contract;
using Relay.Options;
using Relay.Requests.History;

namespace Relay.Storing;

/// <summary>Loads the stored items that a request builds on.</summary>
internal sealed class HistoryLoader(TimeLimitedStore store, RelayOptions options, TimeProvider time)
{
    /// <summary>Loads the items of the earlier turns and those that the request refers to.</summary>
    /// <param name="owner">The owner of the responses.</param>
    /// <param name="state">The members of the request that concern state.</param>
    /// <param name="readTurns">Returns the items of the earlier turns.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The history, or the problem of the response to be continued.</returns>
    public async Task<(RequestHistory History, ApiError? Problem)> LoadAsync(
        string owner,
        StateRequest state,
        Func<IReadOnlyList<StoredResponse>, IEnumerable<JsonElement>> readTurns,
        CancellationToken cancellationToken)
    {
        if (!state.NeedsHistory)
        {
            return (RequestHistory.None, null);
        }

        // A history may be large, and a store in memory answers synchronously.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var now = time.GetUtcNow();
        IReadOnlyList<StoredResponse> chain = [];
        if (state.PreviousId is { } id)
        {
            chain = await store.ReadChainAsync(new ResponseKey(owner, id), now, now + options.Store.TimeToLive, cancellationToken);
            if (FindProblem(id, chain) is { } problem)
            {
                return (RequestHistory.None, problem);
            }
        }

        var index = new ItemIndex(state.References.Count == 0
            ? []
            : [.. chain, .. await store.FindByItemsAsync(owner, state.References, now, cancellationToken)]);
        return (new RequestHistory([.. readTurns(chain)], index.Kept, index.Shown), null);
    }

    private static ApiError? FindProblem(string id, IReadOnlyList<StoredResponse> chain)
    {
        const string Param = "previous_response_id";
        if (chain.Count == 0)
        {
            return ApiError.InvalidRequest(
                "previous_response_not_found",
                $"Previous response with id '{Shorten(id)}' not found. A response is kept unless its request said 'store: false'.",
                Param);
        }

        if (chain[0].PreviousId is not null)
        {
            return ApiError.InvalidRequest(
                "previous_response_not_found",
                $"Previous response with id '{Shorten(id)}' continues a response that is no longer stored.",
                Param);
        }

        return chain[^1].IsRunning
            ? ApiError.InvalidRequest(
                "previous_response_in_progress", $"Previous response with id '{Shorten(id)}' is still in progress.", Param)
            : null;
    }

    private static string Shorten(string id) => id.Length <= 64 ? id : string.Concat(id.AsSpan(0, 63), "…");
}
