using System.Collections.Concurrent;
using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Storing;

/// <summary>
/// Ends background responses that this relay has made but could not store. Otherwise their leases would expire, and they would fail as if
/// their relay had stopped.
/// </summary>
/// <remarks>
/// It holds only ids and reasons, since the responses were given up to save their memory. No new background responses are accepted while
/// the store is unavailable, so there are never more of them than responses that were made at the same time.
/// </remarks>
internal sealed class UnstoredResponses(TimeLimitedStore store, TimeProvider time, ILogger<UnstoredResponses> logger)
{
    private readonly ConcurrentDictionary<ResponseKey, ApiError> _failures = new();

    /// <summary>Adds a response.</summary>
    /// <param name="key">The response.</param>
    /// <param name="failure">The reason why it is not stored.</param>
    public void Add(ResponseKey key, ApiError failure) => _failures[key] = failure;

    /// <summary>Ends all of them in the store.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable. The rest is ended by the next call.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _failures.Keys)
        {
            await EndAsync(key, cancellationToken);
        }
    }

    /// <summary>Ends one of them in the store.</summary>
    /// <exception cref="StoreUnavailableException">The store is unavailable. The response is ended by a later call.</exception>
    public async Task EndAsync(ResponseKey key, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.FindAsync(key, time.GetUtcNow(), cancellationToken) is { } found)
            {
                await EndIfUnstoredAsync(found, cancellationToken);
            }

            _failures.TryRemove(key, out _);
        }
        catch (StoreUnavailableException exception) when (!exception.IsTransient)
        {
            // The store refuses even this, and would do so at every beat.
            RelayLog.NotKept(logger, key.Id, exception.Message);
            _failures.TryRemove(key, out _);
        }
    }

    /// <summary>Returns the response; as failed if this relay has made it and could not store it.</summary>
    public async Task<StoredResponse> EndIfUnstoredAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        if (!response.IsRunning || !_failures.TryGetValue(response.Key, out var failure))
        {
            return response;
        }

        var failed = response with
        {
            Status = ResponseStatus.Failed,
            Response = ResponseJson.WithStatus(response.Response, ResponseStatus.Failed, failure.Code, failure.Message),
            LeaseUntil = null,
        };
        var isEnded = await store.UpdateAsync(failed, cancellationToken);
        _failures.TryRemove(response.Key, out _);
        if (isEnded)
        {
            RelayLog.FailedInStore(logger, response.Key.Id, failure.Message);
            return failed;
        }

        // It was ended elsewhere, or a write that was given up has been completed after all.
        return await store.FindAsync(response.Key, time.GetUtcNow(), cancellationToken) ?? failed;
    }
}
