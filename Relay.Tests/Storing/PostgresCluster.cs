using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

    private static string? s_folder;
    private static string? s_address;
    private static int s_databases;

    [OneTimeSetUp]
    public void Start()
    {
        s_address = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : StartOwn();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        NpgsqlConnection.ClearAllPools();
        if (s_folder is not null)
        {
            Run(Program("pg_ctl"), "-D", Path.Combine(s_folder, "data"), "-m", "immediate", "-w", "stop");
            Directory.Delete(s_folder, recursive: true);
        }
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

    private static string StartOwn()
    {
        s_folder = Directory.CreateTempSubdirectory("relay-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", s_folder);
        }

        var port = FreePort();
        var data = Path.Combine(s_folder, "data");
        Run(Program("initdb"), "-D", data, "-U", "relay", "-A", "trust", "--no-sync");
        Run(
            Program("pg_ctl"),
            "-D",
            data,
            "-l",
            Path.Combine(s_folder, "log"),
            "-w",
            "-o",
            $"-p {port} -k {s_folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300",
            "start");
        return $"postgres://relay@127.0.0.1:{port}/postgres";
    }

    private static string Program(string name)
    {
        const string Home = "/usr/lib/postgresql";
        var versions = Directory.Exists(Home)
            ? Directory.GetDirectories(Home).Select(version => Path.Combine(version, "bin", name)).Where(File.Exists)
            : [];
        return versions.Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new FileNotFoundException(
                $"PostgreSQL is missing: run ./test.sh, install Debian's package postgresql, or name a database in {Variable}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // PostgreSQL refuses to run as root.
    private static void Run(string program, params string[] arguments)
    {
        string[] words = Environment.IsPrivilegedProcess && program != "chown"
            ? ["runuser", "-u", "postgres", "--", program, .. arguments]
            : [program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
        })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with exit code {process.ExitCode}.");
        }
    }
}
