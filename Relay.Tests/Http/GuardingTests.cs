using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>Who may come in: with which key, and from which page.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class GuardingTests : IDisposable
{
    private const string Ask = """{"model":"m","input":"a"}""";

    private readonly RawUpstream _upstream = new();
    private readonly WrittenFile _keys = new("a-clients-key\n", "keys");

    [TestCase(null)]
    [TestCase("Bearer another-key")]
    public async Task Without_a_known_key_nothing_is_asked_of_the_upstream(string? authorization, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        using var answer = await relay.PostAsync(Ask, authorization, cancellationToken);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;

        Assert.That(
            ((int)answer.StatusCode, error["code"]!.GetValue<string>(), error["type"]!.GetValue<string>()),
            Is.EqualTo((401, "invalid_api_key", "invalid_request_error")));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
        Assert.That(relay.Log, Does.Not.Contain("another-key"));
    }

    [TestCase("/v1/models", 401)]
    [TestCase("/metrics", 401)]
    [TestCase("/policies", 401)]
    [TestCase("/nowhere", 401)]
    [TestCase("/health/live", 200)]
    [TestCase("/health/ready", 200)]
    public async Task All_but_the_health_is_behind_the_key(string path, int status, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(), cancellationToken);

        using var answer = await relay.Client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase("the-relays-key", "Authorization: Bearer the-relays-key")]
    [TestCase(null, "")]
    public async Task A_clients_key_is_for_the_relay_and_never_goes_up(
        string? upstreamKey, string header, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options() with { ApiKey = upstreamKey }, cancellationToken);

        var asking = relay.PostAsync(Ask, "Bearer a-clients-key", cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("400 Bad", "Connection: close\r\n", "", cancellationToken);
        using var answer = await asking;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(exchange.Head, Does.Contain(header).And.Not.Contain("a-clients-key"));
        Assert.That(exchange.Head.Contains("Authorization:", StringComparison.OrdinalIgnoreCase), Is.EqualTo(upstreamKey is not null));
    }

    [Test]
    public async Task A_page_of_a_known_origin_may_call_without_its_question_carrying_a_key(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(
            Options() with { CorsOrigins = ["https://app.example"] }, cancellationToken);

        using var known = await AskToCallAsync(relay, "https://app.example", cancellationToken);
        using var unknown = await AskToCallAsync(relay, "https://other.example", cancellationToken);

        Assert.That(Origins(known), Is.EqualTo("https://app.example"));
        Assert.That(Origins(unknown), Is.Null);
    }

    [Test]
    public async Task By_default_no_page_may_call(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(new RelayOptions { Upstream = _upstream.BaseUrl }, cancellationToken);

        using var answer = await AskToCallAsync(relay, "https://app.example", cancellationToken);

        Assert.That(Origins(answer), Is.Null);
    }

    public void Dispose()
    {
        _upstream.Dispose();
        _keys.Dispose();
    }

    private static string? Origins(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? string.Join(',', origins) : null;

    private static async Task<HttpResponseMessage> AskToCallAsync(RelayUnderTest relay, string origin, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/responses");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await relay.Client.SendAsync(request, cancellationToken);
    }

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl, ClientKeys = ClientKeys.Read(_keys.Path, out _) };
}
