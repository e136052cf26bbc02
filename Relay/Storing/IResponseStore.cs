namespace Relay.Storing;

/// <summary>Stores responses. A response of another owner, or one that has expired, is treated as if it did not exist.</summary>
/// <remarks>The caller supplies the time. A store that cannot be reached throws <see cref="StoreUnavailableException"/>.</remarks>
internal interface IResponseStore : IAsyncDisposable
{
    /// <summary>Prepares the store: connects to it and updates its schema.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Stores a new response with the parts of its events.</summary>
    Task AddAsync(StoredResponse response, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken);

    /// <summary>Updates status, object, item ids and lease of an unfinished response.</summary>
    /// <returns>Whether it was updated. A finished or deleted response is not.</returns>
    Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken);

    /// <summary>Updates an unfinished response if its lease has expired.</summary>
    /// <returns>Whether it was updated.</returns>
    Task<bool> EndLostAsync(StoredResponse response, DateTimeOffset now, CancellationToken cancellationToken);

    Task<StoredResponse?> FindAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Returns a response and those it continues, the first turn first, and extends their time because they are in use.</summary>
    /// <returns>
    /// The responses that still exist; the <see cref="StoredResponse.PreviousId"/> of the first one shows whether earlier ones are missing.
    /// Empty if the key is unknown.
    /// </returns>
    Task<IReadOnlyList<StoredResponse>> ReadChainAsync(
        ResponseKey key, DateTimeOffset now, DateTimeOffset keptUntil, CancellationToken cancellationToken);

    /// <summary>Returns the responses that contain the items.</summary>
    Task<IReadOnlyList<StoredResponse>> FindByItemsAsync(
        string owner, IReadOnlyList<string> itemIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes a response, its input and its events.</summary>
    /// <returns>Whether it existed.</returns>
    Task<bool> DeleteAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a part to the events of a response. It does nothing if the response is gone or has failed, or if the part exists.
    /// </summary>
    Task AddEventsAsync(ResponseKey key, int part, ReadOnlyMemory<byte> events, CancellationToken cancellationToken);

    /// <summary>Returns the parts of a response's events from a given one on.</summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEventsAsync(ResponseKey key, int from, CancellationToken cancellationToken);

    /// <summary>Renews the leases of the relay that creates these responses.</summary>
    /// <returns>The ids of those that are neither cancelled nor deleted.</returns>
    Task<IReadOnlyList<string>> RenewAsync(IReadOnlyList<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>Returns unfinished responses whose lease has expired.</summary>
    Task<IReadOnlyList<StoredResponse>> FindLostAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes expired responses.</summary>
    /// <returns>The number of deleted responses.</returns>
    Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
