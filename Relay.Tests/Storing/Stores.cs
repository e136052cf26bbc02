using Relay.Options;
using Relay.Storing;

namespace Relay.Tests.Storing;

/// <summary>Stores and what goes into them.</summary>
internal static class Stores
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TimeSpan TimeToLive { get; } = TimeSpan.FromDays(1);

    // The clock of a test jumps, and must not give up a call on the way.
    private static TimeSpan NoTimeout => TimeSpan.FromDays(10);

    public static TimeSpan Lease { get; } = new StoreOptions().Lease;

    public static TimeSpan Beat { get; } = new StoreOptions().Beat;

    public static async Task<IResponseStore> OpenAsync(StoreKind kind, CancellationToken cancellationToken)
    {
        var options = await OptionsAsync(kind, cancellationToken);
        IResponseStore store = options.Postgres is { } address ? new PostgresStore(address) : new MemoryStore(options.MaxBytes);
        await store.OpenAsync(cancellationToken);
        return store;
    }

    public static async Task<StoreOptions> OptionsAsync(StoreKind kind, CancellationToken cancellationToken) => new()
    {
        TimeToLive = TimeToLive,
        Timeout = NoTimeout,
        Postgres = kind is StoreKind.Postgres ? Address(await PostgresCluster.NewDatabaseAsync(cancellationToken)) : null,
    };

    public static PostgresAddress Address(string text) =>
        PostgresAddress.Read(text, out var problem) ?? throw new ArgumentException(problem, nameof(text));

    /// <summary>The address as it is written.</summary>
    public static string AddressOf(PostgresAddress address)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(address.ConnectionString);
        return $"postgres://{settings.Username}:{settings.Password}@{settings.Host}:{settings.Port}/{settings.Database}"
            + $"?search_path={settings.SearchPath}";
    }

    public static StoredResponse Response(string id, string? previous = null, string owner = "me", string status = "completed") => new()
    {
        Key = new ResponseKey(owner, id),
        PreviousId = previous,
        Status = status,
        Background = ResponseStatus.IsRunning(status),
        Response = Json($$"""{"id":"{{id}}","status":"{{status}}","output":[{"id":"out_{{id}}"}]}"""),
        Input = Json($$"""[{"id":"in_{{id}}","text":"zero \u0000"}]"""),
        ItemIds = [$"in_{id}", $"out_{id}"],
        KeptUntil = Start + TimeToLive,
        LeaseUntil = ResponseStatus.IsRunning(status) ? Start + TimeSpan.FromSeconds(30) : null,
    };

    public static ReadOnlyMemory<byte> Json(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
