using System.Diagnostics;
using System.Net;
using System.Text;
using MockUpstream.Answering;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Answering;

/// <summary>Boundaries that the kernel proves: what the peer has read before the next write went out.</summary>
[CancelAfter(60_000)]
[Platform(Include = "Linux", Reason = "Only Linux tells what the other end of a connection has read.")]
[NonParallelizable]
internal sealed class BoundaryTests
{
    private const int Pieces = 400;
    private const string Terminator = "0\r\n\r\n";

    // A machine that has no time for the reader must not count as one that does not read.
    private static readonly MockUpstreamOptions Patient = new() { ReadPatience = TimeSpan.FromSeconds(10) };

    [Test]
    public async Task Four_hundred_bytes_are_four_hundred_reads_of_a_socket(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(OneByteEach()), Patient, cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        // The last byte has no cut behind it, so that the last chunk may come with it.
        Assert.That(BodyReads(peer).Count(length => length == "1\r\nx\r\n".Length), Is.GreaterThanOrEqualTo(Pieces - 1));
        Assert.That(await BoundariesAsync(stage, cancellationToken), Is.EqualTo(Proven(Pieces - 1, last: WriteBoundary.Sent)));
    }

    [Test]
    public async Task Four_hundred_bytes_are_four_hundred_reads_of_HttpClient(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario([Exchange(OneByteEach()) with { Wire = new Wire { Settle = Settle.Read } }]), Patient, cancellationToken);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Host.BaseUrl + "/chat/completions"))
        {
            Content = new StringContent($$"""{"model":"{{Stage.Key}}","stream":true,"messages":[]}""", Encoding.UTF8, "application/json"),
        };

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[4096];
        var reads = new List<int>();
        for (var count = await body.ReadAsync(
            buffer, cancellationToken); count > 0; count = await body.ReadAsync(buffer, cancellationToken))
        {
            reads.Add(count);
        }

        Assert.That(reads, Is.EqualTo(Enumerable.Repeat(1, Pieces)));
        Assert.That(await BoundariesAsync(stage, cancellationToken), Is.EqualTo(Proven(Pieces - 1, last: WriteBoundary.Proven)));
    }

    [Test]
    public async Task A_pause_and_one_send_each_claim_no_proof(CancellationToken cancellationToken)
    {
        var sent = Exchange(Raw("ab") with { Split = new Split { Every = 1 } }) with { Wire = new Wire { Settle = Settle.Sent } };
        var pause = sent with { Wire = new Wire { Settle = Settle.For(TimeSpan.FromMilliseconds(1)) } };
        await using var stage = await Stage.OpenAsync(Scenario([sent, pause]), new(), cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);
        await peer.AskAgainAsync(Stage.Key, cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        var turn = await stage.Playback.EndTurnAsync(TimeSpan.FromSeconds(10), cancellationToken);
        Assert.That(
            turn.Exchanges.SelectMany(exchange => exchange.Writes).Select(write => write.Boundary), Is.All.EqualTo(WriteBoundary.Sent));
    }

    [Test]
    public async Task A_peer_that_does_not_read_is_waited_for_once_and_again_when_it_has_caught_up(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario([Exchange(Repeat(200, Raw("x")), Hold("response.created"), Raw("y"), Raw("z")) with
            {
                Wire = new Wire { Settle = Settle.Read },
            }]), new(), cancellationToken);
        var began = Stopwatch.GetTimestamp();

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.WaitUntilQueuedAsync(200 * "1\r\nx\r\n".Length, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        await peer.ReadUntilAsync(string.Concat(Enumerable.Repeat("1\r\nx\r\n", 200)), cancellationToken);
        stage.Playback.ReportEvent("response.created");
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        // The last of the 200 is queued before the mock looks whether it has been read, which it may be by then.
        var boundaries = await BoundariesAsync(stage, cancellationToken);
        Assert.That(boundaries[..199], Is.All.EqualTo(WriteBoundary.NotProven));
        Assert.That(boundaries[200..], Is.All.EqualTo(WriteBoundary.Proven));

        // One wait of a tenth of a second, not two hundred of them.
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Compressed_bytes_are_cut_and_proven(CancellationToken cancellationToken)
    {
        var exchange = Exchange(Raw("first and more") with { Split = new Split { Every = 4 } }) with
        {
            Wire = new Wire { Coding = ContentCoding.Deflate, Settle = Settle.Read },
        };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), Patient, cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(BodyReads(peer).TakeWhile(length => length == "4\r\nabcd\r\n".Length).Count(), Is.GreaterThanOrEqualTo(3));
        Assert.That(await BoundariesAsync(stage, cancellationToken), Is.EqualTo(new[] { WriteBoundary.Proven }));
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public async Task Each_family_of_addresses_can_be_asked_about(string address, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(OneByteEach()), Patient with { Address = address }, cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync(Terminator, cancellationToken);

        Assert.That(await BoundariesAsync(stage, cancellationToken), Is.EqualTo(Proven(Pieces - 1, last: WriteBoundary.Sent)));
    }

    [Test]
    public void An_address_inside_another_family_is_asked_about_by_its_own()
    {
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetworkV6,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        listener.Listen();
        using var peer = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        peer.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port); // It is bound.
        using var own = listener.Accept();
        own.Send("abc"u8);

        var isKnown = PeerQueue.TryLook(PeerQueue.QuestionFor(own), out var seen);

        Assert.That((isKnown, seen), Is.EqualTo((true, new PeerView(3, 3))));
    }

    [Test]
    public void A_peer_that_is_gone_is_unknown()
    {
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var peer = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        peer.Connect((IPEndPoint)listener.LocalEndPoint!); // It is bound.
        using var own = listener.Accept();
        var question = PeerQueue.QuestionFor(own);
        peer.LingerState = new(enable: true, seconds: 0);
        peer.Close();

        Assert.That(PeerQueue.TryLook(question, out _), Is.False);
    }

    private static SendingStep OneByteEach() => Raw(new string('x', Pieces)) with { Split = new Split { Every = 1 } };

    private static IEnumerable<WriteBoundary> Proven(int count, WriteBoundary last) =>
        Enumerable.Repeat(WriteBoundary.Proven, count).Append(last);

    /// <summary>The reads behind the head, which a first piece may have come with.</summary>
    private static IEnumerable<int> BodyReads(RawPeer peer)
    {
        var head = peer.Received.Length - peer.Body.Length;
        foreach (var read in peer.Reads)
        {
            var left = read - Math.Max(0, Math.Min(read, head));
            head -= read;
            if (left > 0)
            {
                yield return left;
            }
        }
    }

    private static async Task<WriteBoundary[]> BoundariesAsync(Stage stage, CancellationToken cancellationToken) =>
        [.. (await stage.Playback.EndTurnAsync(TimeSpan.FromSeconds(10), cancellationToken)).Exchanges
            .Single().Writes
            .Select(write => write.Boundary)];
}
