using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Answering;

/// <summary>Requests that are malformed, half, slow or too large get one clear answer, and nothing of them stays behind.</summary>
[CancelAfter(60_000)]
internal sealed class BadRequestTests
{
    private const string Head = "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\n";

    [TestCase("GET /v1/models HTTP/1.1\r\nHost: a b\r\n\r\n", "400")]
    [TestCase("NONSENSE\r\n\r\n", "400")]
    [TestCase("GET /v1/models HTTP/9.9\r\nHost: mock\r\n\r\n", "505")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400", "bad_request")]
    [TestCase(Head + "Content-Length: 67108865\r\n\r\n", "413", "67108864")]
    [TestCase("GET /TARGET HTTP/1.1\r\nHost: mock\r\n\r\n", "414")]
    [TestCase("GET /v1/models HTTP/1.1\r\nHost: mock\r\nX-Long: VALUE\r\n\r\n", "431")]
    [TestCase("POST /elsewhere HTTP/1.1\r\nHost: mock\r\nContent-Length: 67108865\r\n\r\n", "413", "67108864")]
    public async Task A_malformed_request_is_answered_once_and_its_connection_closed(
        string request, string status, string reason = "", CancellationToken cancellationToken = default)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = new RawPeer();

        await peer.SendAsync(stage.Host.BaseUrl, request.Replace("TARGET", new string('x', 9_000), StringComparison.Ordinal)
            .Replace("VALUE", new string('x', 40_000), StringComparison.Ordinal), cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Received, Does.StartWith($"HTTP/1.1 {status} ").And.Contain(reason));
        await HoldsNothingAsync(stage, meter, cancellationToken);
        await IsAliveAsync(stage, cancellationToken);
    }

    [Test]
    public async Task A_body_of_unknown_length_that_grows_too_large_is_a_413_that_names_the_limit(CancellationToken cancellationToken)
    {
        const int Piece = 1 << 20;
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = new RawPeer();
        await peer.SendAsync(stage.Host.BaseUrl, Head + "Transfer-Encoding: chunked\r\n\r\n", cancellationToken);
        var piece = Encoding.ASCII.GetBytes($"{Piece:x}\r\n{new string(' ', Piece)}\r\n");
        for (var sent = 0; sent < 64; sent++)
        {
            await peer.Socket.SendAsync(piece, cancellationToken);
        }

        // One byte more than the limit, and no end.
        await peer.Socket.SendAsync("1\r\n \r\n"u8.ToArray(), cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Received, Does.StartWith("HTTP/1.1 413 ").And.Contain("67108864").And.Contain("x-should-retry: false"));
        await HoldsNothingAsync(stage, meter, cancellationToken);
        await IsAliveAsync(stage, cancellationToken);
    }

    [TestCase("/v1/chat/completions", """{"model":"rc-stag"}""", "404", "case 'rc-stage' requires")]
    [TestCase("/v1/chat/completions", "{\"model\":", "400", "is not JSON")]
    [TestCase("/v1/embeddings", "{}", "404", "is not served")]
    public async Task A_request_that_matches_nothing_is_answered_once_and_nothing_of_it_is_held(
        string path, string body, string status, string reason, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = new RawPeer();

        await peer.SendAsync(stage.Host.BaseUrl, string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}"), cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Received.Split("HTTP/1.1 ").Length - 1, ending), Is.EqualTo((1, Ending.Fin)));
        Assert.That(peer.Received, Does.StartWith($"HTTP/1.1 {status} ").And.Contain(reason).And.Contain("x-should-retry: false"));
        await HoldsNothingAsync(stage, meter, cancellationToken);
        await IsAliveAsync(stage, cancellationToken);
    }

    [Test]
    public async Task A_client_that_closes_its_sending_half_behind_its_request_counts_as_gone(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hel"), Gate("go"), Raw("lo"));
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("hel\r\n", cancellationToken);

        // Kestrel does not tell this apart from a client that has left, and a relay that leaves must be seen.
        peer.Socket.Shutdown(SocketShutdown.Send);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Body, Is.EqualTo("3\r\nhel\r\n"));
        await HoldsNothingAsync(stage, meter, cancellationToken);
        var record = (await stage.Playback.EndTurnAsync(TimeSpan.FromMinutes(1), cancellationToken)).Exchanges.Single();
        Assert.That((record.Completed, record.PeerGoneAt is not null, stage.Host.Gates.Waiting.Count), Is.EqualTo((false, true, 0)));
    }

    [Test]
    public async Task A_body_that_does_not_arrive_in_time_is_a_408_that_may_not_be_repeated(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("hello")), new MockUpstreamOptions { RequestTimeout = TimeSpan.FromMilliseconds(300) }, cancellationToken);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = new RawPeer();

        await peer.SendAsync(stage.Host.BaseUrl, Head + "Content-Length: 100\r\n\r\n{\"model\":", cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(
            peer.Received, Does.StartWith("HTTP/1.1 408 ").And.Contain("x-should-retry: false").And.Contain("did not arrive within 0.3 s"));
        await HoldsNothingAsync(stage, meter, cancellationToken);
        await IsAliveAsync(stage, cancellationToken);
    }

    [Test]
    public async Task A_head_that_does_not_arrive_in_time_ends_the_connection(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("hello")), new MockUpstreamOptions { RequestTimeout = TimeSpan.FromMilliseconds(300) }, cancellationToken);
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = new RawPeer();

        await peer.SendAsync(stage.Host.BaseUrl, "POST /v1/chat/compl", cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Received, Does.StartWith("HTTP/1.1 408 "));
        await HoldsNothingAsync(stage, meter, cancellationToken);
        await IsAliveAsync(stage, cancellationToken);
    }

    [Test]
    public async Task A_client_that_leaves_in_the_middle_of_its_request_leaves_nothing_behind(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        for (var left = 0; left < 20; left++)
        {
            using var peer = new RawPeer();
            await peer.SendAsync(stage.Host.BaseUrl, Head + "Content-Length: 100\r\n\r\n{", cancellationToken);
        }

        await IsAliveAsync(stage, cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(turn.Exchanges.Select(exchange => exchange.Completed), Is.EqualTo(new[] { true }));
    }

    [Test]
    public async Task A_body_that_ends_early_ends_the_connection_and_stands_in_the_log(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var meter = new ConnectionMeter(stage.Host.BaseUrl.Port);
        using var peer = new RawPeer();

        await peer.SendAsync(stage.Host.BaseUrl, Head + "Content-Length: 100\r\n\r\n{", cancellationToken);
        peer.Socket.Shutdown(SocketShutdown.Send);
        await peer.ReadToEndAsync(cancellationToken);

        await HoldsNothingAsync(stage, meter, cancellationToken);
        await IsAliveAsync(stage, cancellationToken);
        using var admin = new AdminClient(stage.Host.BaseUrl);
        var log = await admin.SendAsync(HttpMethod.Get, "requests/unmatched", null, cancellationToken);

        // Kestrel lets nobody write to a client that has ended its request too early.
        Assert.That(peer.Received, Is.Empty);
        Assert.That(log, Does.Contain("Unexpected end of request content"));
    }

    [Test]
    public async Task A_request_of_HTTP_1_0_without_a_host_is_answered(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var peer = new RawPeer();

        var body = $$"""{"model":"{{Stage.Key}}"}""";
        await peer.SendAsync(stage.Host.BaseUrl, string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.0\r\nContent-Length: {body.Length}\r\n\r\n{body}"), cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);

        Assert.That((peer.Body, ending), Is.EqualTo(("hello", Ending.Fin)));
    }

    [Test]
    public async Task A_compressed_body_is_refused_as_such(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var client = new HttpClient();
        using var content = new ByteArrayContent([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
        content.Headers.ContentEncoding.Add("gzip");

        using var answer = await client.PostAsync(new Uri(stage.Host.BaseUrl, "/v1/chat/completions"), content, cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.Contain("without content-encoding"));
    }

    [Test]
    public async Task The_bytes_of_a_body_that_is_not_text_are_recorded_as_they_are(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var client = new HttpClient();
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($$"""{"model":"{{Stage.Key}}","x":"""),
            (byte)'"',
            0xff,
            0xfe,
            (byte)'"',
            (byte)' ',
            (byte)'\n',
            (byte)'}',
        ];

        using var answer = await client.PostAsync(
            new Uri(stage.Host.BaseUrl, "/v1/chat/completions"), new ByteArrayContent(body), cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(turn.Exchanges.Single().Request.Body.ToArray(), Is.EqualTo(body));
    }

    private static async Task HoldsNothingAsync(Stage stage, ConnectionMeter meter, CancellationToken cancellationToken)
    {
        await meter.UntilEndedAsync(1, cancellationToken);
        Assert.That(meter.Open, Is.Zero);
        using var admin = new AdminClient(stage.Host.BaseUrl);
        Assert.That(await admin.SendAsync(HttpMethod.Get, "streams", null, cancellationToken), Is.EqualTo("""{"streams":[]}"""));
    }

    private static async Task IsAliveAsync(Stage stage, CancellationToken cancellationToken)
    {
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("0\r\n\r\n", cancellationToken);

        Assert.That(peer.Body, Is.EqualTo("5\r\nhello\r\n0\r\n\r\n"));
    }
}
