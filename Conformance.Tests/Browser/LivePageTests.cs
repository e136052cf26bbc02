using System.Text;
using Microsoft.Playwright;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Browser;

/// <summary>The live page of a mock that serves: requests, open streams and gates while they happen.</summary>
[CancelAfter(60_000)]
public sealed class LivePageTests : IAsyncDisposable
{
    private readonly List<IBrowserContext> _contexts = [];

    private const string Wild = "<img src=x onerror=alert(1)>";

    [Test]
    public async Task A_stream_is_shown_while_it_runs_and_killed_from_the_page(CancellationToken cancellationToken)
    {
        await using var host = await StartAsync(cancellationToken);
        var page = await OpenAsync(host);
        await Assertions.Expect(page.Locator("#example")).ToContainTextAsync("rc-text.stalls");

        var asked = AskAsync(host, "rc-text.stalls", cancellationToken);
        await Assertions.Expect(page.Locator("#streams b")).ToHaveTextAsync("rc-text.stalls");
        await Assertions.Expect(page.Locator("#streams pre")).ToContainTextAsync("Hello");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Kill" }).ClickAsync();

        await Assertions.Expect(page.Locator("#no-streams")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#requests summary").First).ToContainTextAsync("rc-text.stalls");
        Assert.That(async () => await asked, Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
    }

    [Test]
    public async Task Words_of_a_request_are_text_and_the_request_opens_to_its_bodies(CancellationToken cancellationToken)
    {
        await using var host = await StartAsync(cancellationToken);
        var page = await OpenAsync(host);
        await AskAsync(host, Wild, cancellationToken);

        await page.Locator("#requests summary").First.ClickAsync();

        await Assertions.Expect(page.Locator("#requests details pre").First).ToContainTextAsync(Wild);
        await Assertions.Expect(page.Locator("#requests img")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Axe_finds_nothing([Values(
        ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values(1200, 390)] int width, CancellationToken cancellationToken)
    {
        await using var host = await StartAsync(cancellationToken);
        await AskAsync(host, Wild, cancellationToken);
        host.ShowProblems(["text/bad.yaml:3:1: unknown-key 'ttle' is not a key of the case; did you mean 'title'?"]);
        var page = await OpenAsync(
            host, new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        await Assertions.Expect(page.Locator("#requests details")).ToHaveCountAsync(1);

        var wrong = await Axe.FindAsync(page);

        Assert.Multiple(async () =>
        {
            Assert.That(wrong, Is.Empty);
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
        });
    }

    private static async Task<MockUpstreamHost> StartAsync(CancellationToken cancellationToken)
    {
        var host = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false, HasPage = true });
        await host.StartAsync(cancellationToken);
        var place = new SourcePlace("text/stalls.yaml", 1, 1);
        UpstreamStep[] steps =
        [
            new TextStep("Hello") { Number = 1, Text = "text: Hello", Place = place },
            new StallStep { Number = 2, Text = "stall", Place = place },
        ];
        var turn = new Turn(
            new ClientRequest { Body = System.Text.Json.JsonElement.Parse("{}") },
            [new Exchange { Steps = steps, Place = place }],
            new Expectation(),
            place);
        host.Register(new Scenario
        {
            Id = "text/stalls",
            Title = "The upstream stalls",
            Level = Level.Must,
            Turns = [turn],
            Place = place,
            Source = "",
        }, "rc-text.stalls");
        return host;
    }

    /// <summary>Ends the pages, which ask for news for as long as they are open.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }
    }

    private async Task<IPage> OpenAsync(MockUpstreamHost host, BrowserNewContextOptions? options = null)
    {
        var context = await BrowserFixture.Browser.NewContextAsync(options ?? new BrowserNewContextOptions());
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(host.BaseUrl, "/").ToString());
        return page;
    }

    private static async Task<string> AskAsync(MockUpstreamHost host, string model, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var body = new StringContent($$"""{"model":"{{model}}","stream":true,"messages":[]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(host.BaseUrl, "/v1/chat/completions"), body, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
