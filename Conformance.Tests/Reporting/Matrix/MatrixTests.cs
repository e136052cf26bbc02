using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Reporting.Matrix;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Reporting.Matrix;

/// <summary>Several runs on one page: the tables, the streams, and how large it is.</summary>
internal sealed partial class MatrixTests
{
    private static readonly string[] Own =
    [
        "html", "head", "meta", "title", "style", "body", "a", "header", "div", "span", "button", "kbd", "main", "section", "h1", "h2", "p",
        "nav", "code", "ul", "li",
        "form", "label", "input", "details", "summary", "article", "script", "table", "thead", "tbody", "tr", "th", "td",
    ];

    [Test]
    public void Rows_say_how_relays_differ()
    {
        var table = MatrixTable.Of([.. SampleMatrix.Runs.Select(run => run.Result)]);

        Assert.Multiple(() =>
        {
            Assert.That(table.Relays.Select(relay => relay.Name), Is.EqualTo(new[] { "acme", "zeta", "zeta (2)" }));
            Assert.That(
                table.Rules.Select(row => (row.Name, string.Join(' ', row.Cells.Select(cell => cell.Kind + cell.Count)))),
                Is.EqualTo(new[]
                {
                    ("created-first", "held broken2 none"), ("id-field", "warned1 held none"), ("event-name", "held held none"),
                }));
            Assert.That(
                table.Cases.Select(one => (one.Id, one.Differs, one.Fails)),
                Is.EqualTo(new[] { ("text/equal", false, false), ("text/plain", true, true), ("tools/split", false, true) }));
            Assert.That(
                table.Vendors.Select(row => (row.Name, string.Join(' ', row.Cells.Select(cell => cell.Kind + cell.Count)))),
                Is.EqualTo(new[] { ("groq", "works loses1 none"), ("openai", "loses1 loses1 none") }));
            Assert.That(
                table.Clients.Select(row => (row.Name, string.Join(' ', row.Cells.Select(cell => cell.Kind + cell.Count)))),
                Is.EqualTo(new[] { ("openai-node", "works breaks1 none") }));
        });
    }

    [Test]
    public void Streams_that_are_equal_are_embedded_once_and_stand_ins_make_them_so()
    {
        var page = Pages(Write())["text/equal"];
        var turn = page.GetProperty("turns")[0];

        Assert.Multiple(() =>
        {
            Assert.That(
                turn.GetProperty("streams")[0].GetProperty("lines").GetRawText(),
                Is.EqualTo(turn.GetProperty("streams")[1].GetProperty("lines").GetRawText()));
            Assert.That(
                turn.GetProperty("lines").GetArrayLength(),
                Is.EqualTo(turn.GetProperty("streams")[0].GetProperty("lines").GetArrayLength()));
            Assert.That(turn.GetProperty("streams")[2].ValueKind, Is.EqualTo(JsonValueKind.Null), "the third relay did not play the case");
            Assert.That(page.GetProperty("relays")[2].ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [Test]
    public void A_verdict_has_its_first_findings()
    {
        var verdict = Pages(Write())["tools/split"].GetProperty("relays")[0];

        Assert.That((verdict.GetProperty("verdict").GetString(), verdict.GetProperty("findings")
            .GetArrayLength(), verdict.GetProperty("more").GetInt32()), Is.EqualTo(("failed", 4, 1)));
        Assert.That(verdict.GetProperty("findings")[0].GetProperty("check").GetString(), Is.EqualTo("event-order"));
    }

    [Test]
    public void A_long_stream_says_what_is_left_out()
    {
        var stream = Pages(Write(_ => new CaseEvidence("", [SampleStreams.LargeTurn()])))["text/plain"].GetProperty("turns")[0]
            .GetProperty("streams")[0];

        Assert.That(stream.GetProperty("left").GetInt32(), Is.EqualTo(6004 - stream.GetProperty("lines").GetArrayLength()));
        Assert.That(stream.GetProperty("lines").GetArrayLength(), Is.InRange(100, 160));
    }

    [Test]
    public void Damaged_evidence_stops_nothing()
    {
        var page = Pages(Write(_ => throw new InvalidDataException("events.jsonl contains null.")))["text/plain"];

        Assert.That(page.GetProperty("turns").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void Hostile_text_in_every_field_makes_no_markup()
    {
        const string Evil = SampleStreams.Hostile;
        var run = new RunResult
        {
            Info = SampleRun.Info with { Name = Evil, Relay = Evil, Target = Evil },
            Cases = [SampleRun.Case(Evil, Evil, Verdict.Failed) with
            {
                Level = Evil,
                Reason = Evil,
                SeenIn = [Evil],
                Findings = [new Finding { Check = Evil, Severity = Severity.Error, Message = Evil }],
                Clients = [new ClientCell("codex", "breaks", Evil)],
            }],
            Rules = [new RuleResult
            {
                Id = Evil,
                Rule = Evil,
                Title = Evil,
                Severity = Severity.Error,
                Streams = 1,
                Held = 0,
                Cases = [Evil],
            }],
        };

        var page = Write(MatrixTable.Of([run, run]), _ => new CaseEvidence(Evil, [SampleStreams.TextTurn(Evil)]));

        Assert.Multiple(() =>
        {
            Assert.That(page.Contains("<img", StringComparison.Ordinal)
                || page.Contains("onload='", StringComparison.Ordinal), Is.False, "an element of the hostile text is in the page");
            Assert.That(Tags().Matches(page).Select(match => match.Groups["name"].Value).Distinct(), Is.SubsetOf(Own));
            Assert.That(MatrixReport.CreateMarkdown([run, run]), Does.Not.Contain("<img"));
        });
    }

    [Test]
    public void The_page_asks_nothing_of_the_network()
    {
        var page = Write();

        Assert.That(page, Does.Contain("default-src &#x27;none&#x27;").And.Contain("require-trusted-types-for"));
        Assert.That(Sources().Matches(page), Is.Empty);
    }

    [Test]
    public void The_script_asks_only_for_strings_that_there_are()
    {
        var asked = Said().Matches(MatrixResources.Script).Select(match => match.Groups["key"].Value).Distinct();

        Assert.That(asked.Where(key => !MatrixResources.StringsJson.Contains($"\"{key}\":", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Seven_relays_and_six_hundred_cases_stay_below_six_megabytes()
    {
        var cases = Enumerable.Range(0, 600).Select(number => SampleRun.Case(
            $"area-{number % 20}/case-{number:000}",
            $"Case number {number} of a long list of cases",
            number % 9 == 0 ? Verdict.Failed : Verdict.Passed)
            with { Findings = number % 9 == 0 ? SampleRun.Cases[0].Result.Findings : [] }).ToList();
        var runs = Enumerable.Range(1, 7)
            .Select(number => new RunResult { Info = SampleRun.Info with { Name = $"relay-{number}" }, Cases = cases })
            .ToList();

        // Streams of ten kilobytes, no two alike.
        var page =
            Write(MatrixTable.Of(runs), result =>
            {
                var numbers = Enumerable.Range(0, 60).Select(word => (word * 7919) ^ result.Id.GetHashCode(StringComparison.Ordinal));
                var text = $"{result.Id} {string.Join(' ', numbers)}";
                return new CaseEvidence("", [SampleStreams.SplitCallTurn(result.Id), SampleStreams.TextTurn(text)]);
            });

        Assert.That(Encoding.UTF8.GetByteCount(page), Is.LessThan(6 * 1024 * 1024));
    }

    [Test]
    public void Markdown_has_what_differs()
    {
        var page = MatrixReport.CreateMarkdown([.. SampleMatrix.Runs.Select(run => run.Result)]);

        Assert.That(page, Does.StartWith("## 3 relays, 3 cases\n\n| relay | right | wrong | not applicable | rules broken |")
            .And.Contain("| zeta | 1 | 2 | 0 | 1 |").And
                .Contain("| created-first | held | broken 2 | no result |").And
                .Contain("| text/plain | right | wrong | – |"));
    }

    private static string Write(Func<CaseResult, CaseEvidence?>? evidence = null) =>
        Write(MatrixTable.Of([.. SampleMatrix.Runs.Select(run => run.Result)]), evidence ?? SampleMatrix.Evidence);

    private static string Write(MatrixTable table, Func<CaseResult, CaseEvidence?> evidence)
    {
        using var page = new MemoryStream();
        MatrixReport.Write(table, [.. table.Relays.Select(_ => evidence)], page);

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

    [GeneratedRegex("say\\(\"(?<key>[a-z_.]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Said();
}
