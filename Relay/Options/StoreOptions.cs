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
    /// The maximum size of the store in memory; the oldest responses of the client that holds the most are removed first.
    /// </summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;
}
