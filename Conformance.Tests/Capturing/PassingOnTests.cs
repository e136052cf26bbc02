using System.Net;
using System.Text;
using Conformance.Capturing;
using Conformance.Tests.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Capturing;

/// <summary>The recorder between a client and a vendor of bare sockets.</summary>
[CancelAfter(60_000)]
internal sealed class PassingOnTests
{
    private const string Question = """{"model":"m","stream":true,"messages":[]}""";

    private readonly TaskCompletionSource<CapturedExchange> _captured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _trouble = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, MaxResponseDrainSize = 0 });

    [TearDown]
    public void DisposeClient() => _client.Dispose();

    [Test]
    public async Task Each_piece_is_passed_on_before_the_next_is_sent(CancellationToken cancellationToken)
    {
        var seen = new SemaphoreSlim(0);
        await using var vendor = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            foreach (var piece in new[] { "data: 1\n\n", "data: 2\n\n" })
            {
                await connection.ChunkAsync(piece);
                // The vendor goes on only when the client has read the piece: a recorder that holds back would never end.
                await seen.WaitAsync(connection.Stopped);
            }

            await connection.LastChunkAsync();
        });
        await using var proxy = await StartAsync(vendor.Url, cancellationToken);

        using var response = await SendAsync(proxy, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1024];
        List<string> reads = [];
        for (var length = await body.ReadAsync(
            buffer, cancellationToken); length > 0; length = await body.ReadAsync(buffer, cancellationToken))
        {
            reads.Add(Encoding.UTF8.GetString(buffer, 0, length));
            seen.Release();
        }

        var captured = await _captured.Task.WaitAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(reads, Is.EqualTo(new[] { "data: 1\n\n", "data: 2\n\n" }));
            Assert.That(captured.Reads.Select(static read => read.Length), Is.EqualTo(new[] { 9, 9 }));
            Assert.That(captured.End, Is.EqualTo(CaptureEnd.Clean));
            Assert.That(Encoding.UTF8.GetString(captured.RequestBody.Span), Is.EqualTo(Question));
        });
    }

    [Test]
    public async Task The_request_reaches_the_vendor_as_it_came(CancellationToken cancellationToken)
    {
        await using var vendor =
            new RawServer(static connection => connection.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-request-id: 7\r\n\r\n{}"));
        await using var proxy = await StartAsync(new Uri(vendor.Url, "/base/v1"), cancellationToken);

        using var response = await SendAsync(
            proxy,
            cancellationToken,
            "/v1x/chat/completions?api-version=1%20a",
            ("authorization", "Bearer sk-live-0123456789abcdef"),
            ("x-own", "1"));

        Assert.Multiple(() =>
        {
            Assert.That(response.Headers.GetValues("x-request-id"), Is.EqualTo(new[] { "7" }));
            Assert.That(
                vendor.Requests.Single(),
                Does.StartWith("POST /base/v1/v1x/chat/completions?api-version=1%20a HTTP/1.1\r\n").And.EndWith(Question));
            Assert.That(
                vendor.Requests.Single().ToLowerInvariant(),
                Does.Contain("authorization: bearer sk-live-0123456789abcdef\r\n").And.Contain("x-own:").And.Not.Contain("traceparent"));
        });
    }

    [TestCase("/v1", "/v1/chat/completions", "POST /v1/chat/completions ")]
    [TestCase("/v1", "/chat/completions", "POST /v1/chat/completions ")]
    [TestCase("/", "/v1/chat/completions", "POST /v1/chat/completions ")]
    public async Task Both_ways_of_giving_the_version_lead_to_the_vendor(
        string to, string path, string expected, CancellationToken cancellationToken)
    {
        await using var vendor = new RawServer(static connection => connection.SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
        await using var proxy = await StartAsync(new Uri(vendor.Url, to), cancellationToken);

        using var response = await SendAsync(proxy, cancellationToken, path);

        Assert.That(vendor.Requests.Single(), Does.StartWith(expected));
    }

    [Test]
    public async Task A_reset_is_passed_on_as_a_broken_answer_and_captured_as_a_reset(CancellationToken cancellationToken)
    {
        await using var vendor = new RawServer(static async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync("data: 1\n\n");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, connection.Stopped);
            connection.Reset();
        });
        await using var proxy = await StartAsync(vendor.Url, cancellationToken);

        using var response = await SendAsync(proxy, cancellationToken);

        Assert.That(async () => await response.Content.ReadAsStringAsync(cancellationToken), Throws.InstanceOf<HttpRequestException>());
        var captured = await _captured.Task.WaitAsync(cancellationToken);
        Assert.That((captured.End, Encoding.UTF8.GetString(captured.Body.Span)), Is.EqualTo((CaptureEnd.Reset, "data: 1\n\n")));
    }

    [Test]
    public async Task A_cut_answer_is_passed_on_as_a_broken_answer_and_captured_as_truncated(CancellationToken cancellationToken)
    {
        await using var vendor = new RawServer(static async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync("data: 1\n\n");
        });
        await using var proxy = await StartAsync(vendor.Url, cancellationToken);

        using var response = await SendAsync(proxy, cancellationToken);

        Assert.That(async () => await response.Content.ReadAsStringAsync(cancellationToken), Throws.InstanceOf<HttpRequestException>());
        Assert.That((await _captured.Task.WaitAsync(cancellationToken)).End, Is.EqualTo(CaptureEnd.Truncated));
    }

    [Test]
    public async Task A_client_that_leaves_is_felt_by_the_vendor(CancellationToken cancellationToken)
    {
        var felt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var vendor = new RawServer(async connection =>
        {
            await connection.SendAsync(RawConnection.StreamHead);
            await connection.ChunkAsync("data: 1\n\n");
            await connection.UntilGoneAsync();
            felt.SetResult();
        });
        await using var proxy = await StartAsync(vendor.Url, cancellationToken);

        var response = await SendAsync(proxy, cancellationToken);
        await using (var body = await response.Content.ReadAsStreamAsync(cancellationToken))
        {
            _ = await body.ReadAsync(new byte[1], cancellationToken);
        }

        response.Dispose();
        await felt.Task.WaitAsync(cancellationToken);
        Assert.That((await _captured.Task.WaitAsync(cancellationToken)).End, Is.EqualTo(CaptureEnd.ClientGone));
    }

    [Test]
    public async Task A_vendor_that_cannot_be_reached_is_a_502_with_one_sentence(CancellationToken cancellationToken)
    {
        Uri closed;
        await using (var vendor = new RawServer(static _ => Task.CompletedTask))
        {
            closed = vendor.Url;
        }

        await using var proxy = await StartAsync(closed, cancellationToken);

        using var response = await SendAsync(proxy, cancellationToken);
        var trouble = await _trouble.Task.WaitAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(trouble, Does.StartWith($"The recorder cannot reach {closed.GetLeftPart(UriPartial.Authority)}: "));
            Assert.That(_captured.Task.IsCompleted, Is.False);
        });
    }

    [Test]
    public async Task An_exchange_that_is_too_large_is_passed_on_whole_and_not_captured(CancellationToken cancellationToken)
    {
        var large = new string('x', 5_000);
        await using var vendor =
            new RawServer(connection => connection.SendAsync($"HTTP/1.1 200 OK\r\ncontent-length: {large.Length}\r\n\r\n{large}"));
        await using var proxy = await StartAsync(vendor.Url, cancellationToken, most: 4_000);

        using var response = await SendAsync(proxy, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var trouble = await _trouble.Task.WaitAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(body, Is.EqualTo(large));
            Assert.That(trouble, Does.Contain("is passed on and not recorded"));
            Assert.That(_captured.Task.IsCompleted, Is.False);
        });
    }

    private Task<CapturingProxy> StartAsync(Uri to, CancellationToken cancellationToken, long most = 1 << 20) =>
        CapturingProxy.StartAsync(new CapturingOptions
        {
            To = to,
            MostBytes = most,
            OnExchange = exchange => _captured.TrySetResult(exchange),
            OnTrouble = line => _trouble.TrySetResult(line),
        }, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(
        CapturingProxy proxy,
        CancellationToken cancellationToken,
        string path = "/v1/chat/completions",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Url, path))
        {
            Content = new StringContent(Question, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
