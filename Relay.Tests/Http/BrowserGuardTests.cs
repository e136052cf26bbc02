using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>Requests that a web page could send to a relay without client keys: another name, another type, another origin.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class BrowserGuardTests : IDisposable
{
    private const string Ask = """{"model":"m","input":"a"}""";
    private const string Json = "application/json";

    private readonly RawUpstream _upstream = new();
    private readonly WrittenFile _keys = new("a-clients-key\n", "keys");

    [TestCase("localhost", true)]
    [TestCase("LOCALHOST:8080", true)]
    [TestCase("localhost.", true)]
    [TestCase("relay.localhost:1", true)]
    [TestCase("127.0.0.1", true)]
    [TestCase("127.9.9.9:80", true)]
    [TestCase("[::1]:80", true)]
    [TestCase("relay.example", true)]
    [TestCase("relay.example:8080", true)]
    [TestCase("evil.example", false)]
    [TestCase("relay.example.evil.example", false)]
    [TestCase("localhost.evil.example", false)]
    [TestCase("evillocalhost", false)]
    [TestCase("0.0.0.0", false)]
    [TestCase("192.168.1.1", false)]
    [TestCase("[fe80::1]", false)]
    public async Task A_host_name_is_loopback_or_configured(string host, bool allowed, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options() with { AllowedHosts = ["relay.example"] }, cancellationToken);

        var listing = await SendAsync(relay, HttpMethod.Get, "/policies", host, null, null, cancellationToken);
        var health = await SendAsync(relay, HttpMethod.Get, "/health", host, null, null, cancellationToken);

        Assert.That(listing, Is.EqualTo(allowed ? (200, "") : (403, "host_not_allowed")));
        Assert.That(health, Is.EqualTo(listing));
    }

    [Test]
    public async Task Every_host_name_can_be_allowed(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options() with { AllowedHosts = ["*"] }, cancellationToken);

        var answer = await SendAsync(relay, HttpMethod.Get, "/policies", "evil.example", null, null, cancellationToken);

        Assert.That(answer, Is.EqualTo((200, "")));
    }

    [TestCase("application/json", true)]
    [TestCase("Application/JSON; charset=utf-8", true)]
    [TestCase("application/vnd.acme+json", true)]
    [TestCase("text/plain", false)]
    [TestCase("text/plain; application/json", false)]
    [TestCase("application/jsonx", false)]
    [TestCase("text/vnd.acme+json", false)]
    [TestCase("application/x-www-form-urlencoded", false)]
    [TestCase("multipart/form-data; boundary=x", false)]
    [TestCase("no type", false)]
    [TestCase(null, false)]
    public async Task A_body_is_json(string? type, bool allowed, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options(), cancellationToken);

        // A broken body reaches the reader, which refuses it, or is refused before.
        var answer = await SendAsync(relay, HttpMethod.Post, "/v1/responses", null, type, "{", cancellationToken);

        Assert.That(answer, Is.EqualTo(allowed ? (400, "invalid_json") : (415, "unsupported_media_type")));
    }

    [Test]
    public async Task A_request_without_a_body_needs_no_content_type(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options(), cancellationToken);

        var answer = await SendAsync(relay, HttpMethod.Post, "/v1/responses/resp_0/cancel", null, null, null, cancellationToken);

        Assert.That(answer.Status, Is.EqualTo(404));
    }

    [TestCase("http://evil.example", false)]
    [TestCase("http://127.0.0.1:1", false)]
    [TestCase("http://localhost:PORT", false)]
    [TestCase("null", false)]
    [TestCase("", false)]
    [TestCase("http://app.example, http://evil.example", false)]
    [TestCase("http://127.0.0.1:PORT", true)]
    [TestCase("https://127.0.0.1:PORT", true)]
    [TestCase("http://app.example", true)]
    public async Task An_origin_is_the_relays_own_or_configured(string origin, bool allowed, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options() with { CorsOrigins = ["http://app.example"] }, cancellationToken);
        origin = origin.Replace("PORT", $"{relay.Client.BaseAddress!.Port}", StringComparison.Ordinal);

        var read = await SendAsync(relay, HttpMethod.Get, "/policies", null, null, null, cancellationToken, origin);
        var cancel = await SendAsync(
            relay, HttpMethod.Post, "/v1/responses/resp_0/cancel", null, null, null, cancellationToken, origin);

        Assert.That(read, Is.EqualTo(allowed ? (200, "") : (403, "origin_not_allowed")));
        Assert.That(cancel.Status, Is.EqualTo(allowed ? 404 : 403));
    }

    [TestCase("http://evil.example")]
    [TestCase("null")]
    public async Task Every_origin_can_be_allowed(string origin, CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options() with { CorsOrigins = ["*"] }, cancellationToken);

        var answer = await SendAsync(relay, HttpMethod.Get, "/policies", null, null, null, cancellationToken, origin);

        Assert.That(answer, Is.EqualTo((200, "")));
    }

    [Test]
    public async Task Client_keys_replace_all_of_this(CancellationToken cancellationToken)
    {
        var options = Options() with { ClientKeys = ClientKeys.Read(_keys.Path, out _) };
        await using var relay = await StartAsync(options, cancellationToken);
        relay.Client.DefaultRequestHeaders.Add("Authorization", "Bearer a-clients-key");

        var answer = await SendAsync(
            relay, HttpMethod.Post, "/v1/responses", "evil.example", "text/plain", "{", cancellationToken, "http://evil.example");

        Assert.That(answer, Is.EqualTo((400, "invalid_json")));
    }

    [Test]
    public async Task A_refused_request_is_logged_and_never_reaches_the_upstream(CancellationToken cancellationToken)
    {
        await using var relay = await StartAsync(Options(), cancellationToken);

        await SendAsync(relay, HttpMethod.Post, "/v1/responses", null, "text/plain", Ask, cancellationToken);
        var asking = SendAsync(
            relay, HttpMethod.Post, "/v1/responses", null, Json, """{"model":"second","input":"a"}""", cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("400 Bad", "Connection: close\r\n", "", cancellationToken);
        await asking;

        Assert.That(exchange.Body, Does.Contain("second"));
        Assert.That(relay.Log, Does.Contain("request rejected: 415 unsupported_media_type"));
    }

    [TestCase("0.0.0.0")]
    [TestCase("192.168.1.1")]
    [TestCase("::")]
    public void Another_address_than_loopback_needs_client_keys_or_a_word(string host)
    {
        string[] args = ["--upstream", "http://h/v1", "--host", host];

        var refused = RelayOptionsReader.Read(args, static _ => null, out var problem);
        var insecure = RelayOptionsReader.Read([.. args, "--insecure", "--port", "0"], static _ => null, out _);
        var withKeys = RelayOptionsReader.Read([.. args, "--client-keys", _keys.Path], static _ => null, out _);
        var printed = RelayOptionsReader.ReadWithoutUpstream(args, static _ => null, out _);

        Assert.That(refused, Is.Null);
        Assert.That(
            problem,
            Is.EqualTo($"Without client keys, --host {host} would let everyone on the network use the vendor's key: "
                + "set --client-keys FILE, or allow it with --insecure."));
        Assert.That(new[] { insecure, withKeys, printed }, Has.None.Null);
    }

    [Test]
    public async Task A_refused_host_is_exit_code_2()
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();

        var code = await RelayHost.RunAsync(["--upstream", "http://h/v1", "--host", "0.0.0.0", "--port", "0"], output, errors);

        Assert.That((code, output.ToString()), Is.EqualTo((2, "")));
        Assert.That(errors.ToString(), Does.Contain("--insecure"));
    }

    [TestCase("localhost")]
    [TestCase("127.0.0.2")]
    [TestCase("::1")]
    public void Loopback_needs_neither(string host) => Assert.That(
        RelayOptionsReader.Read(["--upstream", "http://h/v1", "--host", host], static _ => null, out _)?.Host, Is.EqualTo(host));

    [TestCase("relay.example:80")]
    [TestCase("http://relay.example")]
    public void A_host_name_has_neither_scheme_nor_port(string name)
    {
        _ = RelayOptionsReader.Read(["--upstream", "http://h/v1", "--allowed-hosts", name], static _ => null, out var problem);

        Assert.That(problem, Does.StartWith("--allowed-hosts: expected host names without a port"));
    }

    public void Dispose()
    {
        _upstream.Dispose();
        _keys.Dispose();
    }

    private RelayOptions Options() => new() { Upstream = _upstream.BaseUrl };

    private static Task<RelayUnderTest> StartAsync(RelayOptions options, CancellationToken cancellationToken) =>
        RelayUnderTest.StartAsync(options, cancellationToken);

    private static async Task<(int Status, string Code)> SendAsync(
        RelayUnderTest relay,
        HttpMethod method,
        string path,
        string? host,
        string? type,
        string? body,
        CancellationToken cancellationToken,
        string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Content(type, body) };
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        using var answer = await relay.Client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : JsonNode.Parse(text)!["error"]!["code"]!.GetValue<string>());
    }

    private static ByteArrayContent? Content(string? type, string? body)
    {
        if (body is null)
        {
            return null;
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }
}
