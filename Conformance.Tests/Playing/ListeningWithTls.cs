using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using MockUpstream;
using NUnit.Framework;
using static Conformance.Tests.Playing.Make;

namespace Conformance.Tests.Playing;

/// <summary>The same scenarios over TLS and HTTP/2.</summary>
[CancelAfter(30_000)]
internal sealed class ListeningWithTls
{
    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task Scenarios_play_over_TLS(string version, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(Raw("hello")), new MockUpstreamOptions { Tls = true }, cancellationToken);

        var (answered, body) = await AskAsync(stage.Host.TlsUrl, Trusting(stage.Host.Certificate!), Version.Parse(version), cancellationToken);

        Assert.That((answered, body), Is.EqualTo((Version.Parse(version), "hello")));
        Assert.That(stage.Host.TlsUrl.Scheme, Is.EqualTo("https"));
    }

    [Test]
    public async Task The_certificate_is_made_anew_for_each_host_and_only_for_loopback(CancellationToken cancellationToken)
    {
        await using var one = await Stage.OpenAsync(Scenario(Raw("x")), new MockUpstreamOptions { Tls = true }, cancellationToken);
        await using var other = await Stage.OpenAsync(Scenario(Raw("x")), new MockUpstreamOptions { Tls = true }, cancellationToken);

        Assert.That(one.Host.Certificate!.Thumbprint, Is.Not.EqualTo(other.Host.Certificate!.Thumbprint));
        Assert.That((one.Host.Certificate.MatchesHostname("localhost"), one.Host.Certificate.MatchesHostname("127.0.0.1"), one.Host.Certificate.MatchesHostname("example.com")), Is.EqualTo((true, true, false)));
    }

    [Test]
    public async Task Scenarios_play_over_HTTP_2_without_TLS(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(Scenario(Raw("hello")), new MockUpstreamOptions { H2c = true }, cancellationToken);

        var (answered, body) = await AskAsync(stage.Host.H2cUrl, new SocketsHttpHandler(), HttpVersion.Version20, cancellationToken);

        Assert.That((answered, body), Is.EqualTo((HttpVersion.Version20, "hello")));
    }

    [Test]
    public async Task A_host_that_was_not_told_to_listen_so_says_it(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("x"));

        Assert.That(() => stage.Host.TlsUrl, Throws.InvalidOperationException.With.Message.Contains("TLS"));
        Assert.That(() => stage.Host.H2cUrl, Throws.InvalidOperationException.With.Message.Contains("HTTP/2"));
    }

    private static async Task<(Version Version, string Body)> AskAsync(Uri baseUrl, SocketsHttpHandler handler, Version version, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(handler) { DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.PostAsync(new Uri(baseUrl, "/v1/chat/completions"), JsonContent.Create(new { model = Stage.Key, stream = true }), cancellationToken);
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
