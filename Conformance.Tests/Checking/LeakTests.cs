using System.Text;
using Conformance.Checking;
using Conformance.Results;
using MockUpstream.Playing;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

/// <summary>A key in an answer is found wherever and however it stands, and what only looks like one is not accused.</summary>
internal sealed class LeakTests
{
    private const string Failure = "The upstream broke off.";
    private const string Given = "relay-key-of-the-user";

    private static readonly string Key = CaseKey.ApiKeyOf("rc-made");

    private static IEnumerable<TestCaseData> Spellings()
    {
        yield return Spelling("alone", Key);
        yield return Spelling("in-a-sentence", $"Incorrect API key provided: {Key}. You can find your key in the settings.");
        yield return Spelling("with-its-scheme", $"header was Authorization: Bearer {Key}");
        yield return Spelling("without-its-last-letters", "key " + Key[..^4]);
        yield return Spelling("without-its-first-letters", "key ..." + Key[10..]);
        yield return Spelling("a-long-part", Key[12..28]);
        yield return Spelling("upper-case", Key.ToUpperInvariant());
        yield return Spelling("percent", string.Concat(Key.Select(letter => $"%{(int)letter:x2}")));
        yield return Spelling("in-an-address", $"http://vendor.example/v1?key={Uri.EscapeDataString(Key)}&x=1");
        yield return Spelling("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)));
        yield return Spelling("base64-behind-one-letter", Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + Key)));
        yield return Spelling("base64-behind-two-letters", Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + Key + ":p")));
        yield return Spelling(
            "base64-for-addresses",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("Bearer " + Key)).Replace('+', '-').Replace('/', '_').TrimEnd('='));
        yield return Spelling("base64-of-a-part", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key[..30])));
        yield return Spelling("key-given-to-the-run", $"not allowed: {Given}");
        yield return Spelling("base64-of-the-key-given", Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Given)));
        yield return Spelling("address", "no answer from 127.0.0.1:5999");
        yield return Spelling("address-in-percent", "http%3A%2F%2F127.0.0.1%3A5999%2Fv1");
    }

    private static IEnumerable<TestCaseData> Harmless()
    {
        yield return Spelling("the-model", "rc-made");
        yield return Spelling("masked-as-openai-does", $"Incorrect API key provided: {Key[..8]}****{Key[^4..]}.");
        yield return Spelling("the-prefix", "A key begins with sk-rc-.");
        yield return Spelling("another-key-in-the-text", "sk-rc-00000000000000000000000000000000");
        yield return Spelling("an-id", "resp_" + new string('a', 40));
        yield return Spelling("base64-of-something-else", Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('k', 60))));
    }

    [TestCaseSource(nameof(Spellings))]
    public void A_key_in_an_error_is_found_with_its_event_and_member(string text)
    {
        var finding = Check(Stream(text)).First();

        Assert.That(
            (finding.Check, finding.Severity, finding.Event is not null, finding.Member is not null),
            Is.EqualTo(("leak", Severity.Error, true, true)));
        Assert.That($"{finding.Message} {finding.Expected} {finding.Received}", Does.Not.Contain(Key).And.Not.Contain(Given));
    }

    [TestCaseSource(nameof(Spellings))]
    public void A_key_in_a_header_is_found(string text)
    {
        var stream = GoodStreams.Text with
        {
            Secrets = Secrets,
            Headers = [.. GoodStreams.Text.Headers, KeyValuePair.Create("x-upstream-error", text)],
        };

        Assert.That(
            Check(stream).Select(finding => (finding.Check, finding.Member)).Distinct(),
            Is.EqualTo(new[] { ("leak", "headers.x-upstream-error") }));
    }

    [TestCaseSource(nameof(Spellings))]
    public void A_key_in_the_body_for_no_stream_is_found(string text)
    {
        var stream = GoodStreams.Text with
        {
            Secrets = Secrets,
            NonStream = TestStream.Body(System.Text.Json.JsonSerializer.Serialize(new { error = new { message = text } }), 502),
        };

        Assert.That(
            Check(stream).Where(finding => finding.Check == "leak").Select(finding => finding.Message).First(),
            Does.Contain("stream: false"));
    }

    [Test]
    public void A_key_with_json_escapes_is_found()
    {
        var escaped = string.Concat(Key.Select(letter => $"\\u{(int)letter:x4}"));
        var stream = GoodStreams.Text with { Secrets = Secrets, Tail = $$"""data: {"x":"{{escaped}}"}""" };

        Assert.That(Check(stream).Select(finding => finding.Check), Does.Contain("leak"));
    }

    [TestCaseSource(nameof(Harmless))]
    public void What_only_looks_like_a_key_is_not_accused(string text) =>
        Assert.That(Check(Stream(text)).Select(finding => finding.Check), Does.Not.Contain("leak"));

    [Test]
    public void A_short_word_given_as_key_is_found_as_a_credential_only()
    {
        var word = GoodStreams.Failed.Replace(Failure, "a test failed") with { Secrets = ["test"] };
        var credential = GoodStreams.Failed.Replace(Failure, "Bearer test was refused") with { Secrets = ["test"] };

        Assert.That(
            (Check(word).Any(finding => finding.Check == "leak"), Check(credential).Any(finding => finding.Check == "leak")),
            Is.EqualTo((false, true)));
    }

    private static IReadOnlyList<string> Secrets => [Given, Key, "127.0.0.1:5999"];

    private static TestStream Stream(string text) => GoodStreams.Failed.Replace(Failure, text) with { Secrets = Secrets };

    private static IEnumerable<Finding> Check(TestStream stream) =>
        CheckRunner.Run(stream.ToTurn()).Findings.Where(finding => finding.Check is "leak");

    private static TestCaseData Spelling(string name, string text) => new TestCaseData(text).SetArgDisplayNames(name);
}
