using System.ComponentModel;
using System.Diagnostics;

namespace Conformance.Running;

/// <summary>What starting a relay gave: a process that is ready, or why there is none.</summary>
/// <param name="Process">The process; <see langword="null"/> when it did not get ready.</param>
/// <param name="Problem">Why it did not, in one sentence.</param>
/// <param name="Output">Its last lines.</param>
internal sealed record RelayStart(RelayProcess? Process, string Problem, IReadOnlyList<string> Output);

/// <summary>A relay that we started. It ends with us, whatever happens.</summary>
internal sealed class RelayProcess : IRelayLife, IAsyncDisposable
{
    private const int KeptLines = 40;
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly OutputTail _output = new(KeptLines);
    private readonly RelayReadiness _readiness;
    private readonly TimeProvider _time;

    private RelayProcess(RelayLaunch launch, TimeProvider time)
    {
        _time = time;
        _readiness = new RelayReadiness(launch, time);
        _process = new Process { StartInfo = StartInfo(launch), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a relay and waits until it is ready. Leaves no process behind when it does not get there.</summary>
    public static async Task<RelayStart> StartAsync(RelayLaunch launch, TimeProvider time, CancellationToken cancellationToken)
    {
        var relay = new RelayProcess(launch, time);
        var ready = false;
        try
        {
            var problem = relay.TryStart() ?? await relay.WaitUntilReadyAsync(launch, cancellationToken);
            ready = problem is null;
            return new RelayStart(ready ? relay : null, problem ?? "", relay._output.Lines());
        }
        finally
        {
            if (!ready)
            {
                await relay.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string?> DeathAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        if (!_process.HasExited && within > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_process.WaitForExitAsync(enough.Token), Task.Delay(within, _time, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _process.HasExited ? LastWords() : null;
    }

    /// <summary>How it ended, with its last lines.</summary>
    public string LastWords() => string.Join('\n', _output.Lines().TakeLast(10).Prepend($"exit code {_process.ExitCode}"));

    /// <summary>Ends the process and all it started.</summary>
    public async ValueTask DisposeAsync()
    {
        LiveProcesses.Kill(_process);
        if (_readiness.Started)
        {
            using var patience = new CancellationTokenSource(KillPatience, _time);
            await _process.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(RelayLaunch launch)
    {
        var info = new ProcessStartInfo(launch.Program, launch.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in launch.Environment)
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    private string? TryStart()
    {
        try
        {
            _process.Start();
        }
        catch (Win32Exception missing)
        {
            return $"The relay could not be started: {missing.Message}";
        }

        LiveProcesses.Add(_process);
        _readiness.Started = true;
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return null;
    }

    private async Task<string?> WaitUntilReadyAsync(RelayLaunch launch, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = _readiness.WaitAsync(enough.Token);
        var ended = _process.WaitForExitAsync(enough.Token);
        var first = await Task.WhenAny(ready, ended, Task.Delay(launch.Patience, _time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == ready)
        {
            Url = await ready;
            return null;
        }

        return first == ended
            ? $"The relay ended with exit code {_process.ExitCode} before it was ready."
            : $"The relay was not ready within {launch.Patience.TotalSeconds:0.#} s.";
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _output.Add(line);
            _readiness.Hear(line);
        }
    }
}
