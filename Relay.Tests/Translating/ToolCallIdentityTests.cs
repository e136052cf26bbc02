using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>Which call a delta belongs to, for every way vendors were seen to say it (Q01–Q30).</summary>
internal sealed class ToolCallIdentityTests
{
    private const string Full = "{\"a\":1}";

    private static IEnumerable<TestCaseData> Scripts()
    {
        yield return Row(
            "Q01 index missing, id present",
            [Call(id: "A", name: "x", args: Full), Call(id: "B", name: "y", args: "{}")],
            "A x {\"a\":1}",
            "B y {}");
        yield return Row(
            "Q02 index missing on continuations", [Call(0, "A", "x"), Call(args: "{\"a\""), Call(args: ":1}")], "A x {\"a\":1}");
        yield return Row("Q02 the other way round", [Call(id: "A", name: "x"), Call(0, args: Full)], "A x {\"a\":1}");
        yield return Row(
            "Q02 two openers without index",
            [Call(id: "A", name: "x"), Call(id: "B", name: "y"), Call(0, args: Full), Call(1, args: "{}")],
            "A x {\"a\":1}",
            "B y {}");
        yield return Row("Q03 indexed opener, continuation by id", [Call(0, "A", "x"), Call(id: "A", args: Full)], "A x {\"a\":1}");
        yield return Row(
            "Q04 id on the first delta only", [Call(0, "A", "x", ""), Call(0, args: "{\"a\""), Call(0, args: ":1}")], "A x {\"a\":1}");
        yield return Row(
            "Q05 id on every delta", [Call(0, "A", "x"), Call(0, "A", args: "{\"a\""), Call(0, "A", args: ":1}")], "A x {\"a\":1}");
        yield return Row(
            "Q06 empty id and name on continuations of two calls",
            [Call(0, "A", "x"), Call(0, "", "", "{\"a\""), Call(1, "B", "y"), Call(1, "", "", "{}"), Call(0, "", "", ":1}")],
            "A x {\"a\":1}",
            "B y {}");
        yield return Row(
            "Q07 null id and name on continuations",
            [Call(0, "A", "Glob"), Delta("\"tool_calls\":[{\"index\":0,\"id\":null,\"function\":{\"name\":null,\"arguments\":\"{}\"}}]")],
            "A Glob {}");
        yield return Row("Q09 late id", [Call(0, name: "x"), Call(0, "A", args: Full)], "A x {\"a\":1}");
        yield return Row("Q09 late id with the name again", [Call(0, name: "x"), Call(0, "A", "x", Full)], "A x {\"a\":1}");
        yield return Row("Q10 id changes after the first delta", [Call(0, "A", "x"), Call(0, "B", args: Full)], "A x {\"a\":1}");
        yield return Row("Q11 same index, distinct ids", [Call(0, "A", "x", Full), Call(0, "B", "y", "{}")], "A x {\"a\":1}", "B y {}");
        yield return Row(
            "Q11 the same in pieces",
            [Call(0, "A", "x", "{\"a\""), Call(0, "A", args: ":1}"), Call(0, "B", "y"), Call(0, "B", args: "{}")],
            "A x {\"a\":1}",
            "B y {}");
        yield return Row(
            "Q13 second id at another index", [Call(0, "A", "x", Full), Call(1, "A", "y", "{}")], "A x {\"a\":1}", "call_* y {}");
        yield return Row(
            "Q13 no index", [Call(id: "A", name: "x", args: Full), Call(id: "A", name: "y", args: "{}")], "A x {\"a\":1}", "call_* y {}");
        yield return Row("Q14 ids of a turn", [Call(0, "functions.x:0", "x", Full)], "functions.x:0 x {\"a\":1}");
        yield return Row("Q15 index from 1", [Call(1, "A", "x", Full)], "A x {\"a\":1}");
        yield return Row("Q16 descending indexes", [Call(3, "A", "x", Full), Call(1, "B", "y", "{}")], "A x {\"a\":1}", "B y {}");
        yield return Row(
            "Q17 interleaved arguments",
            [Call(0, "A", "x", "{"), Call(
                1, "B", "y", "{"), Call(0, args: "\"a\":1"), Call(1, args: "\"b\":2"), Call(1, args: "}"), Call(0, args: "}")],
            "A x {\"a\":1}",
            "B y {\"b\":2}");
        yield return Row(
            "Q18 two elements of one index in a chunk", [Calls(Element(0, "A", "x"), Element(0, args: Full))], "A x {\"a\":1}");
        yield return Row(
            "Q19 calls whole in one chunk", [Calls(Element(0, "A", "x", Full), Element(1, "B", "y", "{}"))], "A x {\"a\":1}", "B y {}");
        yield return Row(
            "Q20 name on every delta", [Call(0, "A", "run"), Call(0, "A", "run", "{\"a\""), Call(0, "A", "run", ":1}")], "A run {\"a\":1}");
        yield return Row("Q22 empty name later", [Call(0, "A", "do_a", "{"), Call(0, "A", "", "}")], "A do_a {}");
        yield return Row(
            "Q24 type missing or odd",
            [Delta("\"tool_calls\":[{\"id\":\"A\",\"type\":\"\",\"function\":{\"name\":\"x\",\"arguments\":\"{}\"}}]")],
            "A x {}");
        yield return Row("Q30 extra members", [Delta("\"tool_calls\":[{\"id\":\"A\",\"extra_content\":{\"id\":\"no\"},"
            + "\"function\":{\"name\":\"x\",\"arguments\":\"{}\",\"index\":4}}]")], "A x {}");
        yield return Row(
            "calls as one object", [Delta("\"tool_calls\":{\"id\":\"A\",\"function\":{\"name\":\"x\",\"arguments\":\"{}\"}}")], "A x {}");
        yield return Row(
            "a quoted index",
            [Delta("\"tool_calls\":[{\"index\":\"1\",\"id\":\"A\",\"function\":{\"name\":\"x\"}}]"), Call(1, args: "{}")],
            "A x {}");
    }

    private static IEnumerable<TestCaseData> ScriptsWithoutIds()
    {
        yield return Row("Q08 id never sent", [Call(0, name: "x", args: Full)], "call_* x {\"a\":1}");
        yield return Row(
            "Q12 same index, no ids",
            [Call(0, name: "x", args: Full), Call(0, name: "y", args: "{}")],
            "call_* x {\"a\":1}",
            "call_* y {}");
        yield return Row(
            "Q12 the same call twice", [Call(0, name: "x", args: "{}"), Call(0, name: "x", args: "{}")], "call_* x {}", "call_* x {}");
        yield return Row(
            "Q20 name on every delta, no id",
            [Call(0, name: "run"), Call(0, name: "run", args: "{\"a\""), Call(0, name: "run", args: ":1}")],
            "call_* run {\"a\":1}");
        yield return Row(
            "Q20 neither id nor index",
            [Call(name: "run"), Call(name: "run", args: "{\"a\""), Call(name: "run", args: ":1}")],
            "call_* run {\"a\":1}");
        yield return Row(
            "rule 5: neither id nor index, two calls",
            [Call(name: "x", args: Full), Call(name: "y", args: "{\"b\""), Call(args: ":2}")],
            "call_* x {\"a\":1}",
            "call_* y {\"b\":2}");
        yield return Row(
            "Q28 legacy function_call",
            [Delta("\"function_call\":{\"name\":\"x\",\"arguments\":\"\"}"), Delta("\"function_call\":{\"arguments\":\"{}\"}")],
            "call_* x {}");
    }

    [TestCaseSource(nameof(Scripts))]
    [TestCaseSource(nameof(ScriptsWithoutIds))]
    public void Deltas_go_to_their_call(string[] payloads, string[] calls)
    {
        var run = Translation.Run([.. payloads, Finish("tool_calls"), Done]);

        Assert.That(run.Outcome.Split(" | ").Select(Anonymous), Is.EqualTo(calls.Prepend("completed")));
    }

    [Test]
    public void A_split_name_is_joined_when_only_the_whole_is_declared()
    {
        var setup = new TranslationSetup().Declaring("edit_existing_file", "edit");

        var run = Translation.Run(
            setup, Call(0, "A", "edit_ex"), Call(0, "A", "isting_"), Call(0, "A", "file"), Call(0, args: "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A edit_existing_file {}"));
    }

    [Test]
    public void A_split_name_is_joined_without_id_and_index()
    {
        var setup = new TranslationSetup().Declaring("edit_existing_file");

        var run = Translation.Run(setup, Call(name: "edit_ex"), Call(name: "isting_file"), Call(args: "{}"), Finish("tool_calls"), Done);

        Assert.That(Anonymous(run.Outcome), Does.EndWith("edit_existing_file {}"));
    }

    [TestCase("auto", "runrun", "run")]
    [TestCase("first", "runrun", "run")]
    [TestCase("concat", "run", "runrun")]
    public void How_name_pieces_are_taken_is_a_policy(string policy, string declared, string expected)
    {
        var setup = TranslationSetup.With($"tool_name={policy}").Declaring(declared, "run");

        var run = Translation.Run(setup, Call(0, "A", "run"), Call(0, "A", "run"), Call(0, "A", args: "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo($"completed | A {expected} {{}}"));
    }

    [Test]
    public void A_call_is_announced_when_its_id_or_its_first_argument_byte_is_there()
    {
        var late = Translation.Run(Call(0, name: "x"), Call(0, "A"), Call(0, args: "{}"), Finish("tool_calls"), Done);
        var never = Translation.Run(Call(0, name: "x"), Call(0, args: "{"), Call(0, "A", args: "}"), Finish("tool_calls"), Done);

        Assert.Multiple(() =>
        {
            Assert.That(late.Lines[0], Is.EqualTo("output_item.added 0 A x (in_progress)"));
            Assert.That(never.Lines[0], Does.Match("^output_item.added 0 call_\\d+ x"));
            Assert.That(never.Outcome, Does.Contain(" x {}"), "the late id is an alias");
        });
    }

    [Test]
    public void Arguments_that_came_before_the_name_are_not_lost()
    {
        var run = Translation.Run(Call(0, "A", args: "{\"a\""), Call(0, "A", "x"), Call(0, "A", args: ":1}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | A x {\"a\":1}"));
    }

    [TestCase("drop", "failed(invalid_tool_call)")]
    [TestCase("fail", "failed(invalid_tool_call)")]
    [TestCase("emit", "completed | A {}")]
    public void A_nameless_call_follows_its_policy(string policy, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With($"nameless_call={policy}"), Call(0, "A", args: "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void A_used_id_may_be_refused()
    {
        var run = Translation.Run(
            TranslationSetup.With("duplicate_ids=fail"), Call(0, "A", "x", "{}"), Call(1, "A", "y", "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(invalid_tool_call)"));
    }

    [TestCase("pass", "completed | A nowhere {}")]
    [TestCase("fail", "failed(invalid_tool_call)")]
    public void An_undeclared_tool_follows_its_policy(string policy, string outcome)
    {
        var setup = TranslationSetup.With($"undeclared_tool={policy}").Declaring("somewhere");

        var run = Translation.Run(setup, Call(0, "A", "nowhere", "{}"), Finish("tool_calls"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void Calls_of_two_choices_with_one_index_stay_apart()
    {
        string Choice(int choice, string element) => $"{{\"index\":{choice},\"delta\":{{\"tool_calls\":[{element}]}}}}";
        var both = $"{{\"choices\":[{Choice(0, Element(0, "A", "x"))},{Choice(1, Element(0, "B", "y"))}]}}";
        var more = $"{{\"choices\":[{Choice(1, Element(0, args: "{}"))},{Choice(0, Element(0, args: Full))}]}}";

        var merged = Translation.Run(TranslationSetup.With("choices=merge"), both, more, Finish("tool_calls"), Done);
        var first = Translation.Run(both, more, Finish("tool_calls"), Done);

        Assert.Multiple(() =>
        {
            Assert.That(merged.Outcome, Is.EqualTo("completed | A x {\"a\":1} | B y {}"));
            Assert.That(first.Outcome, Is.EqualTo("completed | A x {\"a\":1}"));
        });
    }

    private static TestCaseData Row(string name, string[] payloads, params string[] calls) =>
        new TestCaseData(payloads, calls).SetArgDisplayNames(name);

    private static string Anonymous(string line) =>
        line.StartsWith("call_", StringComparison.Ordinal) ? $"call_*{line["call_".Length..].TrimStart("0123456789".ToCharArray())}" : line;
}
