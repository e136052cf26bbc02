using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>Large answers and bodies of many clients at once: what one takes is bounded, and the others are served.</summary>
[TestFixture]
[NonParallelizable]
[CancelAfter(120_000)]
internal sealed class OverloadTests : IDisposable
{
    private const int AnswerBytes = 32 * 1024 * 1024;
    private const int Clients = 12;

    private static readonly byte[] Chunk = Encoding.UTF8.GetBytes(
        $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{new string('x', 1024)}\"}}}}]}}\n\n");

    private static readonly byte[] LargeAnswer =
        [.. "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"u8, .. Chunks(), .. End];

    private readonly RawUpstream _upstream = new();

    private static ReadOnlySpan<byte> End =>
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8;

    [Test]
    public async Task An_upstream_is_left_when_its_stalled_client_leaves(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(new RelayOptions(), cancellationToken);
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAndStallAsync(relay, cancellationToken)));
        var upstreams = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => _upstream.ReceiveAsync(cancellationToken)));
        var taken = new int[Clients];
        var sending = upstreams.Select((upstream, i) => SendUntilLeftAsync(upstream, LargeAnswer, taken, i, cancellationToken)).ToList();
        await Task.WhenAll(clients.Select(client => client.ReadAsync(new byte[1], cancellationToken).AsTask()));

        int[] before;
        do
        {
            // Until all of them have stalled.
            before = [.. taken];
            await Task.Delay(200, cancellationToken);
        }
        while (!before.SequenceEqual(taken));

        foreach (var client in clients)
        {
            client.Socket.LingerState = new LingerOption(true, 0);
            client.Dispose();
        }

        await Task.WhenAll(sending);
        var after = taken.Zip(before, static (all, first) => all - first).ToList();
        TestContext.Out.WriteLine(string.Join(' ', after));
        Assert.That(after, Is.All.LessThan(AnswerBytes / 8), "bytes that were taken from an upstream after the client had left");
    }

    [TestCase("""{"model":"m","input":"a","stream":true,"store":false}""")]
    [TestCase("""{"model":"m","input":"a","stream":false,"store":false}""")]
    public async Task Other_clients_are_served_during_large_answers(string ask, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(new RelayOptions(), cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var answers = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => DrainAsync(relay, ask, cancellationToken)));
        for (var i = 0; i < Clients; i++)
        {
            _ = SendUntilLeftAsync(await _upstream.ReceiveAsync(cancellationToken), LargeAnswer, new int[1], 0, cancellationToken);
        }

        var waits = new List<TimeSpan>();
        while (!answers.IsCompleted)
        {
            var asked = TimeProvider.System.GetTimestamp();
            using (await relay.Client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken))
            {
                waits.Add(TimeProvider.System.GetElapsedTime(asked));
            }

            await Task.Delay(5, cancellationToken);
        }

        var whole = TimeProvider.System.GetElapsedTime(began);
        waits.Sort();
        var slow = waits[(int)(waits.Count * 0.95)];
        TestContext.Out.WriteLine($"{waits.Count} requests in {whole.TotalSeconds:f1} s, 95 of 100 within {slow.TotalMilliseconds:f0} ms");
        Assert.That(await answers, Is.All.GreaterThan(AnswerBytes));
        Assert.That(slow, Is.LessThan(whole / 8));
    }

    [Test]
    public async Task Bodies_beyond_the_total_are_refused_until_there_is_room(CancellationToken cancellationToken)
    {
        const int body = 400_000;
        var options = new RelayOptions { MaxBodyBytes = body, MaxBodyBytesTotal = body * 2 };
        await using var relay = await StartAsync(options, cancellationToken);
        _ = ServeAsync(cancellationToken);
        var ask = "{\"model\":\"m\",\"input\":\"" + new string('a', 100_000) + "\",\"stream\":true}";
        using var refused = await PostBesideAsync(relay, body, ask, cancellationToken);
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        using var accepted = await PostUntilAsync(relay, ask, HttpStatusCode.OK, cancellationToken);

        Assert.That(error["code"]!.GetValue<string>(), Is.EqualTo("relay_overloaded"));
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task The_body_of_a_background_response_counts_until_it_is_sent(CancellationToken cancellationToken)
    {
        const int body = 400_000;
        var options = new RelayOptions { MaxBodyBytes = body, MaxBodyBytesTotal = body };
        await using var relay = await StartAsync(options, cancellationToken);
        var large = "{\"model\":\"m\",\"input\":\"" + new string('a', body * 3 / 4) + "\"";
        using var queued = await relay.PostAsync(large + ",\"background\":true}", cancellationToken);
        await queued.Content.ReadAsStringAsync(cancellationToken);

        // The upstream has the request and has not begun to answer.
        var exchange = await _upstream.ReceiveAsync(cancellationToken);
        using var refused = await relay.PostAsync(large + "}", cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        exchange.Dispose();
        _ = ServeAsync(cancellationToken);
        using var accepted = await PostUntilAsync(relay, large + ",\"stream\":true}", HttpStatusCode.OK, cancellationToken);

        Assert.That((queued.StatusCode, refused.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)));
    }

    public void Dispose() => _upstream.Dispose();

    private static byte[] Chunks()
    {
        var chunks = new byte[Chunk.Length * (AnswerBytes / 1024)];
        for (var at = 0; at < chunks.Length; at += Chunk.Length)
        {
            Chunk.CopyTo(chunks, at);
        }

        return chunks;
    }

    private static async Task<NetworkStream> AskAndStallAsync(RelayUnderTest relay, CancellationToken cancellationToken)
    {
        const string ask = """{"model":"m","input":"a","stream":true,"store":false}""";
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, relay.Client.BaseAddress!.Port, cancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {ask.Length}\r\n\r\n{ask}"),
            cancellationToken);
        return stream;
    }

    // Counts the bytes that are taken, until the relay closes the connection or has all.
    private static async Task SendUntilLeftAsync(
        RawExchange upstream, byte[] answer, int[] taken, int place, CancellationToken cancellationToken)
    {
        using (upstream)
        {
            try
            {
                while (taken[place] < answer.Length)
                {
                    var piece = answer.AsMemory(taken[place], Math.Min(64 * 1024, answer.Length - taken[place]));
                    await upstream.SendAsync(piece, cancellationToken);
                    taken[place] += piece.Length;
                }
            }
            catch (Exception left) when (left is SocketException or IOException)
            {
                // The relay has closed the connection.
            }
        }
    }

    private static async Task<long> DrainAsync(RelayUnderTest relay, string ask, CancellationToken cancellationToken)
    {
        using var answer = await relay.PostAsync(ask, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        long total = 0;
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0; total += count)
        {
            // Only the length is needed.
        }

        return total;
    }

    // Sends a request beside two others whose bodies do not end, until it is refused. The server gives up such bodies after some seconds.
    private static async Task<HttpResponseMessage> PostBesideAsync(
        RelayUnderTest relay, int body, string ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var first = await HoldAsync(relay, body, cancellationToken);
            using var second = await HoldAsync(relay, body, cancellationToken);
            for (var i = 0; i < 20; i++)
            {
                var answer = await relay.PostAsync(ask, cancellationToken);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    return answer;
                }

                answer.Dispose();
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    private static async Task<TcpClient> HoldAsync(RelayUnderTest relay, int body, CancellationToken cancellationToken)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, relay.Client.BaseAddress!.Port, cancellationToken);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {body}\r\n\r\n{new string(' ', body - 10_000)}"),
            cancellationToken);
        return socket;
    }

    private static async Task<HttpResponseMessage> PostUntilAsync(
        RelayUnderTest relay, string ask, HttpStatusCode status, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await relay.PostAsync(ask, cancellationToken);
            if (answer.StatusCode == status)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(20, cancellationToken);
        }
    }

    // Several at a time: a client may open a connection that it does not use at once, or never.
    private Task ServeAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ServeNextAsync(cancellationToken)));

    private async Task ServeNextAsync(CancellationToken cancellationToken)
    {
        byte[] answer = [.. "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"u8, .. Chunk, .. End];
        while (true)
        {
            try
            {
                var upstream = await _upstream.ReceiveAsync(cancellationToken);
                await SendUntilLeftAsync(upstream, answer, new int[1], 0, cancellationToken);
            }
            catch (Exception left) when (left is SocketException or IOException)
            {
                // The relay has closed the connection, because its client has left.
            }
        }
    }

    private Task<RelayUnderTest> StartAsync(RelayOptions options, CancellationToken cancellationToken) =>
        RelayUnderTest.StartAsync(options with { Upstream = _upstream.BaseUrl }, cancellationToken);
}
