using System.Diagnostics;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Answering;

/// <summary>Each way a connection ends, as a socket sees it.</summary>
[CancelAfter(60_000)]
internal sealed class ConnectionEndTests
{
    private const string FirstChunk = "5\r\nfirst\r\n";
    private const string Terminator = "0\r\n\r\n";

    [Test]
    public async Task Clean_is_the_last_chunk_and_a_connection_that_can_be_used_again(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario([Exchange(Raw("first")), Exchange(Raw("again"))]), new(), cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);
        var first = peer.Body;
        await peer.AskAgainAsync(Stage.Key, cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That((first, peer.Body), Is.EqualTo((FirstChunk + Terminator, "5\r\nagain\r\n" + Terminator)));
    }

    [Test]
    public async Task Truncate_is_a_FIN_without_the_last_chunk(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), Close(CloseKind.Truncate));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Body, ending), Is.EqualTo((FirstChunk, Ending.Fin)));
        Assert.That(
            await RecordAsync(stage, cancellationToken),
            Has.Property(nameof(ExchangeRecord.Completed)).True.And.Property(nameof(ExchangeRecord.PeerGoneAt)).Null);
    }

    [Test]
    public async Task Mid_chunk_promises_more_than_it_sends_before_the_FIN(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), Close(CloseKind.MidChunk));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Body, ending), Is.EqualTo((FirstChunk + "1000\r\n: half a chunk", Ending.Fin)));
    }

    [Test]
    public async Task Reset_is_a_RST_after_everything_before_it_arrived(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), Close(CloseKind.Reset));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Body, ending), Is.EqualTo((FirstChunk, Ending.Reset)));
        Assert.That(
            await RecordAsync(stage, cancellationToken),
            Has.Property(nameof(ExchangeRecord.Completed)).True.And.Property(nameof(ExchangeRecord.PeerGoneAt)).Null);
    }

    [Test]
    public async Task A_megabyte_before_a_reset_arrives_whole(CancellationToken cancellationToken)
    {
        var megabyte = new string('x', 1 << 20);
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw(megabyte), Close(CloseKind.Reset));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That(ending, Is.EqualTo(Ending.Reset));
        Assert.That(peer.Body, Is.EqualTo("100000\r\n" + megabyte + "\r\n"));
    }

    [Test]
    public async Task Reset_as_the_only_step_sends_no_answer_at_all(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Close(CloseKind.Reset));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Received, ending), Is.EqualTo(("", Ending.Reset)));
    }

    [Test]
    public async Task Flush_then_reset_sends_the_headers_alone(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Flush(), Close(CloseKind.Reset));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Received, Does.StartWith("HTTP/1.1 200 OK\r\n").And.EndWith("\r\n\r\n"));
        Assert.That((peer.Body, ending), Is.EqualTo(("", Ending.Reset)));
    }

    [Test]
    public async Task After_response_is_a_FIN_behind_a_whole_answer(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), Close(CloseKind.AfterResponse));

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Body, ending), Is.EqualTo((FirstChunk + Terminator, Ending.Fin)));
        Assert.That(peer.Received, Does.Not.Contain("Connection: close").IgnoreCase);
    }

    [TestCase(null, TestName = "{m}(chunked)")]
    [TestCase("5", TestName = "{m}(of a length)")]
    [Platform(Include = "Linux", Reason = "Only Linux can delay the last bytes until the FIN.")]
    public async Task The_FIN_arrives_with_the_last_byte_of_the_answer(string? length, CancellationToken cancellationToken)
    {
        var steps = Exchange(Raw("fir"), Raw("st"), Close(CloseKind.AfterResponse));
        await AssertFinArrivesWithTheLastByteAsync(
            length is null ? steps : steps with { Headers = [KeyValuePair.Create("content-length", length)] },
            length is null ? Terminator : "first",
            cancellationToken);
    }

    [Test]
    [Platform(Include = "Linux", Reason = "Only Linux can delay the last bytes until the FIN.")]
    public Task The_FIN_arrives_with_the_trailers(CancellationToken cancellationToken) =>
        AssertFinArrivesWithTheLastByteAsync(
            Exchange(Raw("first")) with { Trailers = [KeyValuePair.Create("x-late", "yes")] },
            "0\r\nx-late: yes\r\n\r\n",
            cancellationToken);

    [TestCase(CloseKind.Never)]
    [TestCase(CloseKind.Reset)]
    [TestCase(CloseKind.Truncate)]
    public async Task A_complete_body_whose_connection_is_then_held_or_broken_declares_the_connection_closed(
        CloseKind kind, CancellationToken cancellationToken)
    {
        var exchange = Exchange(Raw("first"), Close(kind)) with { Headers = [KeyValuePair.Create("content-length", "5")] };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), new(), cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("first", cancellationToken);

        Assert.That(peer.Received, Does.Contain("Connection: close").IgnoreCase);
    }

    [Test]
    [Platform(Include = "Linux", Reason = "Only Linux tells what the other end of a connection has read.")]
    public async Task A_reset_waits_until_what_precedes_it_has_been_read(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), Close(CloseKind.Reset));

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.WaitUntilQueuedAsync(FirstChunk.Length, cancellationToken);
        var isQuiet = peer.Socket.Poll(TimeSpan.FromMilliseconds(50), System.Net.Sockets.SelectMode.SelectError);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((isQuiet, peer.Body, ending), Is.EqualTo((false, FirstChunk, Ending.Reset)));
    }

    [Test]
    public async Task Keep_alive_outlives_a_content_length_that_is_too_short(CancellationToken cancellationToken)
    {
        var exchange = Exchange(Raw("abcd")) with { Headers = [KeyValuePair.Create("content-length", "2")] };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), new(), cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("abcd", cancellationToken);

        Assert.That(peer.Body, Is.EqualTo("abcd"));
    }

    [TestCase(CloseKind.Never)]
    [TestCase(null)]
    public async Task An_open_end_stays_until_the_turn_ends(CloseKind? kind, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), kind is { } close ? Close(close) : Stall());

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("first\r\n", cancellationToken);
        var record = await RecordAsync(stage, cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Body, Is.EqualTo(FirstChunk));
        Assert.That((record.Completed, record.PeerGoneAt, record.EndedAt is not null), Is.EqualTo((true, (long?)null, true)));
    }

    [TestCase(CloseKind.Never)]
    [TestCase(null)]
    public async Task A_peer_that_leaves_an_open_end_is_on_record(CloseKind? kind, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), kind is { } close ? Close(close) : Stall());

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("first\r\n", cancellationToken);
        peer.Dispose();
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.FromMinutes(1), cancellationToken);

        var record = turn.Exchanges.Single();
        Assert.That((record.Completed, record.PeerGoneAt is not null, record.EndedAt), Is.EqualTo((true, true, (long?)null)));
    }

    [Test]
    public async Task Disposing_the_host_ends_what_is_still_open(CancellationToken cancellationToken)
    {
        var stage = await Stage.OpenAsync(cancellationToken, Raw("first"), Stall());
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("first\r\n", cancellationToken);

        await stage.DisposeAsync();
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(async () => await stage.AskAsync(cancellationToken), Throws.InstanceOf<System.Net.Sockets.SocketException>());
    }

    /// <summary>Reads each answer up to its last byte, and asserts that the end of the connection has arrived too.</summary>
    private static async Task AssertFinArrivesWithTheLastByteAsync(Exchange exchange, string ending, CancellationToken cancellationToken)
    {
        const int Tries = 200;
        await using var stage = await Stage.OpenAsync(Scenario([.. Enumerable.Repeat(exchange, Tries)]), new(), cancellationToken);
        var halted = 0;
        for (var tried = 0; tried < Tries; tried++)
        {
            var asked = Stopwatch.GetTimestamp();
            using var peer = await stage.AskAsync(cancellationToken);

            // On a thread of its own: while it reads it keeps its thread, which the mock may need.
            var together = await Task.Factory.StartNew(
                () => IsFollowedByFin(peer.Socket, ending, cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);

            // The kernel holds the last bytes for at most 200 ms, so an answer that took that long proves nothing.
            var halt = !together && Stopwatch.GetElapsedTime(asked) > TimeSpan.FromMilliseconds(150);
            halted += halt ? 1 : 0;
            Assert.That(together || halt, $"Answer {tried + 1} arrived before its FIN.");
        }

        Assert.That(halted, Is.LessThan(Tries));
    }

    /// <summary>Reads without leaving the processor, because the time between the last byte and a later FIN is short.</summary>
    private static bool IsFollowedByFin(System.Net.Sockets.Socket socket, string ending, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith(System.Text.Encoding.ASCII.GetBytes(ending)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            length += socket.Receive(buffer.AsSpan(length));
        }

        return socket.Poll(0, System.Net.Sockets.SelectMode.SelectRead) && socket.Available == 0;
    }

    private static async Task<ExchangeRecord> RecordAsync(Stage stage, CancellationToken cancellationToken) =>
        (await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken)).Exchanges.Single();
}
