using NUnit.Framework;
using Npgsql;

// One for all tests below this namespace, started when the first of them runs.
namespace Relay.Tests.Storing;

/// <summary>
/// The PostgreSQL that tests use: the one RELAY_TEST_POSTGRES names, as test.sh does, else a cluster of their own that is thrown away at
/// the end.
/// </summary>
[SetUpFixture]
internal sealed class PostgresCluster
{
    public const string Variable = "RELAY_TEST_POSTGRES";

    private static PostgresServer? s_own;
    private static string? s_address;
    private static int s_databases;

    [OneTimeSetUp]
    public void Start()
    {
        s_address = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : (s_own = PostgresServer.Start()).Address;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        NpgsqlConnection.ClearAllPools();
        s_own?.Dispose();
    }

    /// <summary>The address of an empty place in the database: a schema nobody else uses.</summary>
    public static async Task<string> NewDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref s_databases)}";
        await ExecuteAsync($"CREATE SCHEMA {name}", cancellationToken);
        return $"{s_address}?search_path={name}&pool=5";
    }

    /// <summary>Runs a command in the place an address names.</summary>
    public static async Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken, string? address = null)
    {
        var uri = new Uri(address ?? s_address!);
        var user = uri.UserInfo.Split(':');
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Username = user[0],
            Password = user.Length > 1 ? user[1] : null,
            Database = uri.AbsolutePath.Trim('/'),
            SearchPath = uri.Query.TrimStart('?')
                .Split('&')
                .FirstOrDefault(static part => part.StartsWith("search_path=", StringComparison.Ordinal))?["search_path=".Length..],
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // Tests' own words.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
