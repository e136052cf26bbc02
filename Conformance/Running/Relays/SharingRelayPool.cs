using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>One process for all set-ups that can share a relay, and a separate process for each other set-up.</summary>
/// <param name="own">Starts a process for one set-up.</param>
/// <param name="shared">The set-ups that fit side by side.</param>
/// <param name="start">Starts the process for all of them.</param>
/// <param name="maxRestarts">How often that process is started again when it died.</param>
internal sealed class SharingRelayPool(
    IRelayPool own,
    SharedSetups shared,
    Func<CancellationToken, Task<RelayStart>> start,
    int maxRestarts = RelayPool.MaxRestarts) : IRelayPool
{
    private readonly RelaySlot _slot = new(start, forAll: false, maxRestarts);

    public bool CanSetUp(RelaySetup? setup) => own.CanSetUp(setup);

    /// <summary>
    /// Gives a case its relay. A set-up that the relay refuses is the failure of its own cases only: then each gets its own process after
    /// all.
    /// </summary>
    public async Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken) =>
        shared.Contains(setup) && await _slot.RentAsync(cancellationToken) is var lease and not UnreadyRelay
            ? lease
            : await own.RentAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public Task<RelayLease> RentFreshAsync(RelaySetup? setup, CancellationToken cancellationToken) =>
        own.RentFreshAsync(setup, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _slot.DisposeAsync();
        await own.DisposeAsync();
    }
}
