using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Storing;

/// <summary>Ends responses whose relay has stopped; no other relay would end them.</summary>
internal sealed class LostResponses(TimeLimitedStore store, TimeProvider time, ILogger<LostResponses> logger)
{
    /// <summary>The failure of a response whose relay is gone.</summary>
    public static ApiError Failure { get; } = new("relay_lost", "The relay that was creating the response has stopped.");

    // When others have had the time to renew their leases after an outage of the store, in UTC ticks.
    private long _trustsLeasesFrom;

    /// <summary>Returns whether a response has failed because its relay counted as stopped.</summary>
    public static bool IsLost(StoredResponse response) =>
        response.Status == ResponseStatus.Failed && ResponseJson.ErrorCode(ResponseJson.Parse(response.Response)) == Failure.Code;

    /// <summary>
    /// Waits before leases count again: while the store could not be reached, relays that live could not renew theirs.
    /// </summary>
    /// <param name="time">Until when.</param>
    public void WaitUntil(DateTimeOffset time) => Interlocked.Exchange(ref _trustsLeasesFrom, time.UtcTicks);

    /// <summary>Ends all such responses in the store.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        // Also asked when the answer is not used, because it shows whether the store is available.
        var found = await store.FindLostAsync(time.GetUtcNow(), cancellationToken);
        foreach (var lost in TrustsLeases ? found : [])
        {
            try
            {
                await EndAsync(lost, cancellationToken);
            }
            catch (StoreUnavailableException exception) when (!exception.IsTransient)
            {
                // The others can still be ended.
                RelayLog.NotKept(logger, lost.Key.Id, exception.Message);
            }
        }
    }

    /// <summary>Returns the response; as failed if its relay has not renewed its lease in time.</summary>
    public async Task<StoredResponse> EndIfLostAsync(StoredResponse response, CancellationToken cancellationToken) =>
        response.IsRunning && response.LeaseUntil < time.GetUtcNow() && TrustsLeases
            ? await EndAsync(response, cancellationToken)
            : response;

    private bool TrustsLeases => time.GetUtcNow().UtcTicks >= Interlocked.Read(ref _trustsLeasesFrom);

    private async Task<StoredResponse> EndAsync(StoredResponse lost, CancellationToken cancellationToken)
    {
        var ended = lost with
        {
            Status = ResponseStatus.Failed,
            Response = ResponseJson.WithStatus(lost.Response, ResponseStatus.Failed, Failure.Code, Failure.Message),
            LeaseUntil = null,
        };
        if (await store.EndLostAsync(ended, time.GetUtcNow(), cancellationToken))
        {
            RelayLog.Lost(logger, lost.Key.Id);
            return ended;
        }

        // Another relay was faster, or the response's own relay has renewed its lease.
        return await store.FindAsync(lost.Key, time.GetUtcNow(), cancellationToken) ?? ended;
    }
}
