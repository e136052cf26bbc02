using System.Diagnostics;
using System.Globalization;

namespace Relay.Tests.Storing;

/// <summary>A PostgreSQL of the tests' own, that can be killed and started again, and is thrown away at the end.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string _folder;
    private readonly int _port;
    private bool _runs;

    private PostgresServer(string folder, int port)
    {
        _folder = folder;
        _port = port;
    }

    public string Address => $"postgres://relay@127.0.0.1:{_port}/postgres";

    private string Data => Path.Combine(_folder, "data");

    public static PostgresServer Start()
    {
        var folder = Directory.CreateTempSubdirectory("relay-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", folder);
        }

        var server = new PostgresServer(folder, FreePort.Find());
        Run(Program("initdb"), "-D", server.Data, "-U", "relay", "-A", "trust", "--no-sync");
        server.Open();
        return server;
    }

    /// <summary>Ends it as a crash does: all its processes at once, without a word to anyone.</summary>
    public void Kill()
    {
        var postmaster = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var id in (string[])[postmaster, .. children])
        {
            KillProcess(int.Parse(id, CultureInfo.InvariantCulture));
        }

        _runs = false;
    }

    /// <summary>Starts it after a crash: it recovers from its log.</summary>
    public void Open()
    {
        Run(
            Program("pg_ctl"),
            "-D",
            Data,
            "-l",
            Path.Combine(_folder, "log"),
            "-w",
            "-o",
            $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300",
            "start");
        _runs = true;
    }

    public void Dispose()
    {
        if (_runs)
        {
            Run(Program("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "stop");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void KillProcess(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It has ended already, together with the postmaster.
        }
    }

    private static string Program(string name)
    {
        const string Home = "/usr/lib/postgresql";
        var versions = Directory.Exists(Home)
            ? Directory.GetDirectories(Home).Select(version => Path.Combine(version, "bin", name)).Where(File.Exists)
            : [];
        return versions.Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new FileNotFoundException(
                "PostgreSQL is missing: run ./test.sh, install Debian's package postgresql, or name a database in "
                + $"{PostgresCluster.Variable}.");
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
