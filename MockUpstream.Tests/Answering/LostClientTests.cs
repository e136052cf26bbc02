using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Answering;

/// <summary>Clients that leave, are killed, or read slowly leave no connection, stream, gate, play or memory behind.</summary>
[CancelAfter(60_000)]
[NonParallelizable]
internal sealed class LostClientTests
{
    private const string Large = "rc-large";
    private const int Piece = 4 * 1024;
    private const int Pieces = 8 * 1024;
    private const int Many = 1_000;

    // That of the test itself, through which it looks.
    private const int AdminConnections = 1;

    private const long MostHeld = 1 << 20;

    private static readonly MockUpstreamOptions Served = new() { Judged = false, MostRequestsKept = 10, MostBytesKept = 100_000 };

    [Test]
    public async Task A_thousand_clients_that_leave_at_every_point_leave_nothing_behind(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(Raw("a"), Gate("go"), Raw("b")), Served, cancellationToken);
        await using var large = stage.Host.Register(ThirtyTwoMegabytes, Large);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var admin = await AdminAsync(stage, cancellationToken);
        var peers = new LeavingPeers(stage.Host.BaseUrl, Stage.Key, Large);
        await peers.LeaveAsync(Many / 5, cancellationToken);
        await meter.UntilEndedAsync(Many / 5, cancellationToken);
        var before = Held();

        await peers.LeaveAsync(Many, cancellationToken);
        await meter.UntilEndedAsync(Many + (Many / 5), cancellationToken);
        var held = Held() - before;

        TestContext.Out.WriteLine($"held after {Many} clients: {held} B");
        await AssertNothingIsLeftAsync(stage, meter, admin, cancellationToken);
        Assert.That(held, Is.LessThan(MostHeld));
        Assert.That((await large.EndTurnAsync(TimeSpan.Zero, cancellationToken)).Exchanges, Has.Count.Zero);
    }

    [TestCase(Stage.Key, TestName = "A_client_that_is_killed_at_a_gate_leaves_nothing_behind")]
    [TestCase(Large, TestName = "A_client_that_is_killed_in_front_of_bytes_that_it_has_not_read_leaves_nothing_behind")]
    [Platform("Linux,MacOsX", Reason = "The client is a shell.")]
    public async Task A_client_that_is_killed_leaves_nothing_behind(string key, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(Raw("a\n"), Gate("go"), Raw("b")), Served, cancellationToken);
        await using var large = stage.Host.Register(ThirtyTwoMegabytes, Large);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var admin = await AdminAsync(stage, cancellationToken);
        using var client = Shouting(stage.Host.BaseUrl, key);
        await client.StandardOutput.BaseStream.ReadExactlyAsync(new byte[100], cancellationToken);
        var streams = await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken);

        client.Kill();
        await client.WaitForExitAsync(cancellationToken);
        await meter.UntilEndedAsync(1, cancellationToken);

        Assert.That(SlowReader.Sent(streams), Is.LessThan((long)Piece * Pieces));
        await AssertNothingIsLeftAsync(stage, meter, admin, cancellationToken);
    }

    [Test]
    public async Task A_client_that_reads_byte_by_byte_costs_little_while_it_reads_and_gets_the_whole_answer(
        CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(ThirtyTwoMegabytes, Served, cancellationToken);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var admin = await AdminAsync(stage, cancellationToken);
        var before = Held();

        using var peer = new RawPeer();
        await ReadSlowlyAsync(stage, peer, admin, cancellationToken);
        var open = SlowReader.Sent(await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken));
        var whileReading = Held() - before;
        var rest = await peer.CountUntilAsync("0\r\n\r\n", cancellationToken);
        peer.Dispose();
        await meter.UntilEndedAsync(1, cancellationToken);

        TestContext.Out.WriteLine($"sent when the reader had read little: {open} B, held then: {whileReading} B, held "
            + $"after: {Held() - before} B, rest: {rest} B");
        Assert.That(open, Is.LessThan((long)Piece * Pieces));
        Assert.That(whileReading, Is.LessThan(MostHeld));
        Assert.That(rest, Is.GreaterThan((long)Piece * Pieces));
        await AssertNothingIsLeftAsync(stage, meter, admin, cancellationToken);
    }

    [Test]
    public async Task A_client_that_reads_byte_by_byte_and_leaves_leaves_nothing_behind(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(ThirtyTwoMegabytes, Served, cancellationToken);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var admin = await AdminAsync(stage, cancellationToken);
        var before = Held();

        using var peer = new RawPeer();
        await ReadSlowlyAsync(stage, peer, admin, cancellationToken);
        peer.Dispose();
        await meter.UntilEndedAsync(1, cancellationToken);

        await AssertNothingIsLeftAsync(stage, meter, admin, cancellationToken);
        Assert.That(Held() - before, Is.LessThan(MostHeld));
    }

    /// <summary>A client of the admin API that has its connection.</summary>
    private static async Task<AdminClient> AdminAsync(Stage stage, CancellationToken cancellationToken)
    {
        var admin = new AdminClient(stage.Host.BaseUrl);
        await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken);
        return admin;
    }

    private static Scenario ThirtyTwoMegabytes => Scenario(Repeat(Pieces, Raw(new string('x', Piece))));

    /// <summary>The managed memory that is in use, all garbage apart.</summary>
    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static Task ReadSlowlyAsync(Stage stage, RawPeer peer, AdminClient admin, CancellationToken cancellationToken) =>
        SlowReader.ReadAsync(
            peer,
            stage.Host.BaseUrl,
            Stage.Key,
            () => admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken),
            cancellationToken);

    private static async Task AssertNothingIsLeftAsync(
        Stage stage, ConnectionMeter meter, AdminClient admin, CancellationToken cancellationToken)
    {
        var streams = await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(meter.Open, Is.EqualTo(AdminConnections), "connections");
            Assert.That(streams, Is.EqualTo("""{"streams":[]}"""));
            Assert.That(stage.Host.Gates.Waiting, Is.Empty, "gates");
            Assert.That(turn.Exchanges, Has.Count.Zero, "plays");
        });
    }

    /// <summary>A process that asks for the case, and writes all it receives.</summary>
    private static Process Shouting(Uri baseUrl, string key)
    {
        var start = new ProcessStartInfo("bash", [
            "-c",
            $"exec 3<>/dev/tcp/{baseUrl.Host}/{baseUrl.Port}; printf %s \"$REQUEST\" >&3; exec cat <&3",
        ]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["REQUEST"] = RawPeer.Request(key);
        return Process.Start(start)!; // No shell of the system's is used.
    }
}
