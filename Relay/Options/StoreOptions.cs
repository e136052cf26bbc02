namespace Relay.Options;

/// <summary>Where responses are kept, and for how long.</summary>
public sealed record StoreOptions
{
    /// <summary>
    /// The address of a PostgreSQL database, <c>postgres://user:password@host/database</c>; <see langword="null"/> to keep responses in
    /// memory.
    /// </summary>
    public PostgresAddress? Postgres { get; init; }

    /// <summary>How long a response is kept after it was made or last built upon.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many bytes the store in memory may hold; the oldest responses make room.</summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;
}
