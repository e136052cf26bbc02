using System.Diagnostics;
using System.Globalization;
using Conformance.Running.Relays;
using Conformance.Tests.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Hostile;

/// <summary>
/// However a run ends, its relay ends with everything that came of it, and nothing is left in the folder for temporary files.
/// </summary>
[CancelAfter(120_000)]
[Platform("Linux", Reason = "Elsewhere a process cannot be followed out of its session.")]
internal sealed class LeftoverTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("leftover").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task What_a_relay_put_into_the_background_ends_with_it(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(Launch(Family("http://127.0.0.1:1")), TimeProvider.System, cancellationToken);
        var family = Pids();

        await started.Process!.DisposeAsync();

        await AssertGoneAsync(family, cancellationToken);
    }

    [Test]
    public async Task What_a_relay_that_ends_itself_left_behind_ends_too(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(
            Launch($"setsid sh -c 'echo $$ > {_folder}/1.pid; exec sleep 1000' >/dev/null 2>&1 & while [ ! -s {_folder}/1.pid ]; do "
                + $":; done; exit 3"), TimeProvider.System, cancellationToken);

        Assert.That(started.Problem, Does.Contain("exit code 3"));
        await AssertGoneAsync(Pids(), cancellationToken);
    }

    [Test]
    public async Task A_judge_that_is_killed_takes_its_relay_with_it(CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource();
        await using var relay = new RawServer(async connection =>
        {
            asked.TrySetResult();
            await connection.UntilGoneAsync();
        });
        using var judge = Process.Start(Shell.Relayconf(
            ["run", "--command", Family(relay.Url.ToString()), "--run", "text/plain", "--out", Path.Combine(_folder, "runs")]))!;

        await asked.Task.WaitAsync(cancellationToken);
        var family = Pids();
        judge.Kill();
        await judge.WaitForExitAsync(cancellationToken);

        Assert.That(family, Has.Count.EqualTo(4));
        await AssertGoneAsync(family, cancellationToken);
    }

    [Test]
    public async Task A_judge_that_is_killed_leaves_no_temporary_folder(CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;
        var removed = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(temporary, "relayconf-*") { NotifyFilter = NotifyFilters.DirectoryName };
        watcher.Deleted += (_, _) => removed.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using var judge = Process.Start(Shell.Relayconf(
            ["run", "--run", "policies/**", "-v", "--out", Path.Combine(_folder, "runs")],
            KeyValuePair.Create("TMPDIR", (string?)temporary)))!;

        // All these cases share one relay, which is up when the first of them has its verdict.
        await judge.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.That(Directory.GetDirectories(temporary, "relayconf-*"), Has.Length.EqualTo(1));
        judge.Kill();
        await judge.WaitForExitAsync(cancellationToken);
        await removed.Task.WaitAsync(cancellationToken);

        // The shell that sweeps ends by itself a moment after its work; a relay that it left behind would never end, and the test would
        // time out.
        foreach (var left in Directory.EnumerateDirectories("/proc")
            .Where(process => CommandLine(process).Contains(temporary, StringComparison.Ordinal)))
        {
            await AssertGoneAsync([int.Parse(Path.GetFileName(left), CultureInfo.InvariantCulture)], cancellationToken);
        }
    }

    [Test]
    public async Task A_relay_that_writes_without_an_end_is_heard_to_the_end_of_a_line(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(
            Launch("head -c 100000000 /dev/zero | tr '\\0' a; echo; echo 'listening on http://127.0.0.1:1'; exec sleep 1000"),
            TimeProvider.System,
            cancellationToken);
        await using var relay = started.Process!;

        Assert.That(started.Output.Select(line => line.Length), Is.EqualTo(new[] { 8 * 1024, 31 }));
    }

    private static RelayLaunch Launch(string script) =>
        new() { Program = "/bin/sh", Arguments = ["-c", script], Ready = new AnnouncementProbe() };

    /// <summary>
    /// Returns a relay with a child, an orphaned grandchild, and a child in another session. It is ready when all have written their
    /// process ids.
    /// </summary>
    private string Family(string url) =>
        $"sh -c 'echo $$ > {_folder}/1.pid; exec sleep 1000' & "
        + $"(sh -c 'echo $$ > {_folder}/2.pid; exec sleep 1000' &) ; "
        + $"setsid sh -c 'echo $$ > {_folder}/3.pid; exec sleep 1000' >/dev/null 2>&1 & "
        + $"echo $$ > {_folder}/4.pid; for n in 1 2 3; do while [ ! -s {_folder}/$n.pid ]; do :; done; done; echo 'listening "
        + $"on {url}'; exec sleep 1000";

    private List<int> Pids() =>
        [.. Directory.GetFiles(_folder, "*.pid").Select(file => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture))];

    private static async Task AssertGoneAsync(List<int> family, CancellationToken cancellationToken)
    {
        foreach (var member in family)
        {
            try
            {
                using var process = Process.GetProcessById(member);
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
        }

        Assert.That(family, Is.Not.Empty);
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
