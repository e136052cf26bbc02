namespace Relay.Storing;

/// <summary>Keeps responses. Every answer is as if a response of another owner, or one whose time is over, had never been.</summary>
/// <remarks>Times are the caller's. A store that cannot be asked throws <see cref="StoreUnavailableException"/>.</remarks>
internal interface IResponseStore : IAsyncDisposable
{
    /// <summary>Makes the store ready: reaches it, and brings its schema up to date.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a new response with the parts of its events.</summary>
    Task AddAsync(StoredResponse response, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken);

    /// <summary>Changes status, object, item ids and lease of a response that is still being made.</summary>
    /// <returns>Whether it was: what is over, or gone, stays as it is.</returns>
    Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken);

    Task<StoredResponse?> FindAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The response and those it was built on, the first turn first; they are kept longer because they are in use.</summary>
    /// <returns>As far back as there are responses; the first one's <see cref="StoredResponse.PreviousId"/> tells whether some are gone. Empty when the key is unknown.</returns>
    Task<IReadOnlyList<StoredResponse>> ReadChainAsync(ResponseKey key, DateTimeOffset now, DateTimeOffset keptUntil, CancellationToken cancellationToken);

    /// <summary>The responses that hold the items named.</summary>
    Task<IReadOnlyList<StoredResponse>> FindByItemsAsync(string owner, IReadOnlyList<string> itemIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets a response, its input and its events.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Adds a part to the events of a response that is being made. Nothing happens when the response is gone or the part is there.</summary>
    Task AddEventsAsync(ResponseKey key, int part, ReadOnlyMemory<byte> events, CancellationToken cancellationToken);

    /// <summary>The parts of a response's events, from the one given on.</summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEventsAsync(ResponseKey key, int from, CancellationToken cancellationToken);

    /// <summary>Says that the relay which makes these responses is alive.</summary>
    /// <returns>The ids of those that are still wanted: neither cancelled nor deleted.</returns>
    Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>Responses that nobody makes any more: their lease has run out.</summary>
    Task<IReadOnlyList<StoredResponse>> FindLostAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets what is past its time.</summary>
    /// <returns>How many responses were forgotten.</returns>
    Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
