using Relay.Contract;
using Relay.Options;
using Relay.Requests.History;

namespace Relay.Storing;

/// <summary>Looks up what a request builds on.</summary>
internal sealed class HistoryLoader(IResponseStore store, RelayOptions options, TimeProvider time)
{
    /// <summary>The items of the turns before, and those the request refers to.</summary>
    /// <param name="owner">Whose responses may be built on.</param>
    /// <param name="state">What the request says.</param>
    /// <param name="includesInput">Returns whether a turn's input is included, and not only its output.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The history, or what is wrong with the response that is to be continued.</returns>
    public async Task<(RequestHistory History, ApiError? Problem)> LoadAsync(
        string owner, StateRequest state, Func<StoredResponse, bool> includesInput, CancellationToken cancellationToken)
    {
        if (!state.NeedsHistory)
        {
            return (RequestHistory.None, null);
        }

        // A history may be large, and a store in memory answers at once.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var now = time.GetUtcNow();
        IReadOnlyList<StoredResponse> chain = [];
        if (state.PreviousId is { } id)
        {
            chain = await store.ReadChainAsync(new ResponseKey(owner, id), now, now + options.Store.TimeToLive, cancellationToken);
            if (ProblemOf(id, chain) is { } problem)
            {
                return (RequestHistory.None, problem);
            }
        }

        var index = new ItemIndex(state.References.Count == 0 ? [] : [.. chain, .. await store.FindByItemsAsync(owner, state.References, now, cancellationToken)]);
        var items = chain.SelectMany(turn => includesInput(turn) ? TurnItems.Kept(turn) : TurnItems.KeptOutput(turn));
        return (new RequestHistory([.. items], index.Kept, index.Shown), null);
    }

    private static ApiError? ProblemOf(string id, IReadOnlyList<StoredResponse> chain)
    {
        const string Param = "previous_response_id";
        if (chain.Count == 0)
        {
            return ApiError.InvalidRequest("previous_response_not_found", $"Previous response with id '{Shown(id)}' not found. A response is kept unless its request said 'store: false'.", Param);
        }

        if (chain[0].PreviousId is not null)
        {
            return ApiError.InvalidRequest(
                "previous_response_not_found", $"Previous response with id '{Shown(id)}' continues a response that is no longer stored.", Param);
        }

        return chain[^1].IsRunning
            ? ApiError.InvalidRequest("previous_response_in_progress", $"Previous response with id '{Shown(id)}' is still in progress.", Param)
            : null;
    }

    private static string Shown(string id) => id.Length <= 64 ? id : string.Concat(id.AsSpan(0, 63), "…");
}
