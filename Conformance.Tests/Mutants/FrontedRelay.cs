using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Tests.Mutants;

/// <summary>Relays that are reached through something that stands in front of them.</summary>
internal sealed class FrontedRelay(IRelayPool relays, Func<Uri, Uri> front) : IRelayPool
{
    public bool CanSetUp(RelaySetup? setup) => relays.CanSetUp(setup);

    public async Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken) =>
        await relays.RentAsync(setup, cancellationToken) is ReadyRelay ready
            ? ready with { Url = front(ready.Url) }
            : throw new InvalidOperationException("The relay did not start.");

    public ValueTask DisposeAsync() => relays.DisposeAsync();
}
