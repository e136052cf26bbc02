using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>Axe finds nothing, on any view, in either colour scheme.</summary>
public sealed class AccessibilityTests : BrowserTest
{
    private static readonly string[] Views =
    [
        "",
        "#q=no-such-case",
        "#view=rules",
        "#view=vendors",
        "#view=clients",
        "#view=checks",
        "#about=event-order",
        "#case=tools/no-golden&tab=golden",
        "#case=errors/quota&tab=golden",
        "#case=text/second-try&tab=golden",
        "#case=wire/never",
        $"#case={SampleRun.FirstFailure}&tab=timeline",
        $"#case={SampleRun.FirstFailure}&tab=events&ev=4",
        $"#case={SampleRun.FirstFailure}&tab=golden",
        $"#case={SampleRun.FirstFailure}&tab=wire",
        $"#case={SampleRun.FirstFailure}&tab=requests",
        $"#case={SampleRun.FirstFailure}&tab=scenario",
        "#case=turns/tool-loop",
        "#case=hostile/markup&tab=events",
        "#case=stream/large&tab=events",
        "#case=policy/length-completed",
        "#case=stall/before-first-byte",
        "#case=text/broken-bytes&tab=wire",
    ];

    [Test]
    [CancelAfter(120_000)]
    public async Task Axe_finds_nothing_on_a_narrow_screen_with_everything_unfolded([Values(
        "", "#view=rules", "#view=vendors", "#view=clients")] string view)
    {
        var report = await PageAsync(new BrowserNewContextOptions
        {
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        });
        await report.OpenAsync(view);
        await report.UnfoldAsync();

        Assert.That(await Axe.FindAsync(report.Page), Is.Empty);
    }

    /// <summary>The page is opened once: in the dark only its colours are others.</summary>
    [Test]
    [CancelAfter(120_000)]
    public async Task Axe_finds_nothing([ValueSource(nameof(Views))] string view)
    {
        var report = await PageAsync(new BrowserNewContextOptions
        {
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = 1360, Height = 900 },
        });
        await report.OpenAsync(view);
        await Assertions.Expect(report.Heading).ToBeVisibleAsync();
        await Assertions.Expect(report.Page.Locator("html.ready")).ToHaveCountAsync(1);

        var light = await Axe.FindAsync(report.Page);
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        var dark = await Axe.FindAsync(report.Page, "color-contrast");

        Assert.That(light.Concat(dark), Is.Empty);
    }

    /// <summary>The other tests would pass, too, if axe looked at nothing.</summary>
    [Test]
    [CancelAfter(120_000)]
    public async Task Axe_finds_what_is_wrong()
    {
        var report = await PageAsync();
        await report.Page.SetContentAsync(
            "<html lang=en><title>Page</title><main><h1>Page</h1><img src='data:,'><p style='color:#999;background:#fff'>Pale</p></main>");

        var wrong = await Axe.FindAsync(report.Page);
        var pale = await Axe.FindAsync(report.Page, "color-contrast");

        Assert.That(wrong.Select(static line => line.Split(':')[0]), Is.EquivalentTo(["image-alt", "color-contrast"]));
        Assert.That(pale, Has.One.Contains("Pale"));
    }
}
