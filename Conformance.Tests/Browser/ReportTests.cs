using Conformance.Tests.Reporting;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Conformance.Tests.Browser;

/// <summary>What a person does with the report.</summary>
public sealed class ReportTests : BrowserTest
{
    [Test]
    [CancelAfter(60_000)]
    public async Task List_shows_wrong_outcomes_first_and_grouped_by_cause()
    {
        var report = await PageAsync();

        await report.OpenAsync();

        await Assertions.Expect(report.Heading).ToContainTextAsync("acme");
        await Assertions.Expect(report.Rows.First).ToHaveAttributeAsync("id", $"case={SampleRun.FirstFailure}");
        await Assertions.Expect(report.Causes.First).ToContainTextAsync("event-order at response.output_item.added");
        await Assertions.Expect(report.Shown).ToHaveTextAsync($"{SampleRun.All.Count} cases");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Keyboard_alone_reaches_the_first_failure_and_comes_back()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.PressAsync("f");
        await report.PressAsync("j");
        await report.PressAsync("Enter");
        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");
        await report.PressAsync("Escape");

        await Assertions.Expect(report.Shown).ToHaveTextAsync($"6 of {SampleRun.All.Count} cases");
        await report.ExpectFocusAsync(SampleRun.FirstFailure);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Next_and_previous_walk_through_the_filtered_list()
    {
        var report = await PageAsync();
        await report.OpenAsync("#v=failed&case=" + SampleRun.FirstFailure);
        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");

        await report.PressAsync("j");
        await Assertions.Expect(report.Heading).ToContainTextAsync("carries the id of the first");
        await report.PressAsync("k");

        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");
        await Assertions.Expect(report.Article).ToContainTextAsync("1 of 6");
    }

    [Test]
    [CancelAfter(60_000)]
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
    [CancelAfter(60_000)]
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
    [CancelAfter(60_000)]
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
    [CancelAfter(60_000)]
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
    [CancelAfter(60_000)]
    public async Task Tab_shows_its_side_of_the_evidence(string tab, string text)
    {
        var report = await PageAsync();
        await report.OpenAsync("#case=" + SampleRun.FirstFailure);

        await report.TabAsync(tab);

        await Assertions.Expect(report.Panel).ToContainTextAsync(text);
        Assert.That(await report.AddressAsync(), Does.Contain("tab=" + tab));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Bytes_that_are_no_character_are_shown_as_what_they_are()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=text/broken-bytes&tab=wire");

        await Assertions.Expect(report.Panel).ToContainTextAsync("Gr⟨C3⟩‖⟨BC⟩ß\"}}]}CRLF");
        await Assertions.Expect(report.Panel).ToContainTextAsync(": bad ⟨FF FE⟩LF");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Large_case_says_what_is_left_out_and_where_it_is()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=stream/large&tab=events");

        await Assertions.Expect(report.Panel).ToContainTextAsync("of 6004 events are embedded");
        await Assertions.Expect(report.Panel).ToContainTextAsync("cases/stream/large/events.jsonl");
        await Assertions.Expect(report.Panel).ToContainTextAsync("[DONE]");
        await report.TabAsync("wire");
        await Assertions.Expect(report.Panel).ToContainTextAsync("cases/stream/large/relay.sse");
    }

    [Test]
    [CancelAfter(60_000)]
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
    [CancelAfter(60_000)]
    public async Task Case_that_is_not_in_the_run_is_said_to_be_unknown()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=no/such");

        await Assertions.Expect(report.Heading).ToHaveTextAsync("There is no case no/such in this run.");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Without_script_the_list_and_the_findings_can_be_read()
    {
        var report = await PageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });

        await report.OpenAsync();

        await Assertions.Expect(report.Rows).ToHaveCountAsync(SampleRun.All.Count);
        await Assertions.Expect(report.Filters).ToBeHiddenAsync();
        await Assertions.Expect(report.Toolbar).ToBeHiddenAsync();
        await report.Row(SampleRun.FirstFailure).Locator("summary").ClickAsync();
        await Assertions.Expect(report.Row(SampleRun.FirstFailure).GetByText("so that no client can answer it")).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Help_lists_the_keys_and_escape_closes_it()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.PressAsync("?");
        await Assertions.Expect(report.Help).ToContainTextAsync("wrong outcomes only");
        await report.PressAsync("Escape");

        await Assertions.Expect(report.Help).ToHaveCountAsync(0);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Colours_can_be_chosen_and_the_choice_is_kept()
    {
        var report = await PageAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await report.OpenAsync();

        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Colours: system" }).ClickAsync();
        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Colours: light" }).ClickAsync();
        await report.Page.ReloadAsync();

        await Assertions.Expect(report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Colours: dark" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(report.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(21, 23, 26)");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Copied_command_says_that_it_was_copied()
    {
        var report = await PageAsync();
        await report.OpenAsync("#case=" + SampleRun.FirstFailure);

        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copy" }).ClickAsync();

        await Assertions.Expect(report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copied" })).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(60_000)]
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
    [CancelAfter(60_000)]
    public async Task Narrow_window_does_not_scroll_sideways(
        [Values(
            "",
            "#view=rules",
            "#view=vendors",
            "#view=clients",
            "#view=checks",
            "#case=tools/args-split-missing-ids&tab=timeline",
            "#case=tools/args-split-missing-ids&tab=golden",
            "#case=tools/no-golden&tab=golden",
            "#case=hostile/markup&tab=requests",
            "#case=text/broken-bytes&tab=wire",
            "#case=tools/args-split-missing-ids&tab=scenario")] string fragment,
        [Values(390, 800)] int width)
    {
        var report = await PageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });

        await report.OpenAsync(fragment);
        await Assertions.Expect(report.Heading).ToBeVisibleAsync();
        if (fragment.StartsWith("#case", StringComparison.Ordinal))
        {
            await Assertions.Expect(report.Panel).ToBeVisibleAsync();
        }

        await report.UnfoldAsync();
        Assert.That(await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task On_a_phone_every_tab_can_be_seen_and_covers_no_other()
    {
        var report = await PageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        await report.OpenAsync("#case=" + SampleRun.FirstFailure);
        await Assertions.Expect(report.Panel).ToBeVisibleAsync();

        var hidden = await report.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("[role=tab], .views a, .tools button")].filter((part) => {
              const box = part.getBoundingClientRect();
              if (box.width === 0) return false;
              part.scrollIntoView({ block: "center" });
              const { left, right, top, bottom } = part.getBoundingClientRect();
              const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
              return left < 0 || right > innerWidth || !(part === seen || part.contains(seen));
            }).map((part) => part.textContent)
            """);

        Assert.That(hidden, Is.Empty);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Numbers_of_causes_follow_the_filters()
    {
        var report = await PageAsync();
        await report.OpenAsync();
        await Assertions.Expect(report.Causes.First.Locator("h4 .count")).ToHaveTextAsync("2 cases");

        await report.Search.FillAsync("reused");

        await Assertions.Expect(report.Causes).ToHaveCountAsync(1);
        await Assertions.Expect(report.Causes.First.Locator("h4 .count")).ToHaveTextAsync("1 of 2 cases");
        await Assertions.Expect(report.Page.Locator("#s-failed .count").First).ToHaveTextAsync("1 of 6");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Cause_folds_and_stays_folded()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.Causes.First.Locator("summary").First.ClickAsync();
        await Assertions.Expect(report.Row(SampleRun.FirstFailure)).ToBeHiddenAsync();
        await report.Search.FillAsync("reused");
        await Assertions.Expect(report.Row("tools/args-split-reused-id")).ToBeVisibleAsync();
        await report.Search.FillAsync("");

        await Assertions.Expect(report.Row(SampleRun.FirstFailure)).ToBeHiddenAsync();
    }

    [TestCase("check", "empty-call-id", 1)]
    [TestCase("seen", "vllm", 2)]
    [TestCase("client", "codex", 1)]
    [TestCase("tag", "identity", 2)]
    [CancelAfter(60_000)]
    public async Task Lists_of_words_filter_the_cases(string filter, string value, int cases)
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.SelectAsync(filter, value);

        await Assertions.Expect(report.Rows).ToHaveCountAsync(cases);
        Assert.That(await report.AddressAsync(), Does.EndWith($"#{filter}={value}"));
    }

    [TestCase("known", "errors/quota")]
    [TestCase("flaky", "text/second-try")]
    [TestCase("did_not_run", "wire/never")]
    [CancelAfter(60_000)]
    public async Task Marks_are_shown_and_can_be_chosen(string mark, string id)
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.TickAsync(mark);

        await Assertions.Expect(report.Rows).ToHaveCountAsync(1);
        await Assertions.Expect(report.Row(id)).ToBeVisibleAsync();
        await report.OpenCaseAsync(id);
        await Assertions.Expect(report.Article.Locator(".badges")).ToContainTextAsync(mark.Replace('_', ' '));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Rule_board_has_a_row_a_rule_that_leads_to_its_cases_and_its_explanation()
    {
        var report = await PageAsync();
        await report.OpenAsync();
        await Assertions.Expect(report.Page.Locator(".broken-rules li")).ToHaveCountAsync(2);

        await report.ViewAsync("rules");

        await Assertions.Expect(report.Rule("empty-call-id")).ToContainTextAsync("held in 20 of 21 streams");
        await Assertions.Expect(report.Rule("sequence-gap")).ToContainTextAsync("acme numbers from 1 (issue 12)");
        await Assertions.Expect(report.Rule("created-first")).ToBeHiddenAsync();
        await report.Rule("empty-call-id").Locator("summary").ClickAsync();
        await report.Rule("empty-call-id")
            .GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Show these cases in the list" })
            .ClickAsync();
        await Assertions.Expect(report.Rows).ToHaveCountAsync(1);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Check_ids_lead_to_their_explanation_inside_the_page()
    {
        var report = await PageAsync();
        await report.OpenAsync("#case=" + SampleRun.FirstFailure);

        await report.Findings.First.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "event-order" }).ClickAsync();

        await Assertions.Expect(report.Explanation("event-order")).ToBeVisibleAsync();
        await Assertions.Expect(report.Explanation("event-order")).ToContainTextAsync("openai-python fails with an index error.");
        await Assertions.Expect(report.Explanation("event-order")).ToBeInViewportAsync();
        await report.Page.GoBackAsync();
        await Assertions.Expect(report.Heading).ToContainTextAsync("only the first piece has an id");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Vendor_page_says_what_can_be_put_behind_the_relay()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.ViewAsync("vendors");

        await Assertions.Expect(report.Vendor("vllm")).ToContainTextAsync("loses content");
        await Assertions.Expect(report.Vendor("vllm")).ToContainTextAsync("0 of 2 right, 0 not judged");
        await report.Vendor("vllm").Locator("summary").ClickAsync();
        await report.Vendor("vllm").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = SampleRun.FirstFailure }).ClickAsync();
        await Assertions.Expect(report.Outcome).ToContainTextAsync("wrong");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Client_page_counts_and_quotes_what_a_client_shows()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.ViewAsync("clients");

        await Assertions.Expect(report.Client("codex")).ToContainTextAsync("works 1, loses 0, breaks 1");
        await report.Client("codex").Locator("summary").ClickAsync();
        await Assertions.Expect(report.Client("codex")).ToContainTextAsync("stream disconnected before completion");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Case_says_first_whether_its_outcome_is_right_and_keeps_rules_apart()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=" + SampleRun.FirstFailure);

        await Assertions.Expect(report.Outcome)
            .ToHaveTextAsync("Outcome wrong: a client receives something other than the case expects1 rule broken");
        await Assertions.Expect(report.RuleFindings).ToHaveCountAsync(1);
        await Assertions.Expect(report.RuleFindings).ToContainTextAsync("empty-call-id");
        await Assertions.Expect(report.ClientCells.First).ToContainTextAsync("stream disconnected before completion");
    }

    [TestCase("tools/no-golden", "- output_item.added", false)]
    [TestCase("tools/no-golden", "output_item.added: {item: {type: function_call", true)]
    [TestCase("tools/no-golden", "not in the list", true)]
    [TestCase("errors/quota", "cause: quota", true)]
    [TestCase("errors/quota", "cause: rate limit", true)]
    [TestCase("text/second-try", "final: {status: completed, text: Grüß Gott}", true)]
    [TestCase("text/second-try", "message: \"Grüß Gott\"", true)]
    [CancelAfter(60_000)]
    public async Task Expectation_stands_beside_the_answer_without_a_golden_too(string id, string text, bool isThere)
    {
        var report = await PageAsync();

        await report.OpenAsync($"#case={id}&tab=golden");

        await (isThere
            ? Assertions.Expect(report.Panel).ToContainTextAsync(text)
            : Assertions.Expect(report.Panel).Not.ToContainTextAsync(text));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Json_of_a_finding_differs_by_member()
    {
        var report = await PageAsync();

        await report.OpenAsync("#case=errors/quota");

        await Assertions.Expect(report.Findings.Locator(".expected mark")).ToHaveTextAsync("\"code\":\"insufficient_quota\"");
        await Assertions.Expect(report.Findings.Locator(".received mark")).ToHaveTextAsync("\"code\":\"rate_limit\"");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Notes_of_the_run_are_shown()
    {
        var report = await PageAsync();

        await report.OpenAsync();

        await Assertions.Expect(report.Page.GetByText("Requests were played one at a time.")).ToBeVisibleAsync();
        await Assertions.Expect(report.Page.Locator(".facts").First).ToContainTextAsync("Declared to lackstate");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Without_script_rules_and_explanations_can_be_read_and_reached()
    {
        var report = await PageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await report.OpenAsync();

        await report.Page.Locator(".broken-rules a").First.ClickAsync();
        await Assertions.Expect(report.Rule("empty-call-id")).ToBeInViewportAsync();
        await report.Rule("empty-call-id").Locator("summary").ClickAsync();
        await report.Rule("empty-call-id")
            .GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = SampleRun.FirstFailure }).Last
            .ClickAsync();

        await Assertions.Expect(report.Row(SampleRun.FirstFailure)).ToBeInViewportAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Numbers_open_the_pages_of_the_report()
    {
        var report = await PageAsync();
        await report.OpenAsync();

        await report.PressAsync("2");

        await Assertions.Expect(report.Rule("empty-call-id")).ToBeVisibleAsync();
        await report.PressAsync("1");
        await Assertions.Expect(report.Row(SampleRun.FirstFailure)).ToBeVisibleAsync();
    }
}
