using MockUpstream.Playing;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Playing;

/// <summary>Gates: who waits at them and what opens them.</summary>
[CancelAfter(60_000)]
internal sealed class GateTests
{
    private const string Terminator = "0\r\n\r\n";

    [Test]
    public async Task A_stream_waits_at_its_gate_until_it_is_released(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Gate("go"), Raw("b"));
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);
        await WaitingAsync(stage, "go", cancellationToken);

        stage.Host.Gates.Release("go");
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(peer.Body, Is.EqualTo("1\r\na\r\n1\r\nb\r\n" + Terminator));
        Assert.That(stage.Host.Gates.Waiting, Is.Empty);
    }

    [Test]
    public async Task Without_a_judge_a_gate_does_not_open_by_itself(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("a"), Gate("go"), Raw("b")), new() { Judged = false }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);
        await WaitingAsync(stage, "go", cancellationToken);

        stage.Host.Gates.Release("go");
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(peer.Body, Does.EndWith("b\r\n" + Terminator));
    }

    [Test]
    public async Task The_client_of_a_judged_case_opens_it_with_an_event(CancellationToken cancellationToken)
    {
        var scenario = Scenario(Raw("a"), Gate("go"), Raw("b"));
        var turn = scenario.Turns[0];
        scenario = scenario with
        {
            Turns = [turn with { Client = turn.Client with { Release = new GateRelease("go", new EventCount("response.created", 2)) } }],
        };
        await using var stage = await Stage.OpenAsync(scenario, new(), cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);
        await WaitingAsync(stage, "go", cancellationToken);

        stage.Playback.ReportEvent("response.created");
        var early = stage.Host.Gates.Waiting;
        stage.Playback.ReportEvent("response.created");
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That((early, peer.Body), Is.EqualTo((new[] { "go" }, "1\r\na\r\n1\r\nb\r\n" + Terminator)));
    }

    [Test]
    public async Task A_peer_that_leaves_waits_no_more(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Gate("go"), Raw("b"));
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);

        peer.Dispose();
        var record = (await stage.Playback.EndTurnAsync(TimeSpan.FromMinutes(1), cancellationToken)).Exchanges.Single();

        Assert.That((record.Completed, record.StoppedAtStep, stage.Host.Gates.Waiting.Count), Is.EqualTo((false, (int?)2, 0)));
    }

    [Test]
    public async Task A_release_that_nothing_waits_for_is_kept_for_the_next(CancellationToken cancellationToken)
    {
        var gates = new Gates();
        gates.Release("go");

        var first = gates.WaitAsync("go", cancellationToken);
        var second = gates.WaitAsync("go", cancellationToken);

        Assert.That((first.IsCompletedSuccessfully, second.IsCompleted), Is.EqualTo((true, false)));
        gates.Release("go");
        await second;
    }

    [Test]
    public async Task A_release_opens_the_gate_for_all_that_wait_and_for_no_other_gate(CancellationToken cancellationToken)
    {
        var gates = new Gates();
        Task[] waiting = [gates.WaitAsync("go", cancellationToken), gates.WaitAsync("go", cancellationToken)];
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var other = gates.WaitAsync("stop", late.Token);

        gates.Release("go");
        await Task.WhenAll(waiting);

        Assert.That((other.IsCompleted, gates.Waiting), Is.EqualTo((false, new[] { "stop" })));
        await late.CancelAsync();
        Assert.That(async () => await other, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(gates.Waiting, Is.Empty);
    }

    private static async Task WaitingAsync(Stage stage, string gate, CancellationToken cancellationToken)
    {
        while (!stage.Host.Gates.Waiting.Contains(gate))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
