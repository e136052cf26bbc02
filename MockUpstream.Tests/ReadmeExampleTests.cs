using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MockUpstream;
using NUnit.Framework;
using OpenAI;
using OpenAI.Chat;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace MockUpstream.Tests;

/// <summary>Runs the examples of the guide to the mock, and checks that the guide shows these lines.</summary>
[CancelAfter(60_000)]
internal sealed partial class ReadmeExampleTests
{
    private readonly string _folder = Repository.Scenarios;

    [Test]
    public async Task On_a_server_of_your_own()
    {
        var folder = _folder;

        // example 1
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        await using var scenarios = server.AddScenarios(folder);

        using var client = server.CreateClient();
        using var answer = await client.PostAsJsonAsync("/v1/chat/completions", new { model = "rc-text.plain", stream = true });
        var stream = await answer.Content.ReadAsStringAsync();
        // end

        Assert.That(stream, Does.EndWith("data: [DONE]\n\n"));
    }

    [Test]
    public async Task With_a_client_of_OpenAI()
    {
        var folder = _folder;

        // example 2
        await using var upstream = await ScenarioServer.StartAsync(folder);

        var chat = new ChatClient("rc-text.plain", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = upstream.BaseUrl });
        var text = "";
        await foreach (var update in chat.CompleteChatStreamingAsync("Say hello"))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }
        // end

        Assert.That(text, Is.EqualTo("Hello, world"));
    }

    [Test]
    public async Task With_a_mapping_in_front()
    {
        var folder = _folder;

        // example 3
        await using var upstream = await ScenarioServer.StartAsync(folder);
        upstream.Server
            .Given(Request.Create().WithPath("/v1/chat/completions").UsingPost().WithHeader("x-tenant", "blocked"))
            .AtPriority(1) // the scenarios have 100
            .RespondWith(Response.Create().WithStatusCode(403));

        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-tenant", "blocked");
        using var refused = await client.PostAsJsonAsync(upstream.BaseUrl + "/chat/completions", new { model = "rc-text.plain" });
        var seen = upstream.Server.LogEntries.Count;
        // end

        Assert.That((refused.StatusCode, seen), Is.EqualTo((HttpStatusCode.Forbidden, 1)));
    }

    [Test]
    public void The_guide_shows_these_lines()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs/guides/mock-in-your-tests.md")).ReplaceLineEndings("\n");
        var source = File.ReadAllText(Repository.PathOf("MockUpstream.Tests/ReadmeExampleTests.cs")).ReplaceLineEndings("\n");

        var shown = CodeBlock().Matches(guide).Select(block => block.Groups["code"].Value).ToArray();
        var here = Example().Matches(source)
            .Select(example => Indent().Replace(example.Groups["code"].Value, ""));

        Assert.That(shown, Is.EqualTo(here).And.Length.EqualTo(3));
    }

    [GeneratedRegex(
        "^```csharp\n(?<code>.*?)^```$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(
        "^ {8}// example [0-9]\n(?<code>.*?)^ {8}// end$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Indent();
}
