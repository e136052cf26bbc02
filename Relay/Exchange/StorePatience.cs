using Relay.Storing;

namespace Relay.Exchange;

/// <summary>How long an unavailable store is waited for.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Delay">The delay between two attempts.</param>
/// <param name="ShowsAfter">
/// How long followers of a response wait for it to be stored before they receive its last events; zero for no limit.
/// </param>
/// <param name="Backlog">Limits what waits at the same time.</param>
/// <param name="Unstored">Receives what is given up, so that it fails by name when the store is available again.</param>
/// <param name="GivesUp">Cancelled when the next attempt is the last one.</param>
internal sealed record StorePatience(
    TimeProvider Time,
    TimeSpan Delay,
    TimeSpan ShowsAfter,
    StoreBacklog Backlog,
    UnstoredResponses Unstored,
    CancellationToken GivesUp);
