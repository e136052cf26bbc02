namespace Relay.Options;

/// <summary>Where responses are stored, and for how long.</summary>
public sealed record StoreOptions
{
    /// <summary>
    /// The address of a PostgreSQL database, <c>postgres://user:password@host/database</c>; <see langword="null"/> for the store in memory.
    /// </summary>
    public PostgresAddress? Postgres { get; init; }

    /// <summary>How long a response is kept after it was created or last continued.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The maximum size of the store in memory; the oldest responses of the client that holds the most are removed first. With a database,
    /// the maximum size of the background responses that wait until it is available again; the oldest are given up first.
    /// </summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a request waits for the database.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a relay counts as alive after it last renewed the lease of a response, and how long a stream that is followed at another
    /// relay waits for an unavailable database.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often leases are renewed and the events of background responses are stored, where other relays see them.
    /// </summary>
    public TimeSpan Beat => Lease / 24;
}
