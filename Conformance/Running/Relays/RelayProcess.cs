using System.ComponentModel;
using System.Diagnostics;

namespace Conformance.Running.Relays;

/// <summary>The result of starting a relay: a process that is ready, or the reason why there is none.</summary>
/// <param name="Process">The process; <see langword="null"/> when it did not get ready.</param>
/// <param name="Problem">The reason why it did not, in one sentence.</param>
/// <param name="Output">Its last lines.</param>
internal sealed record RelayStart(RelayProcess? Process, string Problem, IReadOnlyList<string> Output);

/// <summary>A relay that we started. It ends with us, whatever happens.</summary>
internal sealed class RelayProcess : IRelayLife, IAsyncDisposable
{
    private const int KeptLines = 40;
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    private static int _count;

    private readonly Process _process;
    private readonly OutputTail _output = new(KeptLines);
    private readonly RelayReadiness _readiness;
    private readonly TimeProvider _time;

    // The mark by which the relay and its descendants are found. It is unique to this relay.
    private readonly string _mark = $"{Environment.ProcessId}.{Environment.TickCount64}.{Interlocked.Increment(ref _count)}";
    private Task _outputs = Task.CompletedTask;

    private RelayProcess(RelayLaunch launch, TimeProvider time)
    {
        _time = time;
        _readiness = new RelayReadiness(launch, time);
        _process = new Process { StartInfo = StartInfo(launch, _mark), EnableRaisingEvents = true };
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
        // Its last output may still be in the pipe when it has exited, so this also waits for the end of its outputs.
        var patience = _process.HasExited ? OutputPatience : within;
        if (patience > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(EndAsync(enough.Token), Task.Delay(patience, _time, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        // The lifeline ends what the relay has started before it ends itself, which takes its time; a relay that refuses connections is as
        // good as dead.
        if (!_process.HasExited && within > TimeSpan.Zero && await RefusesAsync(cancellationToken))
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(EndAsync(enough.Token), Task.Delay(SweepPatience, _time, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _process.HasExited ? LastWords() : null;
    }

    /// <inheritdoc/>
    public long Mark() => _output.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Since(long mark) => _output.Since(mark);

    /// <summary>How it ended: its exit code, the line that names the reason, and the other ones of its last lines.</summary>
    public string LastWords()
    {
        var lines = _output.Lines();
        var reason = CrashLine.FindLast(lines);
        IEnumerable<string> last = lines.TakeLast(10).Where(line => line != reason);
        return string.Join('\n', (reason is null ? last : last.Prepend(reason)).Prepend($"exit code {_process.ExitCode}"));
    }

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

    /// <summary>
    /// Completes when the process and its outputs have ended. A surviving child may hold the outputs open, so every wait for this has a
    /// limit.
    /// </summary>
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _outputs.WaitAsync(cancellationToken);
    }

    private async Task<bool> RefusesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RelayReadiness.ConnectsAsync(Url, cancellationToken);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }

    private static ProcessStartInfo StartInfo(RelayLaunch launch, string mark)
    {
        var words = Lifeline.Wrap(launch.Program, launch.Arguments, mark, launch.Folder);
        var info = new ProcessStartInfo(words[0], words.Skip(1))
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

        LiveProcesses.Add(_process, _mark);
        _readiness.Started = true;
        _outputs = Task.WhenAll(
            OutputLines.ReadAsync(_process.StandardOutput, AddLine), OutputLines.ReadAsync(_process.StandardError, AddLine));
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
        if (first == ended)
        {
            // Its last output may still be in the pipe.
            await Task.WhenAny(_outputs, Task.Delay(OutputPatience, _time, cancellationToken));
        }

        // A relay that announces that it listens and then exits was ready, even if the announcement is read after the exit.
        if (first == ready || _readiness.IsAnnounced)
        {
            Url = _readiness.IsAnnounced ? await _readiness.Announced : await ready;
            return null;
        }

        return first == ended
            ? $"The relay ended with exit code {_process.ExitCode} before it was ready."
            : $"The relay was not ready within {launch.Patience.TotalSeconds:0.#} s.";
    }

    private void AddLine(string line)
    {
        _output.Add(line);
        try
        {
            _readiness.AddLine(line);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            // A line that takes this long to match is not an announcement; the next one may be.
        }
    }
}
