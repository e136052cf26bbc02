using System.Buffers.Binary;
using MockUpstream;
using MockUpstream.Playing;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Playing;

/// <summary>When each write goes out: sends, deadlines, holds, and peers that leave.</summary>
[CancelAfter(60_000)]
internal sealed class WriteTimingTests
{
    private const string Terminator = "0\r\n\r\n";

    [Test]
    [Platform(Include = "Linux", Reason = "Only Linux tells how many segments a socket has received.")]
    public async Task Each_write_is_a_send_of_its_own_though_nothing_pauses_between(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Repeat(6, Raw("x")));

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        // Headers, six writes, the last chunk: fewer than the ten segments a new connection may have on the way, so none waits for another.
        Assert.That(SegmentsReceived(peer), Is.EqualTo(8));
    }

    [Test]
    public async Task Waits_fall_on_deadlines_counted_from_the_start(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var stage = await Stage.OpenAsync(
            Scenario(Wait(10), Raw("a"), Wait(20.5), Raw("b")), new() { Time = time }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);

        await time.ArmedAsync(At(10), cancellationToken);
        time.AdvanceTo(At(14));
        await peer.ReadUntilAsync("a\r\n", cancellationToken);
        await time.ArmedAsync(At(30.5), cancellationToken);
        time.AdvanceTo(At(31));
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(await WrittenAtAsync(stage, time, cancellationToken), Is.EqualTo(new[] { 14.0, 31.0 }));
    }

    [Test]
    public async Task Settling_is_counted_from_the_end_of_each_write(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        var exchange = Exchange(Raw("ab") with { Split = new Split { Every = 1 } }) with { Wire = new Wire { Settle = Settle.For(At(5)) } };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), new() { Time = time }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);

        await peer.ReadUntilAsync("a\r\n", cancellationToken);
        await time.ArmedAsync(At(5), cancellationToken);
        time.AdvanceTo(At(7));
        await time.ArmedAsync(At(12), cancellationToken);
        time.AdvanceTo(At(12));
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(await WrittenAtAsync(stage, time, cancellationToken), Is.EqualTo(new[] { 0.0, 7.0 }));
    }

    [Test]
    public async Task Slow_pauses_before_each_write(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("a"), Raw("b")), new() { Time = time, Slow = At(200) }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);

        await time.ArmedAsync(At(200), cancellationToken);
        time.AdvanceTo(At(200));
        await time.ArmedAsync(At(400), cancellationToken);
        time.AdvanceTo(At(400));
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(await WrittenAtAsync(stage, time, cancellationToken), Is.EqualTo(new[] { 200.0, 400.0 }));
    }

    [Test]
    public async Task Waits_after_a_hold_are_counted_from_its_opening(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("a"), Hold("response.created"), Wait(10), Raw("b")), new() { Time = time }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);
        time.AdvanceTo(At(50));

        stage.Playback.ReportEvent("response.created");
        await time.ArmedAsync(At(60), cancellationToken);
        time.AdvanceTo(At(60));
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That((await WrittenAtAsync(stage, time, cancellationToken))[1], Is.EqualTo(60.0));
    }

    [Test]
    public void A_hold_opens_with_the_last_of_the_events_it_counts()
    {
        var seen = new EventsSeen();
        var hold = seen.UntilAsync(new EventCount("response.output_text.delta", 2));

        seen.Add("response.output_text.delta");
        seen.Add("response.created");
        var early = hold.IsCompleted;
        seen.Add("response.output_text.delta");

        Assert.That((early, hold.IsCompleted), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task An_event_seen_before_the_hold_counts(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Hold("response.created"), Raw("a"));
        stage.Playback.ReportEvent("response.created");

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(peer.Body, Does.StartWith("1\r\na\r\n"));
    }

    [Test]
    public async Task A_hold_that_never_opens_is_where_the_record_says_it_stopped(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Hold("response.created"), Raw("b"));
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);

        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        var record = turn.Exchanges.Single();
        Assert.That(
            (record.Completed, record.StoppedAtStep, record.PeerGoneAt, record.Writes.Count), Is.EqualTo((false, (int?)2, (long?)null, 1)));
    }

    [Test]
    public async Task A_peer_that_leaves_during_a_hold_is_on_record(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Hold("response.created"), Raw("b"));
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);

        peer.Dispose();
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.FromMinutes(1), cancellationToken);

        var record = turn.Exchanges.Single();
        Assert.That(
            (record.Completed, record.StoppedAtStep, record.PeerGoneAt is not null, record.EndedAt),
            Is.EqualTo((false, (int?)2, true, (long?)null)));
    }

    [Test]
    public async Task A_peer_that_does_not_read_cannot_hold_the_end_of_the_turn(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            cancellationToken, Raw("a"), Hold("response.created"), Repeat(64, Raw(new string('x', 1 << 20))));
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);

        stage.Playback.ReportEvent("response.created");
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That((turn.Exchanges[0].Completed, turn.Exchanges[0].PeerGoneAt), Is.EqualTo((false, (long?)null)));
    }

    /// <summary>Alone, because the memory is that of the whole process.</summary>
    [Test]
    [NonParallelizable]
    public async Task Thirty_two_megabytes_are_streamed_without_being_held(CancellationToken cancellationToken)
    {
        const int Times = 512, Length = 1 << 16;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("data: "), Repeat(Times, Raw("{{i}}" + new string('x', Length))), Raw("\n\n"), Gate("go")),
            new() { Judged = false },
            cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        var read = await peer.CountUntilAsync("\n\n\r\n", cancellationToken);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.That(read, Is.GreaterThan(Times * Length));
        Assert.That(held, Is.LessThan(4 << 20));
    }

    [Test]
    public async Task A_stall_with_a_time_is_counted_from_its_beginning(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var stage = await Stage.OpenAsync(
            Scenario(Wait(10), Raw("a"), Stall(200), Wait(10), Raw("b")), new() { Time = time }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);

        await time.ArmedAsync(At(10), cancellationToken);
        time.AdvanceTo(At(14));
        await time.ArmedAsync(At(214), cancellationToken);
        time.AdvanceTo(At(214));
        await time.ArmedAsync(At(224), cancellationToken);
        time.AdvanceTo(At(224));
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(await WrittenAtAsync(stage, time, cancellationToken), Is.EqualTo(new[] { 14.0, 224.0 }));
    }

    [Test]
    public async Task Without_a_judge_a_hold_opens_by_itself(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var stage = await Stage.OpenAsync(
            Scenario(Hold("response.created"), Raw("a")), new() { Time = time, Judged = false }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);

        await time.ArmedAsync(PlaySettings.UnjudgedHold, cancellationToken);
        time.AdvanceTo(PlaySettings.UnjudgedHold);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(peer.Body, Is.EqualTo("1\r\na\r\n" + Terminator));
    }

    [Test]
    public async Task The_end_of_a_turn_can_be_cancelled(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Stall());
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("a\r\n", cancellationToken);

        Assert.That(
            async () => await stage.Playback.EndTurnAsync(TimeSpan.FromMinutes(1), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<double[]> WrittenAtAsync(Stage stage, ManualTime time, CancellationToken cancellationToken)
    {
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        return [.. turn.Exchanges.Single().Writes.Select(write => time.GetElapsedTime(ManualTime.Origin, write.At).TotalMilliseconds)];
    }

    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static uint SegmentsReceived(RawPeer peer)
    {
        const int ProtocolTcp = 6, TcpInfo = 11, DataSegmentsIn = 152;
        Span<byte> info = stackalloc byte[DataSegmentsIn + sizeof(uint)];
        peer.Socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info);
        return BinaryPrimitives.ReadUInt32LittleEndian(info[DataSegmentsIn..]);
    }
}
