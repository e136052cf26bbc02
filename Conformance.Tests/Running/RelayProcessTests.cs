using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Conformance.Running.Relays;
using NUnit.Framework;

namespace Conformance.Tests.Running;

[CancelAfter(60_000)]
[Platform("Linux,MacOsX", Reason = "The relays of these tests are shell scripts.")]
internal sealed class RelayProcessTests
{
    [Test]
    public async Task A_relay_is_ready_when_it_says_where_it_listens(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(
            Shell("echo starting; echo 'Relay listening on http://0.0.0.0:4711'; exec sleep 1000"), TimeProvider.System, cancellationToken);
        await using var relay = started.Process!;

        Assert.That((relay.Url, relay.HasEnded), Is.EqualTo((new Uri("http://127.0.0.1:4711"), false)));
    }

    [Test]
    public async Task A_relay_is_ready_when_its_port_takes_a_connection(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        var started = await RelayProcess.StartAsync(
            Shell("exec sleep 1000") with { Ready = new TcpProbe(), Url = url }, TimeProvider.System, cancellationToken);
        await using var relay = started.Process!;

        Assert.That(relay.Url, Is.EqualTo(url));
    }

    [Test]
    public async Task A_relay_is_ready_when_its_output_holds_the_text(CancellationToken cancellationToken)
    {
        var url = new Uri("http://127.0.0.1:4711");
        var launch = Shell("echo warming; echo 'now serving' >&2; exec sleep 1000") with { Ready = new OutputProbe("serving"), Url = url };

        var started = await RelayProcess.StartAsync(launch, TimeProvider.System, cancellationToken);
        await using var relay = started.Process!;

        Assert.That(relay.Url, Is.EqualTo(url));
    }

    [Test]
    public async Task A_relay_that_ends_early_is_told_with_its_code(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(Shell("exit 7"), TimeProvider.System, cancellationToken);

        Assert.That(
            (started.Process, started.Problem), Is.EqualTo(((RelayProcess?)null, "The relay ended with exit code 7 before it was ready.")));
    }

    [Test]
    public async Task A_relay_that_does_not_get_ready_in_time_is_told_and_ended(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(
            Shell("exec sleep 1000") with { Patience = TimeSpan.FromMilliseconds(200) }, TimeProvider.System, cancellationToken);

        Assert.That((started.Process, started.Problem), Is.EqualTo(((RelayProcess?)null, "The relay was not ready within 0.2 s.")));
    }

    [Test]
    public async Task A_program_that_does_not_exist_is_told(CancellationToken cancellationToken)
    {
        var launch = Shell("") with { Program = "/nowhere/relay" };

        var started = await RelayProcess.StartAsync(launch, TimeProvider.System, cancellationToken);

        Assert.That(
            (started.Problem, string.Join('\n', started.Output)),
            Is.EqualTo(("The relay ended with exit code 127 before it was ready.", started.Output[0])));
        Assert.That(started.Output[0], Does.Contain("/nowhere/relay"));
    }

    [Test]
    public async Task Everything_the_relay_started_ends_with_it(CancellationToken cancellationToken)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.pid");
        var started = await RelayProcess.StartAsync(
            Shell($"sleep 1000 & echo $! > '{file}'; echo 'listening on http://127.0.0.1:1'; wait"),
            TimeProvider.System,
            cancellationToken);
        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(file, cancellationToken)));

        await started.Process!.DisposeAsync();

        Assert.That(async () => await child.WaitForExitAsync(cancellationToken), Throws.Nothing);
    }

    [Test]
    public async Task The_relay_ends_when_the_judge_is_killed(CancellationToken cancellationToken)
    {
        var words = Lifeline.Wrap("/bin/sh", ["-c", "echo $$; exec sleep 1000"], TestContext.CurrentContext.Test.ID);
        using var wrapper = Process.Start(new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var relay = Process.GetProcessById(int.Parse((await wrapper.StandardOutput.ReadLineAsync(cancellationToken))!));

        // This is all that is left of a judge that was killed: its pipes are closed.
        wrapper.StandardInput.Close();
        await relay.WaitForExitAsync(cancellationToken);
        await wrapper.WaitForExitAsync(cancellationToken);

        Assert.That(wrapper.ExitCode, Is.EqualTo(128 + 9));
    }

    [Test]
    public async Task How_it_died_is_told_with_its_last_words_and_no_secrets(CancellationToken cancellationToken)
    {
        var started = await RelayProcess.StartAsync(
            Shell("echo 'listening on http://127.0.0.1:1'; read line; echo 'api_key=abcdef panic' >&2; exit 9"),
            TimeProvider.System,
            cancellationToken);
        await using var relay = started.Process!;

        var words = await relay.DeathAsync(TimeSpan.FromSeconds(20), cancellationToken);

        Assert.That(words, Does.StartWith("exit code 9").And.Contain("api_key=*** panic").And.Not.Contain("abcdef"));
    }

    [TestCase("exit code 9|Error: boom|plain|    at frame|Node.js v20", "plain|Error: boom|    at frame|Node.js v20")]
    [TestCase(
        "exit code 9|ValueError: x|Traceback (most recent call last):|  File \"a.py\", line 1",
        "Traceback (most recent call last):|  File \"a.py\", line 1|ValueError: x")]
    [TestCase("exit code 9|started|served", "started|served")]
    public async Task The_line_that_names_the_reason_comes_first(string words, string output, CancellationToken cancellationToken)
    {
        var lines = string.Concat(output.Split('|').Select(static line => $"echo '{line}'; "));
        var started = await RelayProcess.StartAsync(
            Shell($"echo 'listening on http://127.0.0.1:1'; read line; {lines} exit 9"), TimeProvider.System, cancellationToken);
        await using var relay = started.Process!;

        var last = await relay.DeathAsync(TimeSpan.FromSeconds(20), cancellationToken);

        Assert.That(last!.Replace("listening on http://127.0.0.1:1\n", "", StringComparison.Ordinal).Replace('\n', '|'), Is.EqualTo(words));
    }

    [Test]
    public async Task The_users_key_and_proxies_do_not_reach_a_relay(CancellationToken cancellationToken)
    {
        var target = new CommandTarget("acme", "echo \"key=[$UPSTREAM_API_KEY] proxy=[$HTTP_PROXY] $UPSTREAM_URL {UPSTREAM_URL} $PORT\"; "
            + "echo 'listening on http://127.0.0.1:{PORT}'; exec sleep 1000", new TcpProbe());

        var started = await RelayProcess.StartAsync(
            RelayLaunches.CreateCommand(target, new Uri("http://127.0.0.1:9/v1"), TimeSpan.FromSeconds(20)),
            TimeProvider.System,
            cancellationToken);
        await using var relay = started.Process!;

        Assert.That(started.Output[0], Is.EqualTo($"key=[] proxy=[] http://127.0.0.1:9/v1 http://127.0.0.1:9/v1 {relay.Url.Port}"));
    }

    [Test]
    public async Task One_process_serves_all_cases_of_a_set_up_and_is_started_again_a_few_times(CancellationToken cancellationToken)
    {
        List<string> starts = [];
        var shell = Shell("echo 'listening on http://127.0.0.1:1'; read line; exit 5");
        await using var pool = new RelayPool(
            (setup, stop) =>
            {
                starts.Add(SetupText.Format(setup));
                return RelayProcess.StartAsync(setup is null
                    ? shell
                    : Shell("echo 'listening on http://127.0.0.1:2'; exec sleep 1000"), TimeProvider.System, stop);
            },
            canSetUp: true);
        var other = Cases.Setup("codex");

        await pool.RentAsync(other, cancellationToken);
        await pool.RentAsync(Cases.Setup("codex"), cancellationToken);
        RelayLease lease = await pool.RentAsync(null, cancellationToken);
        while (lease is ReadyRelay ready)
        {
            await ready.Life!.DeathAsync(TimeSpan.FromSeconds(20), cancellationToken);
            lease = await pool.RentAsync(null, cancellationToken);
        }

        Assert.Multiple(() =>
        {
            Assert.That(starts, Is.EqualTo(new[] { "preset codex" }.Concat(Enumerable.Repeat("", 1 + RelayPool.MaxRestarts))));
            Assert.That(lease, Is.InstanceOf<DeadRelay>().With.Property(nameof(DeadRelay.LastWords)).StartsWith("exit code 5"));
        });
    }

    [Test]
    public async Task A_relay_by_url_that_does_not_answer_was_never_ready(CancellationToken cancellationToken)
    {
        await using var pool = new FixedRelay(new Uri("http://127.0.0.1:1"), TimeProvider.System);

        var lease = await pool.RentAsync(null, cancellationToken);

        Assert.That(lease, Is.InstanceOf<UnreadyRelay>().With.Property(nameof(UnreadyRelay.ForAll)).True);
    }

    // Its standard input is empty, so that `read` in a script returns at once.
    private static RelayLaunch Shell(string script) =>
        new() { Program = "/bin/sh", Arguments = ["-c", script], Ready = new AnnouncementProbe() };
}
