using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Reporting;
using Conformance.Reporting.Html;
using Conformance.Reporting.Texts;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Reporting.Html;

/// <summary>The page as text: what is in it, what is not, and how large it is.</summary>
public sealed partial class HtmlReportTests
{
    [Test]
    public void Forty_five_cases_with_a_large_one_stay_below_600_kilobytes()
    {
        var cases = Enumerable.Range(0, 44)
            .Select(number => (SampleRun.Case($"tools/case-{number:00}", $"Case number {number}", number % 5 == 0
                ? Verdict.Failed
                : Verdict.Passed) with { Findings = SampleRun.Cases[0].Result.Findings, Folder = $"cases/{number}" },
                new CaseEvidence(
                    SampleStreams.ToolSource, [SampleStreams.SplitCallTurn($"name_{number}"), SampleStreams.TextTurn($"Text {number}")])))
            .Append((SampleRun.Case("stream/large", "Large", Verdict.Passed) with
            {
                Folder = "cases/large",
            }, new CaseEvidence(SampleStreams.TextSource, [SampleStreams.LargeTurn(9000)])))
            .ToDictionary(pair => pair.Item1.Id, StringComparer.Ordinal);
        Assert.That(cases["stream/large"].Item2.Turns[0].Body.Length
            + cases["stream/large"].Item2.Turns[0].Exchanges[0].Writes.Sum(write => write.Bytes.Length), Is.InRange(3_000_000, 6_000_000));

        var page = Write(SampleRun.Result with { Cases = [.. cases.Values.Select(pair => pair.Item1)] }, result => cases[result.Id].Item2);

        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThan(600 * 1024));
    }

    [TestCase("proven", "proven")]
    [TestCase("not-proven", "not-proven")]
    [TestCase("sent", null)]
    public void A_page_says_of_a_write_whether_its_boundary_was_proven(string boundary, string? shown)
    {
        var turn = SampleStreams.TextTurn("Hello");
        var exchange = turn.Exchanges[0];
        turn = turn with { Exchanges = [exchange with { Writes = [exchange.Writes[0] with { Boundary = boundary }] }] };

        var page = CasePages.Create(SampleRun.Cases[0].Result, new CaseEvidence(SampleStreams.TextSource, [turn]), problem: null);

        Assert.That(page.Turns[0].Exchanges[0].Wire.Pieces[0].Boundary, Is.EqualTo(shown));
    }

    [Test]
    public void Hostile_text_in_every_field_makes_no_markup()
    {
        const string Evil = SampleStreams.Hostile;
        var finding = new Finding
        {
            Check = Evil,
            Severity = Severity.Error,
            Message = Evil,
            Expected = Evil,
            Received = Evil,
            Spec = Evil,
            EventType = Evil,
            Event = 1,
            After = new StepReference(1, Evil, 1, Evil),
        };
        var result = new CaseResult
        {
            Id = Evil, Title = Evil, Why = Evil, Level = Evil, Spec = [new SpecLink(Evil, Evil, Evil)],
            Quirks = [new QuirkReference(Evil, Evil)], Tags = [Evil], SeenIn = [Evil],
            File = Evil, Setup = Evil, Verdict = Verdict.Failed, Reason = Evil, Findings = [finding], Repro = Evil, Folder = Evil,
            Known = Evil, RelayError = Evil, Flaky = true,
            Clients = [new ClientCell("codex", "breaks", Evil), new ClientCell(Evil, "loses", Evil)],
        };
        var run = new RunResult
        {
            Info = SampleRun.Info with
            {
                Name = Evil,
                Relay = Evil,
                Target = Evil,
                Version = Evil,
                Selection = Evil,
                Command = Evil,
                Dialect = Evil,
                FailOn = Evil,
                Lacks = [Evil],
                Notes = [Evil],
            },
            Cases = [result],
            End = SampleRun.End with { Partial = true, Problem = Evil },
        };

        run = run with { Rules = [
            Rule(Evil) with { First = new RuleExample(Evil, finding), Known = Evil },
            Rule("fine") with { Severity = Severity.Warning },
        ] };

        var page = Write(
            run,
            _ => new CaseEvidence(Evil, [SampleStreams.TextTurn(Evil)]),
            new Dictionary<string, CheckText> { [Evil] = new(Evil, Evil, Evil, Evil) });

        Assert.Multiple(() =>
        {
            Assert.That(page.Contains("<img", StringComparison.Ordinal)
                || page.Contains("onload='", StringComparison.Ordinal), Is.False, "an element of the hostile text is in the page");
            Assert.That(Tags().Matches(page).Select(match => match.Groups["name"].Value).Distinct(), Is.SubsetOf(Own));
            Assert.That(Tags().Count(page.Replace("</script>", "", StringComparison.Ordinal)), Is.EqualTo(Tags().Count(Write(
                Harmless(run),
                _ => null,
                new Dictionary<string, CheckText> { [Evil] = new("a", "a", "a", "a") }).Replace(
                    "</script>", "", StringComparison.Ordinal))));
        });
    }

    [Test]
    public void Page_names_no_place_in_the_network_but_the_links_of_specifications()
    {
        var page = Write(
            SampleRun.Result with { Cases = [.. SampleRun.Result.Cases.Where(result => result.Id != "hostile/markup")] }, Evidence);

        Assert.That(page, Does.Contain("default-src &#x27;none&#x27;").And.Contain("require-trusted-types-for"));
        Assert.That(Sources().Matches(page), Is.Empty);
    }

    [Test]
    public void Damaged_evidence_is_said_on_its_page_and_stops_nothing()
    {
        var page = Write(SampleRun.Result, result => result.Id == SampleRun.FirstFailure
            ? throw new InvalidDataException("events.jsonl contains null.")
            : null);

        Assert.That(Pages(page)[SampleRun.FirstFailure].GetProperty("problem").GetString(), Is.EqualTo("events.jsonl contains null."));
    }

    [Test]
    public void Long_stream_keeps_the_events_of_findings_and_the_last_ones()
    {
        var turn = SampleStreams.LargeTurn();

        var kept = EventExcerpt.Select(turn.Events, [3000]).Select(kept => kept.Index).ToList();

        Assert.That(kept, Has.Count.LessThanOrEqualTo(PageLimits.EventCount));
        Assert.That(kept, Is.SupersetOf(Enumerable.Range(2995, 11)).And.SupersetOf(new[] { 0, 1, 2, turn.Events.Count - 1 }));
        Assert.That(kept, Is.Ordered);
    }

    [Test]
    public void Wire_text_shows_every_byte_and_can_be_turned_back()
    {
        byte[] bytes = [.. "ab\r\n\u00fc\ud83d\ude00"u8, 0xC3, .. "x"u8, 0xFF, 0xFE, .. "\uf7c3"u8, 0xE2, 0x82];

        var text = WireText.Format(bytes);

        Assert.That(text, Does.StartWith("ab\r\nü😀\uf7c3x\uf7ff\uf7fe\uf7ef\uf79f\uf783\uf7e2\uf782"));
    }

    [TestCase(1000, 600 * 1024)]
    [TestCase(10_000, 5_500 * 1024)]
    public void Many_cases_stay_below_their_size(int count, int most)
    {
        var run = ManyCases.Run(count);

        var page = Write(run, ManyCases.Evidence);

        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThanOrEqualTo(most));
        TestContext.Out.WriteLine($"{count} cases: {Encoding.UTF8.GetByteCount(page) / 1024.0:0} KB");
    }

    [Test]
    public void Evidence_beyond_the_pages_limit_stays_in_the_folder_that_of_right_cases_first()
    {
        var run = ManyCases.Run(400);

        var page = Write(run, result => new CaseEvidence(
            SampleStreams.TextSource,
            [SampleStreams.TextTurn() with { Request = JsonSerializer.SerializeToElement(ManyCases.Noise(result.Id, 40_000)) }]));

        var pages = Pages(page);
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThanOrEqualTo(PageLimits.Page + 1024));
            Assert.That(pages, Has.Count.EqualTo(400));
            Assert.That(run.Cases.Where(result => result.Verdict == Verdict.Failed)
                .Select(result => pages[result.Id].GetProperty("turns").GetArrayLength()), Is.All.EqualTo(1));
            Assert.That(
                pages.Values.Where(found => found.TryGetProperty("left", out _)).Select(found => found.GetProperty("left").GetString()),
                Is.Not.Empty.And.All.StartsWith("cases/"));
        });
    }

    [Test]
    public void Expected_events_stand_beside_received_ones_where_there_is_no_golden()
    {
        var turn = SampleStreams.SplitCallTurn() with { Golden = null };

        var rows = ExpectedPages.Create(turn, ExpectExcerpt.TryCreate(SampleStreams.ToolSource, 0), isRight: false).Events;

        Assert.That(rows.Select(row => (row.Kind, row.Line, row.Event, row.Type)), Is.EqualTo(new (string, int?, int?, string?)[]
        {
            ("same", 26, 0, "response.created"), ("same", 27, 1, "response.in_progress"), ("same", 28, 2, "response.output_item.added"),
            ("same", 29, 3, "response.function_call_arguments.delta"),
            ("added", null, 4, "response.output_item.added"), ("added", null, 5, "response.function_call_arguments.delta"),
            ("same", 30, 6, "response.function_call_arguments.done"), ("same", 31, 7, "response.output_item.done"),
            ("same", 32, 8, "response.completed"),
        }));
    }

    [TestCase(false, "same", "changed", "added")]
    [TestCase(true, "same", "same", "same")]
    public void Expected_outcome_stands_beside_the_received_one(bool isRight, params string[] kinds)
    {
        var turn = SampleStreams.TextTurn(withGolden: false) with
        {
            Expected = ["status  failed", "text  {\"$match\":\"Hi\"}"],
            Outcome = ["status  failed", "text  Hi", "usage  1"],
        };

        var page = ExpectedPages.Create(turn, expect: null, isRight);

        Assert.That(page.Outcome.Select(row => row.Kind), Is.EqualTo(kinds));
        Assert.That(page.Outcome[1].RightText!.Any(piece => piece.Changed == true), Is.EqualTo(!isRight));
    }

    [Test]
    public void Case_without_events_shows_its_expectation_as_written()
    {
        var page = ExpectedPages.Create(
            SampleStreams.TextTurn(withGolden: false), ExpectExcerpt.TryCreate(SampleStreams.TextSource, 0), isRight: false);

        Assert.That(page.Source!.Lines, Is.EqualTo(new[] { "expect:", "  final: {status: completed, text: Grüß Gott}" }));
        Assert.That(page.Source.Line, Is.EqualTo(17));
    }

    [TestCase("""{"a":1,"b":{"c":[1,2],"d":"x"}}""", """{"a":1,"b":{"c":[1,3],"d":"x"}}""", "2", "3")]
    [TestCase("""{"a":"Oslo","n":null}""", """{"a":"Osxx"}""", "\"a\":\"Oslo\"|\"n\":null", "\"a\":\"Osxx\"")]
    [TestCase("""{"a":1}""", """{"a":1,"z":{"y":1}}""", "", "\"z\":{\"y\":1}")]
    public void Json_differs_by_member(string before, string after, string was, string became)
    {
        var (left, right) = MemberDiff.Compare(before, after);

        Assert.Multiple(() =>
        {
            Assert.That(string.Join('|', left!.Where(piece => piece.Changed == true).Select(piece => piece.Text)), Is.EqualTo(was));
            Assert.That(string.Join('|', right!.Where(piece => piece.Changed == true).Select(piece => piece.Text)), Is.EqualTo(became));
            Assert.That(string.Concat(left!.Select(piece => piece.Text)), Is.EqualTo(before));
            Assert.That(string.Concat(right!.Select(piece => piece.Text)), Is.EqualTo(after));
        });
    }

    [Test]
    public void Page_is_named_after_the_relay()
    {
        Assert.That(Write(SampleRun.Result, _ => null), Does.Contain("<title>acme · RelayConformance</title>"));
        Assert.That(
            Write(SampleRun.Result with { Info = SampleRun.Info with { Name = "nightly" } }, _ => null),
            Does.Contain("<h1 id=\"run-title\">acme · nightly</h1>"));
    }

    [Test]
    public void Golden_is_aligned_by_event_when_one_is_too_many()
    {
        var rows = GoldenDiff.Create(SampleStreams.SplitCallTurn(), "golden.jsonl").Rows;

        Assert.That(rows.Select(row => (row.Kind, row.Left, row.Right)), Is.EqualTo(new (string, int?, int?)[]
        {
            ("same", 0, 0), ("same", 1, 1), ("same", 2, 2), ("same", 3, 3), ("added", null, 4), ("changed", 4, 5), ("changed", 5, 6),
            ("changed", 6, 7), ("changed", 7, 8),
        }));
        Assert.That(string.Concat(rows[5].LeftText!.Select(piece => piece.Text)), Is.EqualTo(SampleStreams.SplitCallTurn().Golden![4]));
    }

    [Test]
    public void Script_asks_only_for_strings_that_there_are()
    {
        var asked = Said().Matches(ReportResources.Script).Select(match => match.Groups["key"].Value).Distinct();

        Assert.That(asked.Where(key => !ReportResources.StringsJson.Contains($"\"{key}\":", StringComparison.Ordinal)), Is.Empty);
    }

    private static readonly string[] Own =
    [
        "html", "head", "meta", "title", "style", "body", "a", "header", "div", "span", "button", "kbd", "main", "section", "h1", "h2",
        "h3", "h4", "p", "strong", "svg", "rect", "ul", "ol", "li", "dl", "dt", "dd",
        "nav", "q", "code", "form", "label", "input", "fieldset", "legend", "select", "option", "details", "summary", "article", "script",
    ];

    private static CaseEvidence? Evidence(CaseResult result) => SampleRun.Cases.Single(pair => pair.Result.Id == result.Id).Evidence;

    private static RunResult Harmless(RunResult run) =>
        run with { Cases = [.. run.Cases.Select(result => result with { Id = "a/b", Title = "a" })] };

    private static RuleResult Rule(string id) =>
        new() { Id = id, Rule = id, Title = id, Severity = Severity.Error, Streams = 3, Held = 2, Fails = true, Cases = [id] };

    private static string Write(
        RunResult run, Func<CaseResult, CaseEvidence?> evidence, IReadOnlyDictionary<string, CheckText>? checks = null)
    {
        using var page = new MemoryStream();
        HtmlReport.Write(run, evidence, page, checks);

        return Encoding.UTF8.GetString(page.ToArray());
    }

    private static Dictionary<string, JsonElement> Pages(string page)
    {
        var pages = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var shard in Shards().Matches(page).Select(match => match.Groups["data"].Value))
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(shard)), CompressionMode.Decompress);
            foreach (var (id, json) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(gzip)!)
            {
                pages.Add(id, json);
            }
        }

        return pages;
    }

    [GeneratedRegex("<(?<name>[a-z][a-z0-9]*)[ >]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tags();

    [GeneratedRegex("(src=|url\\(|@import|fetch\\(|XMLHttpRequest|<link)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sources();

    [GeneratedRegex("id=\"shard-[0-9]+\">(?<data>[^<]*)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Shards();

    [GeneratedRegex("(say|pair)\\(\"(?<key>[a-z_.]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Said();
}
