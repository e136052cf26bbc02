using Conformance.Tests.Reporting;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
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

    // Most of the time would be spent on describing elements that pass.
    private static readonly HashSet<ResultType> Wanted = [ResultType.Violations];

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

        var result = await report.Page.RunAxe(new AxeRunOptions { ResultTypes = Wanted });

        Assert.That(Words(result), Is.Empty);
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

        var light = await report.Page.RunAxe(new AxeRunOptions { ResultTypes = Wanted });
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        var dark = await report.Page.RunAxe(
            new AxeRunOptions { ResultTypes = Wanted, RunOnly = RunOnlyOptions.Rules("color-contrast") });

        Assert.That(Words(light).Concat(Words(dark)), Is.Empty);
    }

    private static IEnumerable<string> Words(AxeResult result) =>
        result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}");
}
