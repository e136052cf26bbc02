using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using MockUpstream.Contract;
using MockUpstream.Playing;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Hosting;

/// <summary>The same scenarios over TLS and HTTP/2.</summary>
[CancelAfter(60_000)]
internal sealed class TlsTests
{
    private const string Other = "rc-other";

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task Scenarios_play_over_TLS(string version, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(Raw("hello")), new MockUpstreamOptions { Tls = true }, cancellationToken);

        var (answered, body) = await AskAsync(
            stage.Host.TlsUrl, Trusting(stage.Host.Certificate!), Version.Parse(version), cancellationToken);

        Assert.That((answered, body), Is.EqualTo((Version.Parse(version), "hello")));
        Assert.That(stage.Host.TlsUrl.Scheme, Is.EqualTo("https"));
    }

    [Test]
    public async Task The_certificate_is_made_anew_for_each_host_and_only_for_loopback(CancellationToken cancellationToken)
    {
        await using var one = await Stage.OpenAsync(Scenario(Raw("x")), new MockUpstreamOptions { Tls = true }, cancellationToken);
        await using var other = await Stage.OpenAsync(Scenario(Raw("x")), new MockUpstreamOptions { Tls = true }, cancellationToken);

        Assert.That(one.Host.Certificate!.Thumbprint, Is.Not.EqualTo(other.Host.Certificate!.Thumbprint));
        Assert.That((one.Host.Certificate.MatchesHostname("localhost"), one.Host.Certificate.MatchesHostname(
            "127.0.0.1"), one.Host.Certificate.MatchesHostname("example.com")), Is.EqualTo((true, true, false)));
    }

    [Test]
    public async Task Scenarios_play_over_HTTP_2_without_TLS(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(Raw("hello")), new MockUpstreamOptions { H2c = true }, cancellationToken);

        var (answered, body) = await AskAsync(stage.Host.H2cUrl, new SocketsHttpHandler(), HttpVersion.Version20, cancellationToken);

        Assert.That((answered, body), Is.EqualTo((HttpVersion.Version20, "hello")));
    }

    [Test]
    public async Task A_reset_ends_its_own_stream_of_an_HTTP_2_connection_and_no_other(
        [Values] bool tls, CancellationToken cancellationToken)
    {
        var options = new MockUpstreamOptions { Tls = tls, H2c = !tls };
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("a"), Gate("reset"), Close(CloseKind.Reset)), options, cancellationToken);
        await using var others = BeginOther(stage, Raw("b"), Gate("go on"), Raw("c"), Done());
        using var client = tls ? new Http2Peer(stage.Host.TlsUrl, Trusting(stage.Host.Certificate!)) : new Http2Peer(stage.Host.H2cUrl);
        using var reset = await client.AskAsync(Stage.Key, cancellationToken);
        using var other = await client.AskAsync(Other, cancellationToken);
        var begun = (await reset.ReadAsync(cancellationToken), await other.ReadAsync(cancellationToken));

        stage.Host.Gates.Release("reset");
        var ended = await reset.ReadToEndAsync(cancellationToken);
        stage.Host.Gates.Release("go on");
        var rest = await other.ReadToEndAsync(cancellationToken);
        var record = (await stage.Playback.EndTurnAsync(TimeSpan.FromMinutes(1), cancellationToken)).Exchanges.Single();

        Assert.That((begun, ended, rest), Is.EqualTo((("a", "b"), "RST_STREAM with code 2", "cdata: [DONE]\n\n")));
        Assert.That((client.Connections, record.Completed, record.PeerGoneAt), Is.EqualTo((1, true, (long?)null)));
    }

    [Test]
    public async Task A_stream_of_an_HTTP_2_connection_that_is_ended_by_hand_leaves_the_others(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("a"), Stall()), new MockUpstreamOptions { H2c = true }, cancellationToken);
        await using var others = BeginOther(stage, Raw("b"), Gate("go on"), Raw("c"));
        using var admin = new AdminClient(stage.Host.BaseUrl);
        using var client = new Http2Peer(stage.Host.H2cUrl);
        using var ended = await client.AskAsync(Stage.Key, cancellationToken);
        await ended.ReadAsync(cancellationToken);
        using var other = await client.AskAsync(Other, cancellationToken);
        await other.ReadAsync(cancellationToken);

        await admin.SendAsync(HttpMethod.Delete, "streams/1", null, cancellationToken);
        var end = await ended.ReadToEndAsync(cancellationToken);
        stage.Host.Gates.Release("go on");

        Assert.That(
            (end, await other.ReadToEndAsync(cancellationToken), client.Connections), Is.EqualTo(("RST_STREAM with code 2", "c", 1)));
    }

    [Test]
    public async Task A_host_that_was_not_told_to_listen_so_says_it(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("x"));

        Assert.That(() => stage.Host.TlsUrl, Throws.InvalidOperationException.With.Message.Contains("TLS"));
        Assert.That(() => stage.Host.H2cUrl, Throws.InvalidOperationException.With.Message.Contains("HTTP/2"));
    }

    private static Playback BeginOther(Stage stage, params UpstreamStep[] steps)
    {
        var playback = stage.Host.Register(Scenario(steps), Other);
        playback.BeginTurn(0);
        return playback;
    }

    private static async Task<(Version Version, string Body)> AskAsync(
        Uri baseUrl, SocketsHttpHandler handler, Version version, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await client.PostAsync(
            new Uri(baseUrl, "/v1/chat/completions"), JsonContent.Create(new { model = Stage.Key, stream = true }), cancellationToken);
        return (answer.Version, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Trusts this certificate and no other.</summary>
    private static SocketsHttpHandler Trusting(X509Certificate2 certificate) => new()
    {
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificate(certificate.RawData) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
