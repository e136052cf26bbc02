using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Relay.Storing;

/// <summary>Updates the schema of a database with the files of <c>Migrations</c>, in the order of their numbers, each once.</summary>
/// <remarks>
/// Runs in one transaction under one lock, so that several relays may start at once and a failure leaves nothing half done.
/// </remarks>
internal static class PostgresMigrations
{
    // Any number that no other program of the database uses.
    private const long Lock = 0x72656C6179;

    public static int Newest => Scripts().Max(static script => script.Version);

    public static async Task ApplyAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
        await RunAsync(
            connection,
            "CREATE TABLE IF NOT EXISTS relay_schema (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
            cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        if (version > Newest)
        {
            throw new StoreUnavailableException(
                $"The schema of the store has version {version}, but this relay supports versions up to {Newest}. Start a newer relay.");
        }

        foreach (var script in Scripts().Where(script => script.Version > version).OrderBy(static script => script.Version))
        {
            await RunAsync(connection, script.Text, cancellationToken);
            await RunAsync(connection, $"INSERT INTO relay_schema (version) VALUES ({script.Version})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM relay_schema", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Contains no user input: only numbers of this class and files of this assembly.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<(int Version, string Text)> Scripts()
    {
        var assembly = typeof(PostgresMigrations).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            var file = name.Split('.')[^2];
            yield return (
                int.Parse(file[..file.IndexOf('_', StringComparison.Ordinal)], NumberStyles.None, CultureInfo.InvariantCulture),
                Text(assembly, name));
        }
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
