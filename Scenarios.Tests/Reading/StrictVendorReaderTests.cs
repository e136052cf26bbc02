using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading.Vocabularies;

namespace Scenarios.Tests.Reading;

/// <summary>What is wrong in the data of a strict vendor is told with its place and its remedy.</summary>
internal sealed class StrictVendorReaderTests
{
    private const string File = """
        vendor: mistral
        title: A title
        refusals:
          - id: one
            says: Something.
            when: {at: temperature, above: 1}
            status: 400
            body: {message: Refused}
            source: [https://example.org/1]
        """;

    private static readonly string[] Vendors = ["mistral", "openai"];

    [Test]
    public void A_good_file_is_read()
    {
        var (vendors, problems) = Read(File);

        Assert.That(problems, Is.Empty);
        Assert.That(vendors.Single().Value.Refusals.Single().Sources, Is.EqualTo(new[] { "https://example.org/1" }));
    }

    [TestCase(
        "vendor: mistral", "vendor: mistrl", "1:9: unknown-vendor 'mistrl' is not a vendor in the vocabulary; did you mean 'mistral'?")]
    [TestCase("title: A title\n", "", "1:1: missing-key a strict vendor requires 'title': The API and its date.")]
    [TestCase("    says: Something.\n", "", "4:5: missing-key a refusal requires 'says': What is rejected, in one sentence.")]
    [TestCase(
        "title: A title",
        "title: A title\nlike: nobody",
        "3:7: unknown-vendor 'nobody' is not a strict vendor without 'like'; known: mistral")]
    [TestCase(
        "https://example.org/1",
        "seen somewhere",
        "9:14: bad-source 'seen somewhere' is not an https URL; give the page or issue that shows the refusal")]
    [TestCase(
        "[https://example.org/1]",
        "[]",
        "9:13: empty-list source is empty; give the page or issue that shows the refusal, or remove the refusal")]
    [TestCase("status: 400", "status: 200", "7:13: out-of-range status must be from 400 to 599")]
    [TestCase(
        "{message: Refused}",
        "{message: Refused $vale}",
        "8:11: unknown-word '$vale' is not a placeholder of a refusal; did you mean '$value'?")]
    [TestCase("at: temperature", "at: 'messages[asistant]'", "6:16: bad-path 'messages[asistant]' is not a path into a chat request; "
        + "expected a path such as tools[*].function.name, messages[last].role or messages[assistant+tool_calls].content")]
    [TestCase("{at: temperature, above: 1}", "{at: temperature}", "6:11: no-modifier 'at' requires exactly one test: present, one_of, "
        + "other_than, not_matching, longer_than, above, below, lacks, without, has_any, has_all, empty, members_other_than")]
    [TestCase(
        "{at: temperature, above: 1}",
        "{fault: empty-tools, above: 1}",
        "6:11: no-modifier a test is only allowed with 'at', not with 'fault'")]
    [TestCase(
        "{at: temperature, above: 1}",
        "{fault: empty-tool}",
        "6:19: unknown-word 'empty-tool' is not a kind of fault; did you mean 'empty-tools'?")]
    [TestCase(
        "{at: temperature, above: 1}",
        "{role: user}",
        "6:11: missing-key a condition with 'role' requires 'after': the role of the previous message")]
    [TestCase("{at: temperature, above: 1}", "{}", "6:11: missing-key a condition requires one of fault, at, role, nothing_at, no_word")]
    [TestCase("above: 1", "above: high", "6:36: wrong-kind above: expected a number, received text")]
    [TestCase("above: 1", "present: false", "6:38: out-of-range present can only be true; use nothing_at to test for absence")]
    [TestCase(
        "above: 1",
        "not_matching: '('",
        "6:43: bad-pattern not_matching is not a valid regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [TestCase(
        "above: 1",
        "abov: 1",
        "6:11: no-modifier 'at' requires exactly one test: present, one_of, other_than, not_matching, longer_than, above, below, lacks, "
            + "without, has_any, has_all, empty, members_other_than",
        "6:29: unknown-key 'abov' is not a key of a condition; did you mean 'above'?")]
    public void A_file_that_cannot_be(string old, string text, params string[] expected)
    {
        Assert.That(File.Contains(old, StringComparison.Ordinal), Is.True, "the example holds what is replaced");

        var (_, problems) = Read(File.Replace(old, text, StringComparison.Ordinal));

        Assert.That(
            problems.Select(static one => one.ToString()), Is.EqualTo(expected.Select(static problem => "strict/mistral.yaml:" + problem)));
    }

    [Test]
    public void An_id_stands_once()
    {
        var again = File[File.IndexOf("  - id", StringComparison.Ordinal)..];

        var (_, problems) = Read(File + "\n" + again);

        Assert.That(problems.Select(static one => one.ToString()), Is.EqualTo(new[]
        {
            "strict/mistral.yaml:10:5: duplicate-value the id 'one' is used twice in this file; give each refusal a unique id",
        }));
    }

    [Test]
    public void A_vendor_that_is_like_another_has_its_refusals_behind_its_own()
    {
        var (vendors, problems) = StrictVendorReader.Read(
            [new("mistral", "strict/mistral.yaml", File), new("small", "strict/small.yaml", File.Replace(
                "title: A title",
                "title: A title\nlike: mistral",
                StringComparison.Ordinal).Replace("id: one", "id: two", StringComparison.Ordinal))],
            Vendors);

        Assert.That(problems, Is.Empty);
        Assert.That(vendors["small"].Refusals.Select(static refusal => refusal.Id), Is.EqualTo(new[] { "two", "one" }));
    }

    private static (IReadOnlyDictionary<string, Scenarios.Model.StrictVendor> Vendors, IReadOnlyList<ScenarioProblem> Problems) Read(
        string text) =>
        StrictVendorReader.Read([new("mistral", "strict/mistral.yaml", text)], Vendors);
}
