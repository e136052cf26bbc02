using Relay.Storing;

namespace Relay.Tests.Storing;

/// <summary>A store in memory whose writes a test can hold up or break.</summary>
internal sealed class WatchedStore : IResponseStore
{
    private readonly MemoryStore _store = new(20_000_000);

    /// <summary>Runs before a response is added or changed.</summary>
    public Func<StoredResponse, Task> Writing { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Holds up what is written with one status.</summary>
    /// <returns>Completes when such a write has come; and what lets it go on.</returns>
    public (Task Reached, TaskCompletionSource GoOn) Hold(string status)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Writing = response =>
        {
            if (response.Status != status)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return goOn.Task;
        };
        return (reached.Task, goOn);
    }

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task AddAsync(StoredResponse response, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        await Writing(response);
        await _store.AddAsync(response, events, cancellationToken);
    }

    public async Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        await Writing(response);
        return await _store.UpdateAsync(response, cancellationToken);
    }

    public Task<bool> EndLostAsync(StoredResponse response, DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.EndLostAsync(response, now, cancellationToken);

    public Task<StoredResponse?> FindAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.FindAsync(key, now, cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> ReadChainAsync(
        ResponseKey key, DateTimeOffset now, DateTimeOffset keptUntil, CancellationToken cancellationToken) =>
        _store.ReadChainAsync(key, now, keptUntil, cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> FindByItemsAsync(
        string owner, IReadOnlyList<string> itemIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.FindByItemsAsync(owner, itemIds, now, cancellationToken);

    public Task<bool> DeleteAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.DeleteAsync(key, now, cancellationToken);

    public Task AddEventsAsync(ResponseKey key, int part, ReadOnlyMemory<byte> events, CancellationToken cancellationToken) =>
        _store.AddEventsAsync(key, part, events, cancellationToken);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEventsAsync(ResponseKey key, int from, CancellationToken cancellationToken) =>
        _store.ReadEventsAsync(key, from, cancellationToken);

    public Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyList<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        _store.RenewAsync(ids, leaseUntil, cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> FindLostAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.FindLostAsync(now, cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken) => _store.SweepAsync(now, cancellationToken);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
