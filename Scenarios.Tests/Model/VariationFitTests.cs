using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;
using static Testing.Support.Make;

namespace Scenarios.Tests.Model;

/// <summary>Which variations fit a case: the rule of the section "Variations" in the format's README.</summary>
internal sealed class VariationFitTests
{
    private static readonly string[] OfText =
    [
        "newlines",
        "bom",
        "comments",
        "no-space",
        "multi-line",
        "key-order",
        "escapes",
        "unknown-fields",
        "usage-placement",
        "done-variants",
    ];
    private static readonly string[] OfWrites = ["rechunk", "bytewise", "burst"];
    private static readonly string[] All = [.. OfWrites, .. OfText, "gzip"];

    private static IEnumerable<TestCaseData> Rows()
    {
        yield return Row("an ordinary answer", Scenario(Text("Hi"), Finish(), Usage(1, 1), Done()), [.. All, "non-stream"]);
        yield return Row("an answer that closes early", Scenario(Text("Hi"), Close(CloseKind.Truncate)), All.Except(["done-variants"]));
        yield return Row("another sentinel", Scenario(Text("Hi"), Finish(), Done("DONE")), All.Except(["done-variants"]));
        yield return Row("raw text", Scenario(Text("Hi"), Raw("data: x\n\n"), Finish(), Done()), [.. OfWrites, "gzip"]);
        yield return Row("half a frame", Scenario(Text("Hi") with { Keep = 9 }, Finish(), Done()), [.. OfWrites, "gzip"]);
        yield return Row(
            "a split", Scenario(Text("Hi") with { Split = new Split { Every = 1 } }, Finish(), Done()), [.. OfText, "gzip", "non-stream"]);
        yield return Row(
            "its own line ends",
            Scenario([Exchange(Text("Hi"), Finish(), Done()) with { Wire = new Wire { Newline = Newline.Crlf } }]),
            [.. All.Except(["newlines"]), "non-stream"]);
        yield return Row(
            "its own mark",
            Scenario([Exchange(Text("Hi"), Finish(), Done()) with { Wire = new Wire { Bom = true } }]),
            [.. All.Except(["bom"]), "non-stream"]);
        yield return Row(
            "no space already",
            Scenario([Exchange(Text("Hi"), Finish(), Done()) with { Wire = new Wire { Space = false } }]),
            [.. All.Except(["no-space"]), "non-stream"]);
        yield return Row(
            "compressed already",
            Scenario([Exchange(Text("Hi"), Finish(), Done()) with { Wire = new Wire { Coding = ContentCoding.Brotli } }]),
            [.. All.Except(["gzip"]), "non-stream"]);
        yield return Row("a pause", Scenario(Text("Hi"), Wait(1), Finish(), Done()), []);
        yield return Row("a hold", Scenario(Text("Hi"), Hold("response.created"), Finish(), Done()), []);
        yield return Row("a reset", Scenario(Text("Hi"), Close(CloseKind.Reset)), []);
        yield return Row("an error before any content", Scenario(Error("""{"message":"busy"}"""), Done()), []);
        yield return Row("an error after content", Scenario(Text("Hi"), Error("""{"message":"busy"}"""), Done()), All);
        yield return Row("an HTTP error", Scenario([Exchange() with { Status = 500 }]), []);
        yield return Row("retries", Scenario([Exchange() with { Status = 429 }, Exchange(Text("Hi"), Finish(), Done())]), []);
        yield return Row("two turns", Scenario([Exchange(Text("Hi"), Finish(), Done())], [Exchange(Text("Hi"), Finish(), Done())]), All);
        yield return Row("text after a call", Scenario(Tool("0", "\"c\"", "\"f\"", "\"{}\""), Text("Hi"), Finish(), Done()), All);
        yield return Row(
            "arguments said twice",
            Scenario(Tool("0", "\"c\"", "\"f\"", "\"{}\""), Tool("0", args: "\"{}\""), Finish("\"tool_calls\""), Done()),
            All);
        yield return Row("no finish reason", Scenario(Text("Hi"), Done()), All);
        yield return Row(
            "a client that hangs up", With(static client => client with { HangUpAfter = new EventCount("response.created", 1) }), []);
        yield return Row(
            "a client that reads slowly", With(static client => client with { ReadSlowly = TimeSpan.FromMilliseconds(1) }), ["non-stream"]);
        yield return Row("a client without a stream", With(static client => client with { Stream = false }), []);
        yield return Row("another endpoint", With(static client => client with { Http = new EndpointRequest("GET", "/", Body: null) }), []);
    }

    [TestCaseSource(nameof(Rows))]
    public void A_case_is_varied_by_what_leaves_its_meaning(Scenario scenario, string[] fitting) =>
        Assert.That(All.Append("non-stream").Where(word => VariationFit.FitsByItself(scenario, word)), Is.EquivalentTo(fitting));

    [Test]
    public void A_relay_that_is_set_up_is_not_asked_for_a_body_by_itself()
    {
        var scenario = Scenario(Text("Hi"), Finish(), Done()) with
        {
            Relay = new RelaySetup(Preset: null, [KeyValuePair.Create("tool_name", "concat")], Place),
        };

        Assert.Multiple(() =>
        {
            Assert.That(VariationFit.FitsByItself(scenario, "non-stream"), Is.False);
            Assert.That(VariationFit.FindObstacle(scenario.Turns, "non-stream"), Is.Null, "the case may name it");
        });
    }

    [Test]
    public void Most_cases_of_the_repository_are_varied()
    {
        var varied = Repository.Catalog.Scenarios.Count(static scenario => VariationFit.FitsByItself(scenario, "rechunk")
            && VariationFit.FitsByItself(scenario, "newlines"));

        Assert.That(varied, Is.GreaterThan(Repository.Catalog.Scenarios.Count * 2 / 3));
    }

    [TestCase("vary: []", "")]
    [TestCase("vary: [newlines, bom]", "newlines bom")]
    public void A_case_may_narrow_its_variations(string line, string words)
    {
        var read = CaseText.Read(CaseText.WithSteps("text: Hi\n    - finish: stop\n    - done") + line + "\n");

        Assert.That(read.Scenario!.Vary, Is.EqualTo(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public void A_case_that_names_none_leaves_it_to_the_rule() =>
        Assert.That(CaseText.Read(CaseText.WithSteps("done")).Scenario!.Vary, Is.Null);

    private static TestCaseData Row(string name, Scenario scenario, IEnumerable<string> fitting) =>
        new TestCaseData(scenario, fitting.ToArray()).SetArgDisplayNames(name);

    private static Scenario With(Func<ClientRequest, ClientRequest> client)
    {
        var scenario = Scenario(Text("Hi"), Finish(), Done());
        return scenario with { Turns = [scenario.Turns[0] with { Client = client(scenario.Turns[0].Client) }] };
    }
}
