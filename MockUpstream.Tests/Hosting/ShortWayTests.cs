using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Hosting;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Hosting;

/// <summary>A case is played without WireMock's pipeline while nothing in WireMock could answer. Nobody can tell the difference.</summary>
[CancelAfter(60_000)]
internal sealed partial class ShortWayTests
{
    private const string Elsewhere = """{"Request": {"Path": "/elsewhere"}, "Response": {"StatusCode": 204}}""";

    private readonly HttpClient _client = new();
    private MockUpstreamHost _host = null!;
    private AdminClient _admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await _host.StartAsync(CancellationToken.None);
        _host.Register(Scenario([Exchange(Raw("one"), Raw("two"))]), Stage.Key);
        _admin = new AdminClient(_host.BaseUrl);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public void This_version_of_WireMock_has_what_the_short_way_needs() =>
        Assert.That(WireMockInternals.TryCreate(_host.Server)?.PlaysCasesAlone, Is.True);

    [Test]
    public async Task Both_ways_leave_the_same_entry_in_the_log(CancellationToken cancellationToken)
    {
        var plain = await AskAsync("?api-version=1&key=secret", cancellationToken);
        var entry = await _admin.SendAsync(HttpMethod.Get, "requests", null, cancellationToken);
        await _admin.SendAsync(HttpMethod.Delete, "requests", null, cancellationToken);
        await _admin.SendAsync(HttpMethod.Post, "mappings", Elsewhere, cancellationToken);
        var mapped = await AskAsync("?api-version=1&key=secret", cancellationToken);
        var other = await _admin.SendAsync(HttpMethod.Get, "requests", null, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(
                WireMockInternals.TryCreate(_host.Server)?.PlaysCasesAlone, Is.False, "the second request must have gone WireMock's way");
            Assert.That(plain, Is.EqualTo(mapped));
            Assert.That(Changing().Replace(entry, "${name}"), Is.EqualTo(Changing().Replace(other, "${name}")));
            Assert.That(entry, Does.Contain("onetwo").And.Not.Contain("secret"));
        });
    }

    [Test]
    public async Task A_delay_that_was_set_for_all_requests_holds(CancellationToken cancellationToken)
    {
        _host.Server.AddGlobalProcessingDelay(TimeSpan.FromMilliseconds(1));

        Assert.That(WireMockInternals.TryCreate(_host.Server)?.PlaysCasesAlone, Is.False);
        Assert.That(await AskAsync("", cancellationToken), Is.EqualTo("onetwo"));
    }

    private async Task<string> AskAsync(string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.BaseUrl, "/v1/chat/completions" + query));
        request.Headers.Authorization = new("Bearer", "sk-secret");
        request.Headers.Add("x-twice", ["a", "b"]);
        request.Content = JsonContent.Create(new { model = Stage.Key, stream = true });
        using var answer = await _client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    [GeneratedRegex("""(?<name>"(Guid|DateTime)": ")[^"]*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changing();
}
