using System.Collections.Concurrent;
using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>Starts a relay with a set-up.</summary>
internal delegate Task<RelayStart> StartRelay(RelaySetup? setup, CancellationToken cancellationToken);

/// <summary>One relay process for each distinct set-up, started when the first case asks for it and shared by all that do.</summary>
/// <param name="start">Starts a process.</param>
/// <param name="canSetUp">Whether the relay can be set up as a case demands.</param>
/// <param name="maxRestarts">How often a process that died is started again for the cases that are left.</param>
internal sealed class RelayPool(StartRelay start, bool canSetUp, int maxRestarts = RelayPool.MaxRestarts) : IRelayPool
{
    /// <summary>The default number of restarts of a relay that died.</summary>
    public const int MaxRestarts = 8;

    private readonly ConcurrentDictionary<string, RelaySlot> _slots = new(StringComparer.Ordinal);

    public bool CanSetUp(RelaySetup? setup) => setup is null || canSetUp;

    public Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken) => Slot(setup).RentAsync(cancellationToken);

    public Task<RelayLease> RentFreshAsync(RelaySetup? setup, CancellationToken cancellationToken) =>
        Slot(setup).RentFreshAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values)
        {
            await slot.DisposeAsync();
        }
    }

    private RelaySlot Slot(RelaySetup? setup) =>
        _slots.GetOrAdd(SetupText.Format(setup), _ => new RelaySlot(stop => start(setup, stop), forAll: setup is null, maxRestarts));
}
