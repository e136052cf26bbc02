using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests;

/// <summary>The order to stop: nothing is cut off without a word.</summary>
[TestFixture]
internal sealed class ShutdownTests : IDisposable
{
    private const int Patience = 60_000;
    private const string Ask = """{"model":"m","input":"a","stream":true}""";
    private const string Text = """data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}""" + "\n\n";
    private const string Rest = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

    private readonly RawUpstream _upstream = new();

    [Test]
    [CancelAfter(Patience)]
    public async Task An_answer_that_ends_within_the_grace_is_whole(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, new ManualTime());
        using var exchange = await OpenAsync(relay, cancellationToken);

        var stopping = relay.StopAsync(cancellationToken);
        await exchange.Upstream.SendChunkAsync(Rest, cancellationToken);
        var text = await exchange.Answer.Content.ReadAsStringAsync(cancellationToken);
        await stopping;

        Assert.That(text, Does.Contain("event: response.completed").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_answer_that_outlasts_the_grace_is_told_to_fail(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, time);
        using var exchange = await OpenAsync(relay, cancellationToken);

        var waiting = time.TimerOfAsync(TimeSpan.FromSeconds(7));
        var stopping = relay.StopAsync(cancellationToken);
        await waiting;
        time.Advance(TimeSpan.FromSeconds(7));
        var text = await exchange.Answer.Content.ReadAsStringAsync(cancellationToken);
        await stopping;

        Assert.That(text, Does.Contain("event: response.failed").And.Contain("\"relay_stopping\"").And.EndsWith("data: [DONE]\n\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_client_that_reads_slowly_gets_the_end_after_the_grace(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken, time);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, relay.Client.BaseAddress!.Port, cancellationToken);
        await client.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Ask.Length}\r\n"
                    + $"Connection: close\r\n\r\n{Ask}"),
            cancellationToken);
        using var upstream = await _upstream.ReceiveAsync(cancellationToken);
        await upstream.SendAsync(RawExchange.StreamHead, cancellationToken);
        var filling = FillAsync(upstream, cancellationToken);

        // The upstream can send no more once all buffers on the way to the client are full. A pause of a busy machine may pass for that;
        // the test then proves less.
        await Task.WhenAny(filling.Stopped, Task.Delay(TimeSpan.FromSeconds(20), cancellationToken));
        var waiting = time.TimerOfAsync(TimeSpan.FromSeconds(7));
        var stopping = relay.StopAsync(cancellationToken);
        await waiting;
        time.Advance(TimeSpan.FromSeconds(7));
        var text = await ReadToEndAsync(client, cancellationToken);
        await stopping;
        upstream.Dispose();

        // Not as constraints on the text, which would be printed with all its megabytes.
        Assert.That(text.Contains("event: response.failed\n", StringComparison.Ordinal), Is.True);
        Assert.That(text.Contains("\"relay_stopping\"", StringComparison.Ordinal), Is.True);
        Assert.That(text[^30..], Does.EndWith("data: [DONE]\n\n\r\n0\r\n\r\n"));
    }

    [Test]
    [CancelAfter(Patience)]
    [Platform("Linux,MacOsX", Reason = "Windows has no SIGTERM.")]
    public async Task A_stop_while_the_database_does_not_answer_at_the_start_ends_well(CancellationToken cancellationToken)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var asked = silent.AcceptTcpClientAsync(cancellationToken).AsTask();

        var (code, _, errors) = await RelayProgram.RunAsync(
            [
                "--port", "0", "--log-level", "none", "--upstream", _upstream.BaseUrl.ToString(), "--set",
                $"store=postgres://relay@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/postgres",
            ],
            async process =>
            {
                using var connection = await asked;
                RelayProgram.Terminate(process);
            },
            cancellationToken);

        Assert.That((code, errors), Is.EqualTo((0, "")));
    }

    [Test]
    [CancelAfter(Patience)]
    [Platform("Linux,MacOsX", Reason = "Windows has no SIGTERM.")]
    public async Task Fifty_open_streams_each_get_a_terminal_event_and_the_relay_ends_well(CancellationToken cancellationToken)
    {
        const int streams = 50;
        await using var relay = await RelayProgram.StartAsync(
            ["--upstream", _upstream.BaseUrl.ToString(), "--set", "shutdown_grace_ms=50", "--log-level", "none"], cancellationToken);
        using var client = new HttpClient { BaseAddress = relay.Url, Timeout = Timeout.InfiniteTimeSpan };
        var exchanges = new List<Exchange>();
        for (var i = 0; i < streams; i++)
        {
            exchanges.Add(await OpenAsync(client, cancellationToken));
        }

        relay.Terminate();
        var texts = await Task.WhenAll(exchanges.Select(exchange => exchange.Answer.Content.ReadAsStringAsync(cancellationToken)));
        var code = await relay.EndAsync(cancellationToken);
        exchanges.ForEach(static exchange => exchange.Dispose());

        Assert.That(texts, Has.Length.EqualTo(streams).And.All.Contains("event: response.failed\n").And.All.EndsWith("data: [DONE]\n\n"));
        Assert.That(code, Is.Zero);
    }

    public void Dispose() => _upstream.Dispose();

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl, ShutdownGrace = TimeSpan.FromSeconds(7) };

    private Task<Exchange> OpenAsync(RelayUnderTest relay, CancellationToken cancellationToken) =>
        OpenAsync(relay.Client, cancellationToken);

    /// <summary>Sends text until the relay takes no more for a while.</summary>
    private static (Task Stopped, Task Broken) FillAsync(RawExchange upstream, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (stopped.Task, Task.Run(
            async () =>
            {
                var text = $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{new string('x', 50_000)}}}"}}]}""" + "\n\n";
                while (true)
                {
                    var sending = upstream.SendChunkAsync(text, cancellationToken);
                    if (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != sending)
                    {
                        stopped.TrySetResult();
                    }

                    await sending;
                }
            },
            cancellationToken));
    }

    private static async Task<string> ReadToEndAsync(Socket client, CancellationToken cancellationToken)
    {
        using var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await client.ReceiveAsync(buffer, cancellationToken)) > 0;)
        {
            received.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    /// <summary>A stream of which the client has seen the beginning.</summary>
    private async Task<Exchange> OpenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
        {
            Content = new StringContent(Ask, Encoding.UTF8, "application/json"),
        };
        var asking = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var upstream = await _upstream.ReceiveAsync(cancellationToken);
        await upstream.SendAsync(RawExchange.StreamHead, cancellationToken);
        await upstream.SendChunkAsync(Text, cancellationToken);
        var answer = await asking;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return new Exchange(upstream, answer);
    }

    private sealed record Exchange(RawExchange Upstream, HttpResponseMessage Answer) : IDisposable
    {
        public void Dispose()
        {
            Upstream.Dispose();
            Answer.Dispose();
        }
    }
}
