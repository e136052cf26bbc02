using System.Text.RegularExpressions;
using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Clients;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

/// <summary>Each check has a page, and the streams on a rule's page are what they are said to be.</summary>
internal sealed partial class CheckExplanationTests
{
    /// <summary>How pages name the clients that have a view.</summary>
    private static readonly Dictionary<string, string> Products = new(StringComparer.Ordinal)
    {
        ["aether"] = "aether",
        ["agents"] = "@openai/agents",
        ["codex"] = "Codex CLI",
        ["dotnet"] = ".NET client",
        ["openai-node"] = "openai-node",
        ["openai-python"] = "openai-python",
        ["vercel"] = "AI SDK",
    };

    private static IEnumerable<string> Ids() => CheckIndex.All.Select(check => check.Id);

    /// <summary>
    /// Every rule about an answer; a rule about the request to the upstream where its page has the whole question (<c>json chat</c>).
    /// </summary>
    private static IEnumerable<string> Rules() => CheckIndex.All.Where(check => check.Kind == FindingKind.Rule)
        .Where(check => !IsChatRule(check.Id) || check.Explanation.Bad.Blocks.Any(block => block.Options.Contains("chat")))
        .Select(check => check.Id);

    private static IEnumerable<string> WholeRules() => Rules().Where(id => PageTurn.IsWhole(CheckExplanations.Get(id).Good));

    [Test]
    public void An_excerpt_is_judged_with_the_items_that_it_speaks_of()
    {
        var excerpt = Example("""
            event: response.function_call_arguments.delta
            data: {"type":"response.function_call_arguments.delta","sequence_number":3,"item_id":"fc_1","output_index":0,"delta":{"city":"Oslo"}}
            """);

        var findings = CheckRunner.Run(PageTurn.Of(excerpt, isExcerpt: true)).Findings.Select(finding => finding.Check).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(PageTurn.IsWhole(excerpt), Is.False);
            Assert.That(findings, Does.Contain("delta-type").And.None.EqualTo("orphan-delta").And.None.EqualTo("created-first"));
        });
    }

    [Test]
    public void Every_check_has_a_page_and_no_page_is_orphaned() =>
        Assert.That(CheckExplanations.Ids, Is.EquivalentTo(Ids()));

    [TestCaseSource(nameof(Ids))]
    public void A_page_has_something_in_each_section(string id)
    {
        var page = CheckExplanations.Get(id);

        Assert.Multiple(() =>
        {
            Assert.That(page.What, Is.Not.Empty);
            Assert.That(page.Why, Is.Not.Empty);
            Assert.That(page.Source, Is.Not.Empty);
            Assert.That(page.Clients, Is.Not.Empty);
            Assert.That(page.Good.Blocks, Is.Not.Empty);
            Assert.That(page.Bad.Blocks, Is.Not.Empty);
            Assert.That(page.Bad.Also, Is.SubsetOf(Ids()).And.None.EqualTo(id));
        });
    }

    [TestCaseSource(nameof(Rules))]
    public void The_good_answer_of_a_rules_page_breaks_no_rule(string id)
    {
        var page = CheckExplanations.Get(id);
        var isWhole = PageTurn.IsWhole(page.Good);

        var report = CheckRunner.Run(PageTurn.Of(page.Good, isExcerpt: !isWhole));

        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(
                report.Findings.Where(finding => finding.Severity == Severity.Error && (isWhole || finding.Check == id)).Select(Told),
                Is.Empty);
        });
    }

    [TestCaseSource(nameof(Rules))]
    public void The_bad_answer_of_a_rules_page_is_named_by_the_rule_and_by_those_it_lists(string id)
    {
        var page = CheckExplanations.Get(id);
        var isWhole = PageTurn.IsWhole(page.Good);

        var report = CheckRunner.Run(PageTurn.Of(page.Bad, isExcerpt: !isWhole));

        // Of an excerpt the events before and after are missing, which other rules name.
        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(
                report.Findings.Select(finding => finding.Check).Distinct().Where(check => isWhole || check == id),
                Is.EquivalentTo(isWhole ? [id, .. page.Bad.Also] : new[] { id }),
                string.Join('\n', report.Findings.Select(Told)));
        });
    }

    /// <summary>The client views have been held against the clients themselves, so the pages may not say less.</summary>
    [TestCaseSource(nameof(WholeRules))]
    public void The_page_names_each_client_that_breaks_on_its_bad_answer(string id)
    {
        var page = CheckExplanations.Get(id);

        var breaking = CaseClients.CreateCells([PageTurn.Of(page.Bad)]).Where(cell => cell is { Impact: "breaks", Inherent: false });

        Assert.That(breaking.Where(cell => !page.Clients.Contains(Products[cell.Client], StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_page_without_a_section_is_refused_with_its_name()
    {
        var page = Page();

        Assert.Multiple(() =>
        {
            Assert.That(
                () => CheckExplanations.Parse("x", page.Replace("## Why", "## Because", StringComparison.Ordinal)),
                Throws.InvalidOperationException.With.Message.Contains("x.md"));
            Assert.That(() => CheckExplanations.Parse("x", "Text\n" + page), Throws.InvalidOperationException);
            Assert.That(() => CheckExplanations.Parse("x", page + "\n## More\n"), Throws.InvalidOperationException);
            Assert.That(() => CheckExplanations.Get("no-such-check"), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void A_page_is_parsed_into_its_sections_and_blocks()
    {
        var page = CheckExplanations.Parse("x", Page());

        Assert.Multiple(() =>
        {
            Assert.That((page.What, page.Why, page.Source, page.Clients), Is.EqualTo(("A", "B", "- C", "- F")));
            Assert.That(CheckExplanations.Parse("x", "# x\n\n"
                + Page().Replace("## Clients", "## Vendors", StringComparison.Ordinal)).NamesVendors, Is.True);
            Assert.That(page.NamesVendors, Is.False);
            Assert.That(page.Bad.Also, Is.EqualTo(new[] { "one", "two" }));
            Assert.That(
                page.Bad.Blocks.Select(block => (block.Language, string.Join('+', block.Options), block.Text)),
                Is.EqualTo(new[] { ("json", "request", "{}"), ("sse", "status=201", "## not a heading\n") }));
        });
    }

    /// <summary>An id that stands in the source and not in the catalogue would be a finding without a page.</summary>
    [Test]
    public void The_product_names_no_check_that_is_not_in_the_catalogue()
    {
        var unknown = Directory.EnumerateFiles(Repository.PathOf("Conformance"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(
                Repository.Root, file).Replace('\\', '/').Contains("/Reporting/", StringComparison.Ordinal))
            .SelectMany(file => Named(File.ReadAllText(file)).Select(id => (File: Path.GetFileName(file), Id: id)))
            .Where(pair => CheckIndex.Find(pair.Id) is null);

        Assert.That(unknown, Is.Empty, "list it in CheckIds and ExpectationChecks, and write Checking/Pages/<id>.md");
    }

    [TestCase("""new() { Check = "new-check", Severity = Severity.Error }""", "new-check")]
    [TestCase("""private const string Check = "sleepy";""", "sleepy")]
    [TestCase("""Divergence("lost-thing", "Something.", mismatch)""", "lost-thing")]
    [TestCase("""Divergence(\n "lost-thing", "Something.", mismatch)""", "lost-thing")]
    [TestCase("""Check = late ? "late-one" : "late-two",""", "late-one", "late-two")]
    [TestCase("""Check = subject switch { A => "late-one", _ => "late-two" },""", "late-one", "late-two")]
    public void Ids_are_found_however_they_are_given(string source, params string[] ids) =>
        Assert.That(Named(source.Replace("\\n", "\n", StringComparison.Ordinal)), Is.EqualTo(ids));

    [Test]
    public void Every_constant_is_in_the_catalogue() =>
        Assert.That(
            typeof(CheckIds).GetFields().Select(field => (string)field.GetRawConstantValue()!),
            Is.EquivalentTo(ExpectationChecks.All.Select(check => check.Id)));

    [Test]
    public void Ids_are_unique_and_in_kebab_case() =>
        Assert.That(Ids(), Is.Unique.And.All.Matches("^[a-z0-9]+(-[a-z0-9]+)*$"));

    [TestCase("V04", "sequence-gap")]
    [TestCase("v04", "sequence-gap")]
    [TestCase("Sequence-Gap", "sequence-gap")]
    [TestCase("held", "held")]
    [TestCase("V99", null)]
    public void A_check_is_found_by_its_id_or_its_number(string word, string? id) =>
        Assert.That(CheckIndex.Find(word)?.Id, Is.EqualTo(id));

    private static CheckExample Example(string stream) => new(stream, [], [new CheckBlock("sse", [], stream + "\n")]);

    private static bool IsChatRule(string id) => CheckCatalog.All.Single(check => check.Info.Id == id).Scope == RuleScope.ChatRequest;

    private static string Told(Finding finding) =>
        $"#{finding.Event} {finding.Check} [{finding.Severity}] {finding.Message} | {finding.Expected} | {finding.Received}";

    private static string Page() => """
        ## What
        A
        ## Why
        B
        ## Source
        - C
        ## Good
        ```sse
        ```
        ## Bad
        also: one, two

        ```json request
        {}
        ```

        ```sse status=201
        ## not a heading

        ```
        ## Clients
        - F
        """;

    private static IEnumerable<string> Named(string source) =>
        Assigned()
            .Matches(source)
            .SelectMany(match => Quoted().Matches(match.Value))
            .Concat(Passed().Matches(source))
            .Select(match => match.Groups["id"].Value);

    /// <summary>What is assigned to a member or constant named Check, up to the end of the initialiser's entry.</summary>
    [GeneratedRegex(
        @"\bCheck = [^;{}]*?(?:\{[^{}]*\})?(?=,\s*$|,\s*[A-Z]\w* =|;|\}|\z)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"""(?<id>[a-z]+(-[a-z]+)*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"\b(Divergence|Finding|Broken|Find|Differs|Tell)\(\s*""(?<id>[a-z]+(-[a-z]+)+)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Passed();
}
