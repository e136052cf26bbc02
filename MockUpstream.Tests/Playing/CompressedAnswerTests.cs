using System.IO.Compression;
using System.Text;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Playing;

/// <summary>Answers that go out compressed, write by write.</summary>
[CancelAfter(60_000)]
internal sealed class CompressedAnswerTests
{
    [TestCase(ContentCoding.Gzip, "gzip")]
    [TestCase(ContentCoding.Brotli, "br")]
    [TestCase(ContentCoding.Deflate, "deflate")]
    public async Task Each_write_can_be_read_before_the_next_goes_out(
        ContentCoding coding, string name, CancellationToken cancellationToken)
    {
        await using var stage = await OpenAsync(coding, cancellationToken, Raw("first"), Hold("response.created"), Raw(" and last"));
        using var answer = await AskAsync(stage, cancellationToken);
        await using var body = Unpack(coding, await answer.Content.ReadAsStreamAsync(cancellationToken));

        var before = await ReadAsync(body, 5, cancellationToken);
        stage.Playback.ReportEvent("response.created");
        var after = await new StreamReader(body).ReadToEndAsync(cancellationToken);

        Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(new[] { name }));
        Assert.That((before, after), Is.EqualTo(("first", " and last")));
    }

    [Test]
    public async Task A_cut_off_answer_is_cut_off_in_its_compressed_form_too(CancellationToken cancellationToken)
    {
        await using var stage = await OpenAsync(ContentCoding.Gzip, cancellationToken, Raw("first"), Close(CloseKind.Truncate));
        using var answer = await AskAsync(stage, cancellationToken);
        await using var body = Unpack(ContentCoding.Gzip, await answer.Content.ReadAsStreamAsync(cancellationToken));

        var before = await ReadAsync(body, 5, cancellationToken);

        Assert.That(before, Is.EqualTo("first"));
        Assert.That(
            async () => await new StreamReader(body).ReadToEndAsync(cancellationToken),
            Throws.InstanceOf<IOException>().Or.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task What_is_on_record_is_what_the_script_said(CancellationToken cancellationToken)
    {
        await using var stage = await OpenAsync(ContentCoding.Gzip, cancellationToken, Raw("first"), Raw("last"));
        using var answer = await AskAsync(stage, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);

        var record = await stage.Playback.EndTurnAsync(TimeSpan.FromSeconds(10), cancellationToken);

        Assert.That(
            record.Exchanges.Single().Writes.Select(write => Encoding.UTF8.GetString(write.Bytes.Span)),
            Is.EqualTo(new[] { "first", "last" }));
    }

    private static Task<Stage> OpenAsync(ContentCoding coding, CancellationToken cancellationToken, params UpstreamStep[] steps) =>
        Stage.OpenAsync(Scenario([Exchange(steps) with { Wire = new Wire { Coding = coding } }]), new(), cancellationToken);

    private static async Task<HttpResponseMessage> AskAsync(Stage stage, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Host.BaseUrl + "/chat/completions"))
        {
            Content = new StringContent($$"""{"model":"{{Stage.Key}}","stream":true,"messages":[]}""", Encoding.UTF8, "application/json"),
        };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static Stream Unpack(ContentCoding coding, Stream body) => coding switch
    {
        ContentCoding.Gzip => new GZipStream(body, CompressionMode.Decompress),
        ContentCoding.Brotli => new BrotliStream(body, CompressionMode.Decompress),
        _ => new ZLibStream(body, CompressionMode.Decompress),
    };

    private static async Task<string> ReadAsync(Stream body, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes, cancellationToken);
        return Encoding.UTF8.GetString(bytes);
    }
}
