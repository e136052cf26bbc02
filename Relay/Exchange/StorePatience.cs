namespace Relay.Exchange;

/// <summary>How long an unavailable store is waited for.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Delay">The delay between two attempts.</param>
/// <param name="Backlog">Limits what waits at the same time.</param>
/// <param name="GivesUp">Cancelled when the next attempt is the last one.</param>
internal sealed record StorePatience(TimeProvider Time, TimeSpan Delay, StoreBacklog Backlog, CancellationToken GivesUp);
