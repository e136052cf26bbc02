using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Storing;

/// <summary>Ends responses whose relay has stopped; no other relay would end them.</summary>
internal sealed class LostResponses(IResponseStore store, TimeProvider time, ILogger<LostResponses> logger)
{
    /// <summary>The failure of a response whose relay is gone.</summary>
    public static ApiError Failure { get; } = new("relay_lost", "The relay that was creating the response has stopped.");

    // When others have had the time to renew their leases after an outage of the store, in UTC ticks.
    private long _trustsLeasesFrom;

    /// <summary>
    /// Waits before leases count again: while the store could not be reached, relays that live could not renew theirs.
    /// </summary>
    /// <param name="time">Until when.</param>
    public void WaitUntil(DateTimeOffset time) => Interlocked.Exchange(ref _trustsLeasesFrom, time.UtcTicks);

    /// <summary>Ends all such responses in the store.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!TrustsLeases)
        {
            return;
        }

        foreach (var lost in await store.FindLostAsync(time.GetUtcNow(), cancellationToken))
        {
            await EndAsync(lost, cancellationToken);
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
        if (await store.UpdateAsync(ended, cancellationToken))
        {
            RelayLog.Lost(logger, lost.Key.Id);
            return ended;
        }

        // Another relay was faster.
        return await store.FindAsync(lost.Key, time.GetUtcNow(), cancellationToken) ?? ended;
    }
}
