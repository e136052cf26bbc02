using System.Text;
using MockUpstream.Varying;
using MockUpstream.Varying.Bodies;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Varying;

/// <summary>
/// What each variation makes of a small body, as text with visible marks: <c>␊</c> <c>␍</c> line ends, <c>‖</c> between writes.
/// </summary>
internal sealed class VariationTests
{
    private const string Finish = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Counted = """{"choices":[],"usage":{"prompt_tokens":9}}""";

    private static IEnumerable<TestCaseData> Made()
    {
        yield return Case("rechunk", "", Raw("data: é\\u00e9\r\n\r\n"), "da‖ta‖:‖ ‖\xC3‖\xA9\\‖u‖00‖e9‖␍‖␊‖␍‖␊");
        yield return Case("bytewise", "", Raw("ab\n"), "a‖b‖␊");
        yield return Case("burst", "", [Raw("a\n"), Raw("b\n")], "a␊b␊");
        yield return Case("newlines", "CRLF", Raw("data: a\n\n"), "data: a␍␊␍␊");
        yield return Case("newlines", "CR", Raw("data: a\r\n\ndata: b\n\n"), "data: a␍␍data: b␍␍");
        yield return Case("bom", "", Raw("data: a\n\n"), "<BOM>data: a␊␊");
        yield return Case(
            "comments",
            "",
            [Raw("data: a\n\n"), Raw("data: b\n\n"), Raw("data: c\n\n")],
            ": vary␊data: a␊␊‖: vary␊␊data: b␊␊‖: vary␊data: c␊␊");
        yield return Case("no-space", "", Raw("event: x\ndata: a\ndata:  b\ndata:c\ndata: \n\n"), "event:x␊data:a␊data:  b␊data:c␊data:␊␊");
        yield return Case("multi-line", "", Raw("""data: {"a":1,"choices":[{"index":0,"delta":{"x":[1,2]}}]}"""
            + "\n\n"), """data: {␊data: "a":1,␊data: "choices":[{␊data: "index":0,␊data: "delta":{"x":[1,2]}}]}␊␊""");
        yield return Case("key-order", "", Raw("""data: {"a":1, "choices":[{"index":0,"delta":{"tool_calls":[{"id":"c","function":"""
            + """{"name":"f","arguments":{"x":1,"y":2}}}]}}]}""" + "\n\n"),
            """data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"""
                + """{"x":1,"y":2},"name":"f"},"id":"c"}]},"index":0}],"a":1}␊␊""");
        yield return Case("key-order", "", Raw("""data: {"choices":[{"delta":{"reasoning":"r","content":"c"}}]}""" + "\n\n"), null);
        yield return Case("escapes", "values", Raw("""data: {"choices":[{"delta":{"content":"ab\n\"é😀\u00E9{\/"}}]}"""
            + "\n\n"), """data: {"choices":[{"delta":{"content":"\u0061b\u000a\u0022\u00e9\ud83d\ude00\u00e9\u007b\u002f"}}]}␊␊""");
        yield return Case("escapes", "values", Raw("""data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":{"x":"y"}}}]}}]}"""
            + "\n\n"), null);
        yield return Case("escapes", "names", Raw("""data: {"choices":[{"delta":{"content":"a"}}]}"""
            + "\n\n"), """data: {"\u0063hoices":[{"\u0064elta":{"\u0063ontent":"a"}}]}␊␊""");
        yield return Case("unknown-fields", "", Raw("data: {\"choices\":[{\"delta\":{}}]}\n\n"),
            "x-vary: 1␊data: {\"choices\":[{\"delta\":{@},*}],*}␊␊".Replace("@", Unknown, StringComparison.Ordinal)
                .Replace("*", Unknown, StringComparison.Ordinal));
        yield return Case(
            "unknown-fields",
            "",
            Raw("data: {\"error\":{\"message\":\"busy\"}}\n\n"),
            "x-vary: 1␊data: {\"error\":{\"message\":\"busy\"}}␊␊");
        yield return Case(
            "usage-placement",
            "null elsewhere",
            [Data(Finish), Data(Counted)],
            $"data: {Finish[..^1]},\"usage\":null}}␊␊‖data: {Counted}␊␊");
        yield return Case(
            "usage-placement",
            "moved",
            [Data(Finish), Data(Counted), Raw("data: [DONE]\n\n")],
            $"data: {Finish[..^1]},\"usage\":{{\"prompt_tokens\":9}}}}␊␊‖data: [DONE]␊␊");
        yield return Case(
            "usage-placement",
            "moved",
            Data("""{"id":"x","choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":9}}"""),
            "data: {\"id\":\"x\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":null}␊␊‖data: {\"id\":\"x\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":9}}␊␊");
        yield return Case("usage-placement", "moved", [Data(Finish), Raw("data: [DONE]\n\n"), Data(Counted)], null);
        yield return Case(
            "usage-placement",
            "in every chunk",
            [Data("""{"choices":[],"usage":null}"""), Data(Counted)],
            $"data: {Counted}␊␊‖data: {Counted}␊␊");
        yield return Case("done-variants", "no space", [Data(Finish), Raw("data: [DONE]\n\n")], $"data: {Finish}␊␊‖data:[DONE]␊␊");
        yield return Case("done-variants", "no space", Raw("data: [DONE]\n\n"), null);
        yield return Case(
            "done-variants", "twice", [Data(Finish), Raw("data: [DONE]\n\n")], $"data: {Finish}␊␊‖data: [DONE]␊␊‖data: [DONE]␊␊");
        yield return Case(
            "done-variants",
            "in an event named done",
            [Data(Finish), Raw("data: [DONE]\n\n")],
            $"data: {Finish}␊␊‖event: done␊data: [DONE]␊␊");
        yield return Case(
            "done-variants", "a space behind it", [Data(Finish), Raw("data: [DONE]\n\n")], $"data: {Finish}␊␊‖data: [DONE] ␊␊");
        yield return Case("done-variants", "without brackets", [Data(Finish), Raw("data: [DONE]\n\n")], $"data: {Finish}␊␊‖data: DONE␊␊");
        yield return Case("done-variants", "left out", [Data(Finish), Raw("data: [DONE]\n\n")], $"data: {Finish}␊␊");
    }

    private static string Unknown =>
        "\"x_vary\":{\"content\":\"no\",\"finish_reason\":\"stop\",\"delta\":{\"content\":\"no\"},\"tool_calls\":[],\"usage\":null}";

    [TestCaseSource(nameof(Made))]
    public void A_variation_makes_these_bytes(string word, string form, SendingStep[] steps, string? expected)
    {
        var body = Body(steps);

        var changes = VariationCatalog.Find(word, form).Changes(body);

        Assert.That(changes.Count == 0 ? null : Show(body.WithChanges(changes)), Is.EqualTo(expected));
    }

    [Test]
    public void Every_form_has_an_example() =>
        Assert.That(VariationCatalog.All.Select(static variation => (variation.Word, variation.Form)).Except(Made()
            .Select(static made => ((string)made.Arguments[0]!, (string)made.Arguments[1]!))), Is.EqualTo(new[] { ("gzip", "") }));

    [Test]
    public void Each_word_of_the_format_is_made_and_has_its_part_in_the_default_plays()
    {
        var words = Scenarios.Words.FormatWords.Variations.Names.Where(static word => word != "non-stream");

        Assert.Multiple(() =>
        {
            Assert.That(VariationCatalog.All.Select(static variation => variation.Word).Distinct(), Is.EquivalentTo(words));
            Assert.That(
                VariationPlan.Default.SelectMany(static play => play).Select(static variation => variation.Word).Distinct(),
                Is.EquivalentTo(words));
            Assert.That(
                VariationPlan.Default.SelectMany(static play => play).Where(static variation => variation.IsLiberty),
                Is.Empty,
                "what honest relays may do differently is asked of none of them");
        });
    }

    [Test]
    public void The_cuts_of_full_are_every_cut()
    {
        var body = Body([Raw("data: first\n\n"), Raw("data: a longer second\n\n"), Raw(": c\n\n")]);

        var cuts = VariationCatalog.EveryCut(body)
            .SelectMany(variation => body.WithChanges(variation.Changes(body)).Ends)
            .Distinct()
            .Order();

        Assert.That(cuts, Is.EqualTo(Enumerable.Range(1, body.Bytes.Length)));
    }

    [Test]
    public void Gzip_changes_the_coding_and_not_the_bytes()
    {
        var body = Body([Raw("data: a\n\n")]);

        var packed = body.WithChanges(VariationCatalog.Find("gzip").Changes(body));

        Assert.Multiple(() =>
        {
            Assert.That(packed.Coding, Is.EqualTo(ContentCoding.Gzip));
            Assert.That(packed.Bytes.ToArray(), Is.EqualTo(body.Bytes.ToArray()));
            Assert.That(packed.ToExchange(Exchange(Raw("x"))).Wire.Coding, Is.EqualTo(ContentCoding.Gzip));
        });
    }

    [Test]
    public void A_step_is_found_by_a_byte_also_after_changes()
    {
        var body = Body([Raw("data: a\n\n") with { Number = 1 }, Raw("data: b\n\n") with { Number = 2 }]);

        var varied = body.WithChanges(VariationCatalog.Find("comments").Changes(body));

        Assert.Multiple(() =>
        {
            Assert.That(body.StepAt(8).Number, Is.EqualTo(1));
            Assert.That(body.StepAt(9).Number, Is.EqualTo(2));
            Assert.That(varied.StepAt(varied.Bytes.Length - 4).Number, Is.EqualTo(2));
        });
    }

    [TestCase("a pause")]
    [TestCase("nothing")]
    public void What_is_no_body_is_not_varied(string what)
    {
        UpstreamStep[] steps = what == "nothing" ? [] : [Raw("data: a\n\n"), Wait(20), Raw("data: b\n\n")];

        Assert.That(ScriptedBody.TryCreate(Exchange(steps), "m"), Is.Null);
    }

    private static ScriptedBody Body(SendingStep[] steps) => ScriptedBody.TryCreate(Exchange([.. steps]), "m")!;

    private static RawStep Data(string json) => Raw($"data: {json}\n\n");

    private static TestCaseData Case(string word, string form, SendingStep step, string? expected) => Case(word, form, [step], expected);

    private static TestCaseData Case(string word, string form, SendingStep[] steps, string? expected) =>
        new TestCaseData(word, form, steps, expected)
            .SetArgDisplayNames(word, form, expected is null ? "nothing" : expected.Length > 60 ? expected[..60] : expected);

    private static string Show(ScriptedBody body)
    {
        var text = new StringBuilder();
        var start = 0;
        foreach (var end in body.Ends)
        {
            text.Append(start > 0 ? "‖" : "").Append(Text(body.Bytes.Span[start..end]));
            start = end;
        }

        return text.ToString();
    }

    /// <summary>Half a character stands as its byte.</summary>
    private static string Text(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.Latin1.GetString(bytes);
        }

        return text.Replace("\uFEFF", "<BOM>", StringComparison.Ordinal)
            .Replace("\r", "␍", StringComparison.Ordinal)
            .Replace("\n", "␊", StringComparison.Ordinal);
    }
}
