using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>What a person does with the report.</summary>
public sealed class ReportTests : BrowserTest
{
    [Test]
    [CancelAfter(30_000)]
    public async Task List_shows_failures_first_and_grouped_by_first_divergence()
    {
        var report = await PageAsync();

        await report.OpenAsync();

        await Assertions.Expect(report.Heading).ToContainTextAsync("acme");
        await Assertions.Expect(report.Rows.First).ToHaveAttributeAsync("data-id", SampleRun.FirstFailure);
        await Assertions.Expect(report.Page.Locator("h4").First).ToContainTextAsync("event-order at response.output_item.added");
        await Assertions.Expect(report.Shown).ToHaveTextAsync($"{SampleRun.Cases.Count} cases");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Keyboard_alone_reaches_the_first_failure_and_comes_back()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.PressAsync("f");
        await report.PressAsync("j");
        await report.PressAsync("Enter");
        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");
        await report.PressAsync("Escape");

        await Assertions.Expect(report.Shown).ToHaveTextAsync($"4 of {SampleRun.Cases.Count} cases");
        Assert.That(await report.FocusedAsync(), Is.EqualTo(SampleRun.FirstFailure));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Next_and_previous_walk_through_the_filtered_list()
    {
        var report = await PageAsync();
        await report.OpenAsync("#v=failed&case=" + SampleRun.FirstFailure);
        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");

        await report.PressAsync("j");
        await Assertions.Expect(report.Heading).ToContainTextAsync("carries the id of the first");
        await report.PressAsync("k");

        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");
        await Assertions.Expect(report.Article).ToContainTextAsync("1 of 4");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Deep_link_opens_the_case_at_the_event()
    {
        var report = await PageAsync();

        await report.OpenAsync($"#case={SampleRun.FirstFailure}&ev=4");

        await Assertions.Expect(report.SelectedTab).ToContainTextAsync("Events");
        await Assertions.Expect(report.CurrentEvent).ToContainTextAsync("response.output_item.added");
        await Assertions.Expect(report.CurrentEvent).ToBeInViewportAsync();
        await Assertions.Expect(report.CurrentEvent).ToContainTextAsync("event-order");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Back_button_returns_to_the_list_with_its_filters()
    {
        var report = await PageAsync();
        await report.OpenAsync();
        await report.Search.FillAsync("reused");
        await report.OpenCaseAsync("tools/args-split-reused-id");
        await Assertions.Expect(report.Heading).ToContainTextAsync("carries the id of the first");

        await report.Page.GoBackAsync();

        await Assertions.Expect(report.Search).ToHaveValueAsync("reused");
        await Assertions.Expect(report.Rows).ToHaveCountAsync(1);
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Filters_stand_in_the_address_and_are_read_from_it()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.TickAsync("failed");
        await report.Search.FillAsync("empty call_id");

        var again = await report.AddressAsync();
        Assert.That(again, Does.EndWith("#q=empty%20call_id&v=failed"));
        await Assertions.Expect(report.Rows).ToHaveCountAsync(1);
        await report.Page.GotoAsync("about:blank");
        await report.Page.GotoAsync(again);
        await Assertions.Expect(report.Rows).ToHaveCountAsync(1);
        await Assertions.Expect(report.Row(SampleRun.FirstFailure)).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Search_that_finds_nothing_says_so()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.PressAsync("/");
        await report.Page.Keyboard.TypeAsync("no such words");

        await Assertions.Expect(report.Page.GetByText("No case matches these filters.")).ToBeVisibleAsync();
    }

    [TestCase("timeline", "Upstream sends")]
    [TestCase("timeline", "tool: {args: '\"Oslo\"}'}")]
    [TestCase("events", "response.function_call_arguments.done")]
    [TestCase("golden", "Golden (expected)")]
    [TestCase("wire", "LF")]
    [TestCase("wire", "‖")]
    [TestCase("requests", "POST /v1/chat/completions")]
    [TestCase("scenario", "relay-scenario/v1")]
    [CancelAfter(30_000)]
    public async Task Tab_shows_its_side_of_the_evidence(string tab, string text)
    {
        var report = await PageAsync();
        await report.OpenAsync("#case=" + SampleRun.FirstFailure);

        await report.TabAsync(tab);

        await Assertions.Expect(report.Panel).ToContainTextAsync(text);
        Assert.That(await report.AddressAsync(), Does.Contain("tab=" + tab));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Bytes_that_are_no_character_are_shown_as_what_they_are()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=text/broken-bytes&tab=wire");

        await Assertions.Expect(report.Panel).ToContainTextAsync("Gr⟨C3⟩‖⟨BC⟩ß\"}}]}CRLF");
        await Assertions.Expect(report.Panel).ToContainTextAsync(": bad ⟨FF FE⟩LF");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Large_case_says_what_is_left_out_and_where_it_is()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=stream/large&tab=events");

        await Assertions.Expect(report.Panel).ToContainTextAsync("of 6,004 events are embedded");
        await Assertions.Expect(report.Panel).ToContainTextAsync("cases/stream/large/events.jsonl");
        await Assertions.Expect(report.Panel).ToContainTextAsync("[DONE]");
        await report.TabAsync("wire");
        await Assertions.Expect(report.Panel).ToContainTextAsync("cases/stream/large/relay.sse");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Second_turn_opens_when_the_finding_is_there()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=turns/tool-loop&tab=requests");

        await Assertions.Expect(report.Page.Locator("[aria-current=true]")).ToContainTextAsync("Turn 2");
        await report.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Turn 1" }).ClickAsync();
        await Assertions.Expect(report.Page.Locator("[aria-current=true]")).ToContainTextAsync("Turn 1");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Hostile_text_is_shown_as_text_and_runs_nothing()
    {
        var report = await PageAsync();
        await report.OpenAsync();
        await Assertions.Expect(report.Row("hostile/markup")).ToContainTextAsync("</script><img src=x");

        await report.OpenCaseAsync("hostile/markup");
        await Assertions.Expect(report.Heading).ToContainTextAsync("</script><img src=x onerror=\"window.hacked=1\">");
        foreach (var tab in new[] { "timeline", "events", "golden", "wire", "requests", "scenario" })
        {
            await report.TabAsync(tab);
            await Assertions.Expect(report.Panel).ToContainTextAsync("<img src=x");
        }

        await report.PressAsync("2");
        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Expand all" }).ClickAsync();
        Assert.That(await report.IsHackedAsync(), Is.False);
        await Assertions.Expect(report.Page.Locator("main img, main svg[onload], a[href^='javascript']")).ToHaveCountAsync(0);
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Case_that_is_not_in_the_run_is_said_to_be_unknown()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=no/such");

        await Assertions.Expect(report.Heading).ToHaveTextAsync("There is no case no/such in this run.");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Without_script_the_list_and_the_findings_can_be_read()
    {
        var report = await PageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });

        await report.OpenAsync();

        await Assertions.Expect(report.Rows).ToHaveCountAsync(SampleRun.Cases.Count);
        await Assertions.Expect(report.Filters).ToBeHiddenAsync();
        await Assertions.Expect(report.Toolbar).ToBeHiddenAsync();
        await report.Row(SampleRun.FirstFailure).Locator("summary").ClickAsync();
        await Assertions.Expect(report.Row(SampleRun.FirstFailure).GetByText("so that no client can answer it")).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Help_lists_the_keys_and_escape_closes_it()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.PressAsync("?");
        await Assertions.Expect(report.Help).ToContainTextAsync("failures only");
        await report.PressAsync("Escape");

        await Assertions.Expect(report.Help).ToHaveCountAsync(0);
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Colours_can_be_chosen_and_the_choice_is_kept()
    {
        var report = await PageAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await report.OpenAsync();

        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Colours: system" }).ClickAsync();
        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Colours: light" }).ClickAsync();
        await report.Page.ReloadAsync();

        await Assertions.Expect(report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Colours: dark" })).ToBeVisibleAsync();
        await Assertions.Expect(report.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(21, 23, 26)");
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Copied_command_says_that_it_was_copied()
    {
        var report = await PageAsync();
        await report.OpenAsync("#case=" + SampleRun.FirstFailure);

        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copy" }).ClickAsync();

        await Assertions.Expect(report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copied" })).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Paper_has_the_list_without_the_controls()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Dark });

        await Assertions.Expect(report.Filters).ToBeHiddenAsync();
        await Assertions.Expect(report.Toolbar).ToBeHiddenAsync();
        await Assertions.Expect(report.Row(SampleRun.FirstFailure).GetByText("so that no client can answer it")).ToBeVisibleAsync();
        await Assertions.Expect(report.Heading).ToHaveCSSAsync("color", "rgb(29, 32, 36)");
        Assert.That(await report.Page.PdfAsync(), Has.Length.GreaterThan(10_000));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Narrow_window_does_not_scroll_sideways([Values("", "#case=tools/args-split-missing-ids&tab=timeline", "#case=tools/args-split-missing-ids&tab=golden", "#case=hostile/markup&tab=requests")] string fragment)
    {
        var report = await PageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 800, Height = 900 } });

        await report.OpenAsync(fragment);
        await Assertions.Expect(report.Heading).ToBeVisibleAsync();
        if (fragment.Length > 0)
        {
            await Assertions.Expect(report.Panel).ToBeVisibleAsync();
        }

        Assert.That(await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(800));
    }
}
