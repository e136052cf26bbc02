using System.Text;
using MockUpstream.Compiling;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Playing;

/// <summary>
/// What the compiler makes of each step, as text with visible marks: <c>␊</c> <c>␍</c> line ends, <c>‖</c> between writes.
/// </summary>
internal sealed class ScriptCompilerTests
{
    private const string Head = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[""";

    private static IEnumerable<TestCaseData> Built()
    {
        yield return Step("text", Text("Zoë 😀 <b>"), Delta("""{"content":"Zoë 😀 <b>"}"""));
        yield return Step("text with quotes", Text("a \"b\"\n\\"), Delta("""{"content":"a \"b\"\n\\"}"""));
        yield return Step("text that looks like an escape", Text("\\uD83D\\uDE00"), Delta("""{"content":"\\uD83D\\uDE00"}"""));
        yield return Step("reasoning", Reasoning("reasoning_content", "Hmm"), Delta("""{"reasoning_content":"Hmm"}"""));
        yield return Step("refusal", Refusal("No"), Delta("""{"refusal":"No"}"""));
        yield return Step(
            "tool whole",
            Tool("0", "\"call_1\"", "\"f\"", "\"\""),
            Call("""{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}"""));
        yield return Step(
            "tool with args alone", Tool(args: "\"{\\\"a\\\"\""), Call("""{"type":"function","function":{"arguments":"{\"a\""}}"""));
        yield return Step(
            "tool with nulls",
            Tool("null", "null", "null"),
            Call("""{"index":null,"id":null,"type":"function","function":{"name":null}}"""));
        yield return Step(
            "tool with args as an object",
            Tool("0", args: """{ "a": 1.0 }""", type: "null"),
            Call("""{"index":0,"type":null,"function":{"arguments":{"a":1.0}}}"""));
        yield return Step(
            "delta", Make.Delta("""{ "role": "assistant", "content": "" }"""), Delta("""{"role":"assistant","content":""}"""));
        yield return Step("choice", Choice("""{ "index": 1, "delta": {} }"""), "data: " + Head + """{"index":1,"delta":{}}]}␊␊""");
        yield return Step("chunk", Chunk("""{ "choices": [], "x": 1.50, "n": null }"""), """data: {"choices":[],"x":1.50,"n":null}␊␊""");
        yield return Step("finish", Finish("\"length\""), "data: " + Head + """{"index":0,"delta":{},"finish_reason":"length"}]}␊␊""");
        yield return Step("usage", Usage(31, 9), "data: " + Head
            + """],"usage":{"prompt_tokens":31,"completion_tokens":9,"total_tokens":40}}␊␊""");
        yield return Step("usage in part", Usage(31, cached: 4), "data: " + Head
            + """],"usage":{"prompt_tokens":31,"prompt_tokens_details":{"cached_tokens":4}}}␊␊""");
        yield return Step("usage in full", Usage(3, 4, 1, 2), "data: " + Head + """],"usage":{"prompt_tokens":3,"completion_tokens":4"""
            + ""","total_tokens":7,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":2}}}␊␊""");
        yield return Step("error", Error("""{ "message": "busy", "code": 503 }"""), """data: {"error":{"message":"busy","code":503}}␊␊""");
        yield return Step("done", Done(), "data: [DONE]␊␊");
        yield return Step("done variant", Done("DONE"), "data: DONE␊␊");
        yield return Step("sse", Sse("ping", "7", "100", "a\nb\n"), "event: ping␊id: 7␊retry: 100␊data: a␊data: b␊data: ␊␊");
        yield return Step("sse with data alone", Sse(data: "{}"), "data: {}␊␊");
        yield return Step("comment", Comment("keep-alive"), ": keep-alive␊␊");
        yield return Step("raw", Raw("data: {\"a\"\r\n"), "data: {\"a\"␍␊");
        yield return Step("bytes", Bytes(0x61, 0x62), "ab");
        yield return Step("keep", Text("Hello") with { Keep = 9 }, "data: {\"i");
        yield return Step("crlf", Done() with { Newline = Newline.Crlf }, "data: [DONE]␍␊␍␊");
        yield return Step("cr", Done() with { Newline = Newline.Cr }, "data: [DONE]␍␍");
        yield return Step("split every", Done() with { Split = new Split { Every = 6 } }, "data: ‖[DONE]‖␊␊");
        yield return Step("split at", Done() with { Split = new Split { At = [3, 6, 99] } }, "dat‖a: ‖[DONE]␊␊");
        yield return Step("split evenly leaves nothing over", Raw("abcd") with { Split = new Split { Every = 2 } }, "ab‖cd");
        yield return Step("keep, then split", Raw("abcdef") with { Keep = 3, Split = new Split { Every = 2 } }, "ab‖c");

        static TestCaseData Step(string name, UpstreamStep step, string expected) =>
            new TestCaseData(step, expected).SetName("Step_" + name.Replace(' ', '_'));
        static string Delta(string delta) => "data: " + Head + """{"index":0,"delta":""" + delta + ""","finish_reason":null}]}␊␊""";
        static string Call(string call) => Delta("""{"tool_calls":[""" + call + "]}");
    }

    [TestCaseSource(nameof(Built))]
    public void Each_step_has_its_bytes(UpstreamStep step, string expected)
    {
        Assert.That(Show(Exchange(step)), Is.EqualTo(expected));
    }

    [Test]
    public void Usage_rides_on_the_finish_chunk_in_one_write()
    {
        var script = Show(Exchange(Finish(), Usage(1, 2, onFinish: true), Done()));

        Assert.That(script, Is.EqualTo("data: " + Head + """{"index":0,"delta":{},"finish_reason":"stop"}],"usage":"""
            + """{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}␊␊‖data: [DONE]␊␊"""));
    }

    [Test]
    public void A_character_of_several_bytes_is_cut_after_its_first_byte()
    {
        var exchange = Exchange(Raw("aë😀b") with { Split = new Split { Chars = true } });

        var writes = Writes(exchange).Select(Convert.ToHexString);

        Assert.That(writes, Is.EqualTo(new[] { "61C3", "ABF0", "9F988062" }));
    }

    [Test]
    public void The_wire_sets_what_the_step_leaves_open()
    {
        var wire = new Wire { Newline = Newline.Crlf, Space = false, Split = new Split { Every = 8 } };
        var exchange = Exchange(Done(), Comment("hi") with { Newline = Newline.Lf, Split = new Split { At = [1] } }) with { Wire = wire };

        Assert.That(Show(exchange), Is.EqualTo("data:[DO‖NE]␍␊␍␊‖:‖hi␊␊"));
    }

    [TestCase(null, "EFBBBF61, 62")]
    [TestCase(2, "EFBB, BF61, 62")]
    public void A_byte_order_mark_comes_once_before_the_first_byte(int? every, string expected)
    {
        var split = every is null ? null : new Split { Every = every };
        var exchange = Exchange(Wait(1), Raw("a"), Raw("b")) with { Wire = new Wire { Bom = true, Split = split } };

        var writes = string.Join(", ", Writes(exchange).Select(Convert.ToHexString));

        Assert.That(writes, Is.EqualTo(expected));
    }

    [Test]
    public void Offsets_of_a_split_do_not_count_the_byte_order_mark()
    {
        var exchange = Exchange(Raw("abc") with { Split = new Split { At = [1] } }) with { Wire = new Wire { Bom = true } };

        var writes = Writes(exchange).Select(Convert.ToHexString);

        Assert.That(writes, Is.EqualTo(new[] { "EFBBBF61", "6263" }));
    }

    [Test]
    public void Settling_belongs_to_each_write()
    {
        var settle = Settle.For(TimeSpan.FromMilliseconds(2));
        var exchange = Exchange(Raw("ab") with { Split = new Split { Every = 1 } }) with { Wire = new Wire { Settle = settle } };

        var writes = ScriptCompiler.Compile(exchange, "m").Pieces.OfType<WritePiece>();

        Assert.That(writes.Select(write => write.Settle), Is.EqualTo(new[] { settle, settle }));
    }

    [Test]
    public void The_cuts_of_a_split_are_proven_and_the_ends_of_steps_are_not()
    {
        var exchange = Exchange(Raw("ab") with { Split = new Split { Every = 1 } }, Raw("c"));

        var writes = ScriptCompiler.Compile(exchange, "m").Pieces.OfType<WritePiece>();

        Assert.That(writes.Select(write => write.Settle), Is.EqualTo(new[] { Settle.Read, null, null }));
    }

    [Test]
    public void A_repeat_of_any_length_is_made_as_it_is_played()
    {
        var exchange = Exchange(Repeat(1_000_000, Raw("{{i}}" + new string('x', 1 << 20))));

        var third = ScriptCompiler.Compile(exchange, "m").Pieces.OfType<WritePiece>().ElementAt(2);

        Assert.That(third.Bytes.Span[..2].ToArray(), Is.EqualTo("2x"u8.ToArray()));
    }

    [Test]
    public void Of_a_compressed_body_the_compressed_bytes_are_cut()
    {
        var exchange = Exchange(Raw("ab") with { Split = new Split { Every = 1 } }) with
        {
            Wire = new Wire { Coding = ContentCoding.Gzip },
        };

        var write = (WritePiece)ScriptCompiler.Compile(exchange, "m").Pieces.Single();

        Assert.That((write.Bytes.Length, write.Split!.Every), Is.EqualTo((2, 1)));
    }

    [Test]
    public void A_pace_is_a_wait_before_each_step_and_not_before_its_cuts()
    {
        var pace = new Pace { First = TimeSpan.FromMilliseconds(300), PerSecond = 50 };
        var exchange = Exchange(
            Raw("ab") with { Split = new Split { Every = 1 } },
            Repeat(2, Burst(Raw("c"), Raw("d"))),
            Hold("response.created"),
            Raw("e")) with { Pace = pace };

        var pieces = ScriptCompiler.Compile(exchange, "m").Pieces.Select(piece => piece switch
        {
            WaitPiece wait => wait.Time.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
            WritePiece write => Encoding.UTF8.GetString(write.Bytes.Span),
            _ => "-",
        });

        Assert.That(pieces, Is.EqualTo(new[] { "300", "a", "b", "20", "cd", "20", "cd", "-", "20", "e" }));
    }

    [Test]
    public void Jitter_moves_each_deadline_alone_and_the_seed_decides()
    {
        var pace = new Pace { PerSecond = 100, Jitter = 0.5, Seed = 7 };

        var first = Deadlines(pace);

        Assert.That(first, Is.EqualTo(Deadlines(pace)));
        Assert.That(first, Is.Not.EqualTo(Deadlines(pace with { Seed = 8 })));
        Assert.That(first.Select((due, index) => Math.Abs(due - (10 * index))), Is.All.LessThanOrEqualTo(5.001));
    }

    private static List<double> Deadlines(Pace pace)
    {
        var due = TimeSpan.Zero;
        var pieces = ScriptCompiler.Compile(Exchange(Repeat(1_000, Raw("x"))) with { Pace = pace }, "m").Pieces;
        return [.. pieces.OfType<WaitPiece>().Select(wait => (due += wait.Time).TotalMilliseconds)];
    }

    [Test]
    public void A_burst_is_one_write_and_a_flush_inside_cuts_it()
    {
        var exchange = Exchange(
            Raw("0"), Burst(Raw("a"), Raw("b") with { Keep = 0 }, Repeat(2, Raw("c{{i}}")), Flush(), Raw("d")), Raw("e"));

        Assert.That(Show(exchange), Is.EqualTo("0‖ac0c1‖d‖e"));
    }

    [Test]
    public void A_split_inside_a_burst_cuts_where_its_step_stands()
    {
        var exchange = Exchange(Burst(Raw("ab"), Raw("cde") with { Split = new Split { At = [1] } }, Raw("f")));

        Assert.That(Show(exchange), Is.EqualTo("abc‖def"));
    }

    [Test]
    public void A_repeat_counts_its_rounds_in_every_kind_of_text()
    {
        var exchange = Exchange(Repeat(2,
            Raw("r{{i}}"), Comment("{{i}}{{i}}"), Sse(data: "s{{i}}"), Chunk("""{"k{{i}}":"v{{i}}"}"""), Repeat(2, Raw("<{{i}}>"))));

        Assert.That(Show(exchange), Is.EqualTo(
            "r0‖: 00␊␊‖data: s0␊␊‖data: {\"k0\":\"v0\"}␊␊‖<0>‖<1>‖r1‖: 11␊␊‖data: s1␊␊‖data: {\"k1\":\"v1\"}␊␊‖<0>‖<1>"));
    }

    [Test]
    public void Verbatim_bytes_are_not_counted_and_text_outside_a_repeat_stays()
    {
        var exchange = Exchange(Raw("{{i}}"), Repeat(1, Bytes("{{i}}"u8.ToArray())));

        Assert.That(Show(exchange), Is.EqualTo("{{i}}‖{{i}}"));
    }

    [Test]
    public void Rounds_without_a_count_share_their_bytes()
    {
        var script = ScriptCompiler.Compile(Exchange(Raw("first"), Repeat(100_000, Text("same"))), "m");

        Assert.That(script.Pieces.Count(), Is.EqualTo(100_001));
        Assert.That(script.Pieces.ElementAt(1), Is.SameAs(script.Pieces.Last()));
    }

    [Test]
    public void Pauses_and_ends_keep_their_step()
    {
        var script = ScriptCompiler.Compile(Exchange(Wait(20), Hold("response.created", 2), Stall(), Close(CloseKind.Reset)), "m");

        Assert.That(script.Pieces.Select(piece => piece switch
        {
            WaitPiece wait => $"{wait.Step.Number} wait {wait.Time.TotalMilliseconds}",
            HoldPiece hold => $"{hold.Step.Number} hold {hold.Until.Type} {hold.Until.Count}",
            StallPiece stall => $"{stall.Step.Number} stall",
            ClosePiece close => $"{close.Step.Number} close {close.Kind}",
            _ => "?",
        }), Is.EqualTo(new[] { "1 wait 20", "2 hold response.created 2", "3 stall", "4 close Reset" }));
    }

    [Test]
    public void A_flush_before_the_first_byte_sends_the_headers_and_says_nothing_later()
    {
        var script = ScriptCompiler.Compile(Exchange(Flush(), Raw("a"), Flush(), Raw("b")), "m");

        var sizes = script.Pieces.OfType<WritePiece>().Select(write => write.Bytes.Length);

        Assert.That(sizes, Is.EqualTo(new[] { 0, 1, 1 }));
    }

    private static string Show(Exchange exchange) =>
        string.Join('‖', Writes(exchange).Select(Encoding.UTF8.GetString)).Replace('\n', '␊').Replace('\r', '␍');

    private static IEnumerable<byte[]> Writes(Exchange exchange) =>
        ScriptCompiler.Compile(exchange, "m").Pieces.OfType<WritePiece>().Select(write => write.Bytes.ToArray());
}
