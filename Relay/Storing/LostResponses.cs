using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Storing;

/// <summary>Ends responses whose relay has stopped; no other relay would end them.</summary>
internal sealed class LostResponses(IResponseStore store, TimeProvider time, ILogger<LostResponses> logger)
{
    /// <summary>The failure of a response whose relay is gone.</summary>
    public static ApiError Failure { get; } = new("relay_lost", "The relay that was creating the response has stopped.");

    /// <summary>Ends all such responses in the store.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var lost in await store.FindLostAsync(time.GetUtcNow(), cancellationToken))
        {
            await EndAsync(lost, cancellationToken);
        }
    }

    /// <summary>Returns the response; as failed if its relay has not renewed its lease in time.</summary>
    public async Task<StoredResponse> EndIfLostAsync(StoredResponse response, CancellationToken cancellationToken) =>
        response.IsRunning && response.LeaseUntil < time.GetUtcNow() ? await EndAsync(response, cancellationToken) : response;

    private async Task<StoredResponse> EndAsync(StoredResponse lost, CancellationToken cancellationToken)
    {
        var ended = lost with
        {
            Status = ResponseStatus.Failed,
            Response = ResponseJson.WithStatus(lost.Response, ResponseStatus.Failed, Failure.Code, Failure.Message),
            LeaseUntil = null,
        };
        if (await store.UpdateAsync(ended, cancellationToken))
        {
            RelayLog.Lost(logger, lost.Key.Id);
            return ended;
        }

        // Another relay was faster.
        return await store.FindAsync(lost.Key, time.GetUtcNow(), cancellationToken) ?? ended;
    }
}
