using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Benchmarks.Measuring;

/// <summary>The process of a server under measurement.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    /// <summary>The processor time used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The resident memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts this program as a server and waits until it listens.</summary>
    /// <param name="words">The words behind the verb <c>serve</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServerProcess> StartAsync(string[] words, CancellationToken cancellationToken)
    {
        // Methods that run often are compiled for speed during the warm-up, however busy the machine is.
        var process = Start(Program(), ["serve", .. words], ("DOTNET_TC_CallCountingDelayMs", "0"));
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new ServerProcess(process, port);
        }

        process.Dispose();
        throw new InvalidOperationException($"The server 'serve {string.Join(' ', words)}' did not start: {line}");
    }

    /// <summary>Starts a .NET program with redirected input and output, in the environment that users have.</summary>
    public static Process Start(string assembly, IEnumerable<string> words, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. words])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"'{assembly}' did not start.");
    }

    /// <summary>Ends the server.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Program() => Assembly.GetExecutingAssembly().Location;
}
