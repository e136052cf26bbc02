using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>
/// Pictures for people, made on demand: <c>dotnet test Conformance.Tests -c Release --filter "FullyQualifiedName~ScreenshotTests"</c>
/// writes them to <c>artifacts/screenshots</c>.
/// </summary>
[Explicit("Makes pictures; asserts nothing.")]
[Category("Pictures")]
public sealed class ScreenshotTests : IAsyncDisposable
{
    private IBrowserContext? _context;

    [Test]
    [CancelAfter(120_000)]
    public async Task Write_pictures([Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values(1440, 390)] int width)
    {
        _context = await BrowserFixture.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        var page = new ReportPage(await _context.NewPageAsync(), BrowserFixture.Address);

        await page.OpenAsync();
        await SaveAsync(page, scheme, width, "list");
        foreach (var view in new[] { "rules", "vendors", "clients", "checks" })
        {
            await page.OpenAsync($"#view={view}");
            await SaveAsync(page, scheme, width, view);
        }

        foreach (var tab in new[] { "timeline", "events", "golden", "wire", "requests", "scenario" })
        {
            await page.OpenAsync($"#case={Reporting.SampleRun.FirstFailure}&tab={tab}");
            await page.Panel.WaitForAsync();
            await SaveAsync(page, scheme, width, $"case-{tab}");
        }

        await page.OpenAsync("#case=text/broken-bytes&tab=wire");
        await page.Panel.WaitForAsync();
        await SaveAsync(page, scheme, width, "bytes");
        await page.OpenAsync($"#case={Reporting.SampleRun.FirstFailure}&tab=events&ev=4");
        await page.CurrentEvent.WaitForAsync();
        await SaveAsync(page, scheme, width, "event");
        await page.OpenAsync("#case=hostile/markup");
        await page.Panel.WaitForAsync();
        await SaveAsync(page, scheme, width, "hostile");
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }
    }

    /// <summary>
    /// Writes <c>docs/report.png</c> from a real run:
    /// <c>PICTURE_OF=reports/latest dotnet test Conformance.Tests -c Release --filter "Name=Write_the_picture_of_the_readme"</c>.
    /// <c>PICTURE_AT</c> names the place in the report, such as <c>#view=rules</c>; without it the picture shows the first page.
    /// </summary>
    [Test]
    [CancelAfter(60_000)]
    public async Task Write_the_picture_of_the_readme()
    {
        var run = Environment.GetEnvironmentVariable("PICTURE_OF");
        Assert.That(run, Is.Not.Null.And.Not.Empty, "Name the folder of a run in PICTURE_OF, such as reports/latest.");
        var report = Path.Combine(Path.GetFullPath(run!, Repository.Root), "report.html");
        Assert.That(report, Does.Exist, "The folder holds no report: play a run first, or draw it with relayconf report.");
        _context = await BrowserFixture.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 1280, Height = 1200 },
        });
        var page = new ReportPage(await _context.NewPageAsync(), new Uri(report).AbsoluteUri);

        await page.OpenAsync(Environment.GetEnvironmentVariable("PICTURE_AT") ?? "");
        await Assertions.Expect(page.Heading).ToBeVisibleAsync();

        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Root, "docs", "report.png") });
    }

    private static string Folder()
    {
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf(
            $"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}", StringComparison.Ordinal)];

        return Directory.CreateDirectory(Path.Combine(root, "artifacts", "screenshots")).FullName;
    }

    private static async Task SaveAsync(ReportPage page, ColorScheme scheme, int width, string name)
    {
        await page.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Folder(), $"{name}-{scheme}-{width}.png".ToLowerInvariant()),
            FullPage = true,
        });
    }
}
