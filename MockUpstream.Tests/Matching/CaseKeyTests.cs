using System.Text;
using MockUpstream;
using MockUpstream.Playing;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Matching;

/// <summary>
/// The client's API key is a word of its own, by which the mock recognises a case, and of which the record keeps the form and not the
/// value.
/// </summary>
[CancelAfter(60_000)]
internal sealed class CaseKeyTests
{
    private readonly HttpClient _client = new();

    private static string Key => CaseKey.ApiKeyOf(Stage.Key);

    [TearDown]
    public void CloseClient() => _client.Dispose();

    [Test]
    public void The_key_shares_no_word_with_the_name_and_differs_for_each_name()
    {
        var key = CaseKey.ApiKeyOf("rc-tools.args-split");

        Assert.Multiple(() =>
        {
            Assert.That(key, Does.Match("^sk-rc-[0-9a-f]{32}$").And.Not.Contain("tools").And.Not.Contain("args"));
            Assert.That(key, Is.Not.EqualTo(CaseKey.ApiKeyOf("rc-tools.args-splits")));
        });
    }

    [TestCase("Authorization", "Bearer $", "Bearer $key")]
    [TestCase("Authorization", "bearer $", "bearer $key")]
    [TestCase("Authorization", "$", "$key")]
    [TestCase("Authorization", "Bearer Bearer $", "Bearer Bearer $key")]
    [TestCase("Authorization", "Bearer \"$\"", "Bearer \"$key\"")]
    [TestCase("api-key", "$", "$key")]
    [TestCase("x-api-key", "$", "$key")]
    public async Task A_request_is_matched_by_its_key_in_whatever_form(
        string name, string value, string recorded, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        var matchesByModel = value.Contains('"', StringComparison.Ordinal);
        var answer = await AskAsync(stage.Host, matchesByModel
            ? Stage.Key
            : "gpt-5", name, value.Replace("$", Key, StringComparison.Ordinal), cancellationToken);
        var record = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(answer, Is.EqualTo("hello"));
        Assert.That(record.Exchanges.Single().Request.Headers, Has.Some.Matches<KeyValuePair<string, string>>(header => header.Key.Equals(
            name, StringComparison.OrdinalIgnoreCase) && header.Value == recorded));
    }

    [TestCase("Bearer sk-of-the-relay-0123456789", "Bearer ***")]
    [TestCase("sk-of-the-relay-0123456789", "***")]
    [TestCase("Bearer undefined", "Bearer undefined")]
    [TestCase("Basic dXNlcjpwYXNz", "Basic ***")]
    public async Task Of_any_other_key_the_form_alone_is_recorded(string value, string recorded, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        await AskAsync(stage.Host, Stage.Key, "Authorization", value, cancellationToken);
        var record = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(record.Exchanges.Single().Request.Headers, Has.Member(KeyValuePair.Create("Authorization", recorded)));
    }

    [Test]
    public async Task A_part_of_the_key_is_recorded_as_such(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        await AskAsync(stage.Host, Stage.Key, "Authorization", "Bearer " + Key[..^3], cancellationToken);
        var record = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(record.Exchanges.Single().Request.Headers, Has.Member(KeyValuePair.Create("Authorization", "Bearer $part")));
    }

    [TestCase("POST", "/v1/responses")]
    [TestCase("PUT", "/v1/chat/completions")]
    [TestCase("GET", "/v1/chat/completions")]
    public async Task A_request_for_something_else_is_refused_and_noted_for_its_case(
        string method, string path, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(stage.Host.BaseUrl, path))
        {
            Content = new StringContent($$"""{"model":"{{Stage.Key}}"}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await _client.SendAsync(request, cancellationToken);
        var record = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That((int)answer.StatusCode, Is.EqualTo(404));
        Assert.That(record.Exchanges, Is.Empty);
        Assert.That(record.Strays.Select(stray => $"{stray.Method} {stray.Path}"), Is.EqualTo(new[] { $"{method} {path}" }));
    }

    private async Task<string> AskAsync(
        MockUpstreamHost host, string model, string header, string value, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.BaseUrl, "/v1/chat/completions"))
        {
            Content = new StringContent($$"""{"model":"{{model}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await _client.SendAsync(request, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
