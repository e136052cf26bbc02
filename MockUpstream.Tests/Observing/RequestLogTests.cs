using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using WireMock.Admin.Requests;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Observing;

/// <summary>The log of requests has an end, in number and in bytes, and no key stands in it.</summary>
[CancelAfter(60_000)]
internal sealed class RequestLogTests
{
    private const string Secret = "sk-secret-0123456789abcdef";

    private readonly HttpClient _client = new();

    [TearDown]
    public void CloseClient() => _client.Dispose();

    [Test]
    public async Task The_oldest_requests_are_dropped_by_number_and_the_number_dropped_is_shown(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("x")), new MockUpstreamOptions { MostRequestsKept = 3 }, cancellationToken);
        for (var number = 1; number <= 5; number++)
        {
            await AskAsync(stage.Host, $"nobody-{number}", cancellationToken);
        }

        using var admin = new AdminClient(stage.Host.BaseUrl);
        var kept = await admin.GetAsync<LogEntryModel[]>("requests", cancellationToken);

        Assert.That(
            kept.Select(entry => entry.Request?.Body).ToArray(),
            Has.Length.EqualTo(3).And.None.Contains("nobody-2").And.Some.Contains("nobody-3"));
        Assert.That((admin.LastDropped, stage.Host.Unmatched.Count), Is.EqualTo(("2", 3)));
    }

    [Test]
    public async Task The_oldest_requests_are_dropped_by_bytes_and_a_large_body_is_cut(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("x")), new MockUpstreamOptions { MostBytesKept = 8_000 }, cancellationToken);
        for (var number = 1; number <= 20; number++)
        {
            await AskAsync(stage.Host, $"nobody-{number}" + new string('x', 5_000), cancellationToken);
        }

        using var admin = new AdminClient(stage.Host.BaseUrl);
        var kept = await admin.GetAsync<LogEntryModel[]>("requests", cancellationToken);

        Assert.That((kept.Length, admin.LastDropped), Is.EqualTo((8, "12")));
        Assert.That(kept.Select(entry => entry.Request?.Body?.Length), Is.All.EqualTo(1_000));
        Assert.That(kept[^1].Request?.Headers?["x-mock-bytes-received"].Single(), Is.EqualTo("5021"));
    }

    [Test]
    public async Task No_key_stands_in_the_log_whoever_answered(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("x"));
        using var admin = new AdminClient(stage.Host.BaseUrl);
        await admin.SendAsync(
            HttpMethod.Post, "mappings", """{"Request": {"Path": "/mine"}, "Response": {"StatusCode": 200}}""", cancellationToken);
        foreach (var target in (string[])["/v1/chat/completions?key=" + Secret, "/mine?api-version=1&api_key=" + Secret, "/nowhere"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Host.BaseUrl, target))
            {
                Content = JsonContent.Create(new { model = Stage.Key }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
            request.Headers.Add("x-api-key", Secret);
            request.Headers.Add("Cookie", "session=" + Secret);
            using var answer = await _client.SendAsync(request, cancellationToken);
        }

        var log = await admin.SendAsync(HttpMethod.Get, "requests", null, cancellationToken);

        Assert.That(log, Does.Not.Contain(Secret).And
            .Contain("Bearer ***").And
            .Contain("api-version=1").And
            .Contain("/mine").And
            .Contain("/nowhere").And
            .Contain("key=***"));
    }

    [Test]
    public async Task The_admin_API_requires_its_token(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("x")), new MockUpstreamOptions { AdminToken = "let-me-in" }, cancellationToken);
        using var stranger = new AdminClient(stage.Host.BaseUrl, "let-me-on");
        using var known = new AdminClient(stage.Host.BaseUrl, "let-me-in");

        var (refused, reason) = await stranger.TrySendAsync(HttpMethod.Get, "requests", null, cancellationToken);
        var (streams, _) = await stranger.TrySendAsync(HttpMethod.Get, "streams", null, cancellationToken);
        var (admitted, _) = await known.TrySendAsync(HttpMethod.Get, "requests", null, cancellationToken);

        Assert.That(
            (refused, streams, admitted), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK)));
        Assert.That(reason, Does.Contain("requires 'Authorization: Bearer'"));
    }

    [Test]
    public async Task A_host_that_other_machines_reach_has_no_admin_API_without_a_token(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario(Raw("x")), new MockUpstreamOptions { Address = "0.0.0.0" }, cancellationToken);
        using var admin = new AdminClient(stage.Host.BaseUrl);

        var (status, reason) = await admin.TrySendAsync(HttpMethod.Get, "requests", null, cancellationToken);

        Assert.That(
            (status, reason.Contains("has no admin token", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Forbidden, true)));
    }

    private async Task AskAsync(MockUpstreamHost host, string model, CancellationToken cancellationToken)
    {
        using var content = new StringContent($$"""{"model":"{{model}}"}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(host.BaseUrl, "/v1/chat/completions"), content, cancellationToken);
    }
}
