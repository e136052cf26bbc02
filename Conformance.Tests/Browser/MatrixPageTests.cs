using Conformance.Reporting.Matrix;
using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>The matrix page as people use it: the tables, the filters, two streams side by side, with and without script.</summary>
public sealed class MatrixPageTests : BrowserTest
{
    private const string Pair = $"#case={SampleMatrix.Different}&a=0&b=1";

    private string _folder = "";

    private string Address => new Uri(Path.Combine(_folder, "matrix.html")).AbsoluteUri;

    [SetUp]
    public void WritePage()
    {
        _folder = Directory.CreateTempSubdirectory("relayconf-matrix-").FullName;
        using var page = File.Create(Path.Combine(_folder, "matrix.html"));
        MatrixReport.Write(SampleMatrix.Write(_folder), page);
    }

    [TearDown]
    public void RemovePage() => Directory.Delete(_folder, recursive: true);

    [Test]
    [CancelAfter(60_000)]
    public async Task Axe_finds_nothing([Values("", Pair, "#q=nothing-at-all", "#case=no/such")] string view, [Values(
        ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values(1440, 390)] int width)
    {
        var page = await OpenAsync(view, new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        await Assertions.Expect(page.Locator("h1:visible")).ToBeVisibleAsync();

        Assert.That(await Axe.FindAsync(page), Is.Empty);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Two_streams_stand_side_by_side_aligned_by_event()
    {
        var page = await OpenAsync(Pair);

        await Assertions.Expect(page.Locator("#compared")).ToContainTextAsync("changed");
        await Assertions.Expect(page.Locator(".diff thead th")).ToHaveTextAsync(["acme", "zeta"]);
        await Assertions.Expect(page.Locator(".diff tr.changed mark").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".verdicts-table tbody tr")).ToHaveCountAsync(3);
        await page.Locator("#swap").ClickAsync();
        await Assertions.Expect(page.Locator(".diff thead th")).ToHaveTextAsync(["zeta", "acme"]);
        Assert.That(await page.EvaluateAsync<string>("location.hash"), Is.EqualTo($"#case={SampleMatrix.Different}&a=1&b=0"));
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Turn 2" }).ClickAsync();
        await Assertions.Expect(page.Locator("#compared")).ToHaveTextAsync("Both relays sent the same 9 events.");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task The_relays_that_differ_are_chosen_when_the_address_names_none()
    {
        var page = await OpenAsync("#case=text/plain");

        await Assertions.Expect(page.Locator(".diff thead th")).ToHaveTextAsync(["acme", "zeta"]);
        await page.Locator("#choose-right").SelectOptionAsync("2");
        await Assertions.Expect(page.Locator(".answers")).ToContainTextAsync("This relay has no recorded answer here.");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task The_keyboard_alone_filters_opens_walks_and_comes_back()
    {
        var page = await OpenAsync("");
        await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("3 cases, 1 with different verdicts.");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("text");
        await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("2 of 3 cases.");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#pair-title")).ToHaveTextAsync("The title of text/equal");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("#pair-title")).ToHaveTextAsync("The title of text/plain");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#overview")).ToBeVisibleAsync();
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.textContent"), Is.EqualTo("text/plain"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Only_failures_and_only_differences_are_filters()
    {
        var page = await OpenAsync("");

        await page.Locator("#fails").CheckAsync();

        await Assertions.Expect(page.Locator("tr.case:not([hidden])")).ToHaveCountAsync(2);
        Assert.That(await page.EvaluateAsync<string>("location.hash"), Is.EqualTo("#fails=1"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Without_script_all_tables_can_be_read()
    {
        var page = await OpenAsync("", new BrowserNewContextOptions { JavaScriptEnabled = false });

        await Assertions.Expect(page.Locator("tr.case")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("table.rules tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#filters")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#tools")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("tr.case").Nth(1)).ToContainTextAsync("wrong");
    }

    private async Task<IPage> OpenAsync(string fragment, BrowserNewContextOptions? options = null)
    {
        var page = (await PageAsync(options)).Page;
        await page.GotoAsync(Address + fragment);
        return page;
    }
}
