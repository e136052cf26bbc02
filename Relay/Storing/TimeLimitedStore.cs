namespace Relay.Storing;

/// <summary>
/// The store as requests use it: no call takes longer than the limit, whatever the database does. It also remembers whether the store was
/// available when it was last asked.
/// </summary>
/// <remarks>
/// A call that is given up is cancelled, but may still have its effect. While the store is known to be unavailable, calls have a quarter of
/// the time: long enough for a store that is back, and short for a client that waits.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="limit">The limit; zero for none.</param>
/// <param name="time">The clock.</param>
internal sealed class TimeLimitedStore(IResponseStore store, TimeSpan limit, TimeProvider time) : IResponseStore
{
    // A large response takes the limit once more for each of these.
    private const int BytesInLimit = 4 * 1024 * 1024;

    private const int ShareWhileUnavailable = 4;

    private volatile bool _isUnavailable;

    /// <summary>The store without a limit, for work that no client waits for.</summary>
    public IResponseStore Unlimited => store;

    /// <summary>Whether the store was unavailable when it was last asked.</summary>
    public bool IsUnavailable
    {
        get => _isUnavailable;
        set => _isUnavailable = value;
    }

    public Task OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task AddAsync(
        StoredResponse response, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken) => LimitAsync(
        async token =>
        {
            await store.AddAsync(response, events, token);
            return true;
        },
        response.Response.Length + response.Input.Length + events.Sum(static part => (long)part.Length),
        cancellationToken);

    public Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken) =>
        LimitAsync(token => store.UpdateAsync(response, token), response.Response.Length, cancellationToken);

    public Task<bool> EndLostAsync(StoredResponse response, DateTimeOffset now, CancellationToken cancellationToken) =>
        LimitAsync(token => store.EndLostAsync(response, now, token), response.Response.Length, cancellationToken);

    public Task<StoredResponse?> FindAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        LimitAsync(token => store.FindAsync(key, now, token), bytes: 0, cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> ReadChainAsync(
        ResponseKey key, DateTimeOffset now, DateTimeOffset keptUntil, CancellationToken cancellationToken) =>
        LimitAsync(token => store.ReadChainAsync(key, now, keptUntil, token), bytes: 0, cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> FindByItemsAsync(
        string owner, IReadOnlyList<string> itemIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        LimitAsync(token => store.FindByItemsAsync(owner, itemIds, now, token), bytes: 0, cancellationToken);

    public Task<bool> DeleteAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        LimitAsync(token => store.DeleteAsync(key, now, token), bytes: 0, cancellationToken);

    public Task AddEventsAsync(ResponseKey key, int part, ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => LimitAsync(
        async token =>
        {
            await store.AddEventsAsync(key, part, events, token);
            return true;
        },
        events.Length,
        cancellationToken);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEventsAsync(ResponseKey key, int from, CancellationToken cancellationToken) =>
        LimitAsync(token => store.ReadEventsAsync(key, from, token), bytes: 0, cancellationToken);

    public Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyList<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        LimitAsync(token => store.RenewAsync(ids, leaseUntil, token), bytes: 0, cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> FindLostAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        LimitAsync(token => store.FindLostAsync(now, token), bytes: 0, cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken) => store.SweepAsync(now, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> call, long bytes, CancellationToken cancellationToken)
    {
        if (limit == TimeSpan.Zero)
        {
            return await call(cancellationToken);
        }

        var ending = new CancellationTokenSource();
        var task = call(ending.Token);
        try
        {
            var result = await task.WaitAsync(GetLimit(bytes), time, cancellationToken);
            IsUnavailable = false;
            return result;
        }
        catch (TimeoutException exception)
        {
            IsUnavailable = true;
            throw new StoreUnavailableException("The store did not answer in time.", exception, StoreFailure.Timeout);
        }
        catch (StoreUnavailableException exception) when (exception.IsTransient)
        {
            IsUnavailable = true;
            throw;
        }
        finally
        {
            Release(task, ending);
        }
    }

    private TimeSpan GetLimit(long bytes)
    {
        var whole = limit * (1 + ((double)bytes / BytesInLimit));
        return IsUnavailable ? whole / ShareWhileUnavailable : whole;
    }

    // A call that was given up ends later; its failure is known already.
    private static void Release(Task task, CancellationTokenSource ending)
    {
        if (!task.IsCompleted)
        {
            ending.Cancel();
        }

        _ = task.ContinueWith(
            static (ended, source) =>
            {
                _ = ended.Exception;
                ((CancellationTokenSource)source!).Dispose();
            },
            ending,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
