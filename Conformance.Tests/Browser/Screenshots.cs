using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>Pictures for people, made on demand: <c>dotnet test Conformance.Tests --filter "FullyQualifiedName~Screenshots"</c> writes them to <c>artifacts/screenshots</c>.</summary>
[Explicit("Makes pictures; asserts nothing.")]
public sealed class Screenshots : IAsyncDisposable
{
    private IBrowserContext? _context;

    [Test]
    [CancelAfter(120_000)]
    public async Task Write_pictures([Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values(1360, 800)] int width)
    {
        _context = await BrowserFixture.Browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var page = new ReportPage(await _context.NewPageAsync(), BrowserFixture.Address);

        await page.OpenAsync();
        await SaveAsync(page, scheme, width, "list");
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

    private static async Task SaveAsync(ReportPage page, ColorScheme scheme, int width, string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}", StringComparison.Ordinal)], "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{scheme}-{width}.png".ToLowerInvariant()), FullPage = true });
    }
}
