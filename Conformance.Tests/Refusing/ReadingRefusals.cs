using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Refusing;

/// <summary>What is wrong in the data of a strict vendor is told with its place and its remedy.</summary>
internal sealed class ReadingRefusals
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

    [TestCase("vendor: mistral", "vendor: mistrl", "1:9: unknown-vendor 'mistrl' is no vendor of the vocabulary; did you mean 'mistral'?")]
    [TestCase("title: A title\n", "", "1:1: missing-key a strict vendor has no 'title': Whose API it is, and of which time.")]
    [TestCase("    says: Something.\n", "", "4:5: missing-key a refusal has no 'says': What is refused, in one sentence.")]
    [TestCase("title: A title", "title: A title\nlike: nobody", "3:7: unknown-vendor 'nobody' is no strict vendor that stands on its own; known: mistral")]
    [TestCase("https://example.org/1", "seen somewhere", "9:14: bad-source 'seen somewhere' is no https address; name the page or the issue that shows the refusal")]
    [TestCase("[https://example.org/1]", "[]", "9:13: empty-list a refusal without a source is left out; name the page or the issue that shows it")]
    [TestCase("status: 400", "status: 200", "7:13: out-of-range status must be from 400 to 599")]
    [TestCase("{message: Refused}", "{message: Refused $vale}", "8:11: unknown-word '$vale' stands for nothing that a refusal knows; did you mean '$value'?")]
    [TestCase("at: temperature", "at: 'messages[asistant]'", "6:16: bad-path 'messages[asistant]' is no path into a chat request; write one such as tools[*].function.name, messages[last].role or messages[assistant+tool_calls].content")]
    [TestCase("{at: temperature, above: 1}", "{at: temperature}", "6:11: no-modifier beside 'at' stands one test: present, one_of, other_than, not_matching, longer_than, above, below, lacks, without, has_any, has_all, empty, members_other_than")]
    [TestCase("{at: temperature, above: 1}", "{fault: empty-tools, above: 1}", "6:11: no-modifier a test stands beside 'at' only, not beside 'fault'")]
    [TestCase("{at: temperature, above: 1}", "{fault: empty-tool}", "6:19: unknown-word 'empty-tool' is no kind of fault; did you mean 'empty-tools'?")]
    [TestCase("{at: temperature, above: 1}", "{role: user}", "6:11: missing-key a condition with 'role' has no 'after': the role of the message before")]
    [TestCase("{at: temperature, above: 1}", "{}", "6:11: missing-key a condition says one of fault, at, role, nothing_at, no_word")]
    [TestCase("above: 1", "above: high", "6:36: wrong-kind above must be a number, not text")]
    [TestCase("above: 1", "present: false", "6:38: out-of-range present is always true; nothing_at finds what is absent")]
    [TestCase("above: 1", "not_matching: '('", "6:43: bad-pattern not_matching is no regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [TestCase("above: 1", "abov: 1", "6:11: no-modifier beside 'at' stands one test: present, one_of, other_than, not_matching, longer_than, above, below, lacks, without, has_any, has_all, empty, members_other_than", "6:29: unknown-key 'abov' is no key of a condition; did you mean 'above'?")]
    public void A_file_that_cannot_be(string old, string text, params string[] expected)
    {
        Assert.That(File.Contains(old, StringComparison.Ordinal), Is.True, "the example holds what is replaced");

        var (_, problems) = Read(File.Replace(old, text, StringComparison.Ordinal));

        Assert.That(problems.Select(static one => one.ToString()), Is.EqualTo(expected.Select(static problem => "strict/mistral.yaml:" + problem)));
    }

    [Test]
    public void An_id_stands_once()
    {
        var again = File[File.IndexOf("  - id", StringComparison.Ordinal)..];

        var (_, problems) = Read(File + "\n" + again);

        Assert.That(problems.Select(static one => one.ToString()), Is.EqualTo(new[] { "strict/mistral.yaml:10:5: duplicate-value the id 'one' stands already in this file; give the refusal an id of its own" }));
    }

    [Test]
    public void A_vendor_that_is_like_another_has_its_refusals_behind_its_own()
    {
        var (vendors, problems) = StrictVendorReader.Read(
            [new("mistral", "strict/mistral.yaml", File), new("small", "strict/small.yaml", File.Replace("title: A title", "title: A title\nlike: mistral", StringComparison.Ordinal).Replace("id: one", "id: two", StringComparison.Ordinal))],
            Vendors);

        Assert.That(problems, Is.Empty);
        Assert.That(vendors["small"].Refusals.Select(static refusal => refusal.Id), Is.EqualTo(new[] { "two", "one" }));
    }

    private static (IReadOnlyDictionary<string, Scenarios.Model.StrictVendor> Vendors, IReadOnlyList<ScenarioProblem> Problems) Read(string text) =>
        StrictVendorReader.Read([new("mistral", "strict/mistral.yaml", text)], Vendors);
}
