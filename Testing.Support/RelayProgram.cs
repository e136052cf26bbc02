using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace Testing.Support;

/// <summary>The relay as people run it: a process of its own, listening on a port the system picked.</summary>
public sealed class RelayProgram : IAsyncDisposable
{
    /// <summary>Where it is.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        TestContext.CurrentContext.TestDirectory,
        "..",
        "..",
        "Relay",
        new DirectoryInfo(TestContext.CurrentContext.TestDirectory).Name,
        "Relay.dll"));

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly List<(string Words, TaskCompletionSource Seen)> _awaited = [];

    private RelayProgram(Process process) => _process = process;

    public Uri Url { get; private set; } = null!;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Completes when it has logged a line with these words.</summary>
    public Task LoggedAsync(string words, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_errors)
        {
            _awaited.Add((words, seen));
            Look();
        }

        return seen.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Memory it holds, in bytes, as the system counts it (Linux).</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<RelayProgram> StartAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var relay = new RelayProgram(new Process { StartInfo = StartInfo(["--port", "0", .. arguments], environment) });
        relay._process.ErrorDataReceived += (_, line) => relay.Hear(line.Data);
        relay._process.Start();
        relay._process.BeginErrorReadLine();
        var announcement = await relay._process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new AssertionException($"The relay ended at once: {relay.Errors}");
        relay.Url = new Uri(announcement[announcement.IndexOf("http://", StringComparison.Ordinal)..]);
        return relay;
    }

    /// <summary>Runs it to its end, as far as it gets by itself.</summary>
    public static Task<ShellResult> RunAsync(
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        params IEnumerable<KeyValuePair<string, string?>> environment) =>
        Shell.ToTheEndAsync(StartInfo(arguments, environment), static (_, _) => { }, cancellationToken);

    /// <summary>Runs it to its end, whether it gets ready or not.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="whenStarted">What is done with the process once it runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ShellResult> RunAsync(
        IEnumerable<string> arguments, Func<Process, Task> whenStarted, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(arguments, []) };
        process.Start();
        try
        {
            var (output, errors) = (
                process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await whenStarted(process);
            await process.WaitForExitAsync(cancellationToken);
            return new ShellResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Asks it to stop as a service manager does.</summary>
    public void Terminate() => Terminate(_process);

    /// <summary>Asks a process to stop as a service manager does.</summary>
    public static void Terminate(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Hear(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
            if (_awaited.Count > 0)
            {
                Look();
            }
        }
    }

    private void Look()
    {
        var text = _errors.ToString();
        _awaited.FindAll(awaited => text.Contains(awaited.Words, StringComparison.Ordinal))
            .ForEach(static awaited => awaited.Seen.TrySetResult());
    }
}
