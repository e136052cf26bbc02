using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Exchange;
using Relay.Tests.Support;
using ZstdSharp;

namespace Relay.Tests.Http;

/// <summary>Bodies of requests that are compressed: Codex compresses those that it sends with its own login.</summary>
[TestFixture]
internal sealed class RequestEncodingTests
{
    private const int Patience = 30_000;
    private const string Ask = """{"model":"m","input":"a æ"}""";
    private const string Completion = """{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","conten"""
        + """t":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

    private readonly RawUpstream _upstream = new();

    [TestCase("gzip", "gzip")]
    [TestCase("x-gzip", "gzip")]
    [TestCase("GZIP", "gzip")]
    [TestCase("deflate", "deflate")]
    [TestCase("deflate", "raw")]
    [TestCase("br", "br")]
    [TestCase("zstd", "zstd")]
    [TestCase("identity", "")]
    [TestCase("identity, gzip", "gzip")]
    [TestCase("gzip, br", "gzip br")]
    [TestCase("zstd,gzip,deflate", "zstd gzip deflate")]
    [CancelAfter(Patience)]
    public async Task A_compressed_request_is_read(string header, string codings, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        var asking = PostAsync(relay, header, Compress(Encoding.UTF8.GetBytes(Ask), codings), cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "", Completion, cancellationToken);
        using var answer = await asking;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(JsonNode.Parse(exchange.Body)!["messages"]![0]!["content"]!.GetValue<string>(), Is.EqualTo("a æ"));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("raw")]
    [TestCase("br")]
    [TestCase("zstd")]
    [TestCase("gzip gzip")]
    [TestCase("zstd zstd zstd")]
    [CancelAfter(Patience)]
    public async Task A_small_body_that_becomes_too_large_is_a_413(string codings, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { MaxBodyBytes = 100_000 }, cancellationToken);
        var bomb = Compress(Encoding.UTF8.GetBytes($$"""{"model":"m","input":"{{new string('a', 20_000_000)}}"}"""), codings);
        Assert.That(bomb.Length, Is.LessThan(100_000));

        using var answer = await PostAsync(
            relay, codings.Replace("raw", "deflate", StringComparison.Ordinal).Replace(' ', ','), bomb, cancellationToken);

        Assert.That(await ReadAsync(answer, cancellationToken), Is.EqualTo((413, "request_too_large")));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("zstd")]
    [CancelAfter(Patience)]
    public async Task A_body_that_is_not_what_its_encoding_says_is_a_400(string coding, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        using var answer = await PostAsync(relay, coding, Encoding.UTF8.GetBytes(Ask), cancellationToken);

        Assert.That(await ReadAsync(answer, cancellationToken), Is.EqualTo((400, "invalid_request_body")));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("zstd")]
    [CancelAfter(Patience)]
    public async Task A_body_that_was_cut_off_is_a_400(string coding, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);
        var whole = Compress(Encoding.UTF8.GetBytes(Ask), coding);

        using var answer = await PostAsync(relay, coding, whole[..(whole.Length / 2)], cancellationToken);

        Assert.That((await ReadAsync(answer, cancellationToken)).Status, Is.EqualTo(400));
    }

    [TestCase("compress")]
    [TestCase("gzip, aws-chunked")]
    [TestCase("gzip,gzip,gzip,gzip")]
    [CancelAfter(Patience)]
    public async Task An_encoding_that_is_not_supported_is_a_415_with_those_that_are(string header, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        using var answer = await PostAsync(relay, header, Encoding.UTF8.GetBytes(Ask), cancellationToken);

        Assert.That(await ReadAsync(answer, cancellationToken), Is.EqualTo((415, "unsupported_content_encoding")));
        Assert.That(answer.Headers.GetValues("Accept-Encoding"), Is.EqualTo(["gzip, deflate, br, zstd"]));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_window_that_would_take_uncounted_memory_is_refused(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        // The head of a frame with a window of 128 MB.
        using var answer = await PostAsync(relay, "zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88, 0x01, 0x00, 0x00], cancellationToken);

        Assert.That(await ReadAsync(answer, cancellationToken), Is.EqualTo((400, "invalid_request_body")));
    }

    [TearDown]
    public void Close() => _upstream.Dispose();

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl };

    private static async Task<HttpResponseMessage> PostAsync(
        RelayUnderTest relay, string encoding, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await relay.Client.PostAsync(new Uri("/v1/responses", UriKind.Relative), content, cancellationToken);
    }

    private static async Task<(int Status, string Code)> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        return ((int)answer.StatusCode, error["code"]!.GetValue<string>());
    }

    private static byte[] Compress(byte[] plain, string codings) =>
        codings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(plain, CompressOnce);

    private static byte[] CompressOnce(byte[] plain, string coding)
    {
        using var bytes = new MemoryStream();
        using (Stream compressor = coding switch
        {
            "gzip" => new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true),
            "raw" => new DeflateStream(bytes, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            _ => new CompressionStream(bytes, leaveOpen: true),
        })
        {
            compressor.Write(plain);
        }

        return bytes.ToArray();
    }
}
