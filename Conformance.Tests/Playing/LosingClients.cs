using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Conformance.Tests.Formatting;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;
using static Conformance.Tests.Playing.Make;

namespace Conformance.Tests.Playing;

/// <summary>Clients that leave, are killed, or read slowly leave no connection, stream, gate, play or memory behind.</summary>
[CancelAfter(60_000)]
[NonParallelizable]
internal sealed class LosingClients
{
    private const string Large = "rc-large";
    private const int Piece = 4 * 1024;
    private const int Pieces = 8 * 1024;
    private const int Many = 1_000;
    private const int SlowReads = 8;
    private const int EqualLooks = 3;

    // That of the test itself, through which it looks.
    private const int AdminConnections = 1;

    private const long MostHeld = 1 << 20;

    // The garbage collector gives memory back when it likes. Held streams would be 500 MB and 30 MB.
    private const long MostGrowth = 64 << 20;
    private const long MostForOneStream = 16 << 20;

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

        Assert.That(Sent(streams), Is.LessThan((long)Piece * Pieces));
        await AssertNothingIsLeftAsync(stage, meter, admin, cancellationToken);
    }

    [Test]
    public async Task A_client_that_reads_byte_by_byte_costs_little_while_it_reads_and_gets_the_whole_answer(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(ThirtyTwoMegabytes, Served, cancellationToken);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var admin = await AdminAsync(stage, cancellationToken);
        var before = Held();

        using var peer = new RawPeer();
        await ReadSlowlyAsync(stage, peer, admin, cancellationToken);
        var open = Sent(await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken));
        var whileReading = Held() - before;
        var rest = await peer.CountUntilAsync("0\r\n\r\n", cancellationToken);
        peer.Dispose();
        await meter.UntilEndedAsync(1, cancellationToken);

        TestContext.Out.WriteLine($"sent when the reader had read little: {open} B, held then: {whileReading} B, held after: {Held() - before} B, rest: {rest} B");
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

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system does not tell the memory and sockets of a process so.")]
    public async Task The_process_of_serve_is_as_small_after_a_thousand_clients_as_before(CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(
            [
                ("text/gated", CaseText.WithUpstream("{steps: [raw: a, gate: go, raw: b]}").Replace("{ask: Hi}", "{ask: Hi, then: {release: go, after: created}}", StringComparison.Ordinal)),
                ("text/large", CaseText.WithUpstream($"{{steps: [{{repeat: {{times: {Pieces}, steps: [raw: {new string('x', Piece)}]}}}}]}}")),
            ],
            cancellationToken);
        await serve.UntilIdleAsync(int.MaxValue, cancellationToken);
        var sockets = serve.Sockets();
        var atStart = serve.ResidentBytes();
        var peers = new LeavingPeers(serve.BaseUrl, "rc-text.gated", "rc-text.large");
        await peers.LeaveAsync(Many, cancellationToken);
        await serve.UntilIdleAsync(sockets, cancellationToken);
        var before = serve.ResidentBytes();

        await peers.LeaveAsync(Many, cancellationToken);
        await serve.UntilIdleAsync(sockets, cancellationToken);
        var afterMany = serve.ResidentBytes();

        using var slow = new RawPeer();
        await ReadSlowlyAsync(slow, serve.BaseUrl, "rc-text.large", () => serve.GetAsync("/__admin/streams", cancellationToken), cancellationToken);
        var whileSlow = serve.ResidentBytes();
        slow.Dispose();
        await serve.UntilIdleAsync(sockets, cancellationToken);

        TestContext.Out.WriteLine($"resident: {atStart >> 10} kB at the start, {before >> 10} kB after {Many} clients, {afterMany >> 10} kB after {Many} more, {whileSlow >> 10} kB with a slow reader; sockets: {sockets}");
        Assert.That(await serve.GetAsync("/__admin/gates", cancellationToken), Is.EqualTo("""{"waiting":[]}"""));
        Assert.That(afterMany - before, Is.LessThan(MostGrowth));
        Assert.That(whileSlow - afterMany, Is.LessThan(MostForOneStream));
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
        ReadSlowlyAsync(peer, stage.Host.BaseUrl, Stage.Key, () => admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken), cancellationToken);

    /// <summary>Reads a few bytes one by one, each once the host has stopped sending because the buffers between the two are full.</summary>
    /// <remarks>On a machine that is very busy a pause may pass for a stop; the host then has sent less, which proves less and fails nothing.</remarks>
    private static async Task ReadSlowlyAsync(RawPeer peer, Uri baseUrl, string key, Func<Task<string>> lookAsync, CancellationToken cancellationToken)
    {
        peer.Socket.ReceiveBufferSize = Piece;
        await peer.SendAsync(baseUrl, RawPeer.Request(key), cancellationToken);
        await peer.WaitUntilQueuedAsync(1, cancellationToken);
        var one = new byte[1];
        for (var read = 0; read < SlowReads; read++)
        {
            var (before, equal) = ("", 0);
            while (equal < EqualLooks)
            {
                var now = Sent(await lookAsync()).ToString(CultureInfo.InvariantCulture);
                (before, equal) = (now, now == before ? equal + 1 : 0);
            }

            await peer.Socket.ReceiveAsync(one, SocketFlags.None, cancellationToken);
        }
    }

    private static long Sent(string streams) => JsonElement.Parse(streams).GetProperty("streams").EnumerateArray().Single().GetProperty("bytes").GetInt64();

    private static async Task AssertNothingIsLeftAsync(Stage stage, ConnectionMeter meter, AdminClient admin, CancellationToken cancellationToken)
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
        var start = new ProcessStartInfo("bash", ["-c", $"exec 3<>/dev/tcp/{baseUrl.Host}/{baseUrl.Port}; printf %s \"$REQUEST\" >&3; exec cat <&3"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["REQUEST"] = RawPeer.Request(key);
        return Process.Start(start)!; // No shell of the system's is used.
    }
}
