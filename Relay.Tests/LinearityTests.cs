using System.Globalization;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Exchange;
using Relay.Json;
using Relay.Policies;
using Relay.Requests;
using Relay.Requests.Chat;
using Relay.Sealing;
using Relay.Sse;
using Relay.Storing;
using Relay.Tests.Support;
using Relay.Tests.Translating;
using Relay.Translating;

namespace Relay.Tests;

/// <summary>
/// An answer or a request that is sixteen times as long costs about sixteen times as much, whatever it consists of. One that is quadratic
/// costs 256 times as much.
/// </summary>
/// <remarks>Repeated, because what runs beside a test takes its caches. A quadratic cost shows each time.</remarks>
[NonParallelizable]
internal sealed class LinearityTests
{
    private const int Times = 16;
    private const int MostPerTime = 6;

    // From 4x to 16x a quadratic cost grows by 16. A step from a cache or a generation of the collector to the next counts only once.
    private const int MostFromQuadruple = 8;
    private const int Runs = 3;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);

    private static IEnumerable<TestCaseData> Answers()
    {
        yield return Answer("parallel calls, one after the other", 1000, static n => Each(n, static i => Call(i, $"c{i}", "f", "{}")));
        yield return Answer("parallel calls in one chunk", 1000, static n => [Chunk($"\"tool_calls\":[{Join(n, static i =>
            $$$"""{"index":{{{i}}},"id":"c{{{i}}}","function":{"name":"f","arguments":"{}"}}""")}]")]);
        yield return Answer("parallel calls that grow by turns", 1000, static n => [
            .. Each(n, static i => Call(i, $"c{i}", "f", "{")), .. Each(n, static i => Call(i, null, null, "}"))]);
        yield return Answer("calls without ids", 1000, static n => Each(n, static i => Call(i, null, "f", "{}")));
        yield return Answer("calls without indexes", 1000, static n => [
            .. Each(n, static i => Call(null, $"c{i}", "f", "{")), .. Each(n, static i => Call(null, $"c{i}", null, "}"))]);
        yield return Answer("calls that get their indexes late", 1000, static n => [
            .. Each(n, static i => Call(null, $"c{i}", "f", "{")), .. Each(n, static i => Call(i, null, null, "}"))]);
        yield return Answer("unknown ids beside open calls", 1000, static n => [
            .. Each(n, static i => Call(null, $"c{i}", "f", "{")), .. Each(n, i => Call(n + i, $"d{i}", null, "{}"))]);
        yield return Answer("names that no tool has", 1000, static n => Each(n, static i => Call(i, $"c{i}", $"x{i}", "{}")));
        yield return Answer("a new id with every delta of a call", 2000, static n => Each(n, static i => Call(0, $"c{i}", null, "x")));
        yield return Answer("a new index with every delta of a call", 2000, static n => [
            Call(0, "c", "f", "{"), .. Each(n, static i => Call(i, "c", null, "x"))]);
        yield return Answer("a name in pieces", 4000, static n => Each(n, static i => Call(0, "c", "x", null)), "tool_name=concat");
        yield return Answer(
            "calls whose pieces may repeat", 1000, static n => Each(n, static i => Call(i, $"c{i}", "f", "{\\\"a\\\":1}")),
            "cumulative_deltas=detect");
        yield return Answer("items beside an open call", 1000, static n => [
            Call(0, "c", "f", "{"),
            .. Each(n, static i => i % 2 == 0 ? Chunk("\"content\":\"x\"") : Chunk("\"reasoning_content\":\"x\""))]);
        yield return Answer("items beside a call that is no object", 1000, static n => [
            Call(0, "c", "f", "[1]"),
            .. Each(n, static i => (i % 3) switch
            {
                0 => Call(0, null, null, " "),
                1 => Chunk("\"content\":\"x\""),
                _ => Chunk("\"reasoning_content\":\"x\""),
            })]);
        yield return Answer("images", 1000, static n => Each(n, static i =>
            Chunk($"\"images\":[{{\"type\":\"image_url\",\"image_url\":{{\"url\":\"data:image/png;base64,{Base64(i)}\"}}}}]")));
        yield return Answer("annotations", 1000, static n => [
            Chunk("\"content\":\"x\""), .. Each(n, static i => Chunk($"\"annotations\":[{Source(i)}]"))]);
        yield return Answer("annotations in one chunk", 2000, static n => [
            Chunk($"\"content\":\"x\",\"annotations\":[{Join(n, Source)}]")]);
        yield return Answer("elements of reasoning_details", 500, static n => Each(n, static i => Chunk(
            $$$"""
            "reasoning_details":[{"type":"reasoning.encrypted","index":{{{i}}},"data":"x"}]
            """)));
        yield return Answer("elements of reasoning_details by id", 500, static n => Each(n, static i => Chunk(
            $$$"""
            "reasoning_details":[{"type":"reasoning.encrypted","index":0,"id":"r{{{i}}}","data":"x"}]
            """)));
        yield return Answer("pieces of one signature", 2000, static n => Each(n, static i => Chunk(
            $$$"""
            "reasoning_details":[{"type":"reasoning.text","index":0,"signature":"x{{{i}}}"}]
            """)));
        yield return Answer("think tags beside reasoning that begins with white space", 1000, static n => [
            Chunk($"\"reasoning_content\":\"{Repeat(" ", n)}x\""),
            .. Each(n, static _ => Chunk("\"content\":\"<think>x</think>\""))], "think_tags=anywhere");
        yield return Answer("think tags beside reasoning that ends with white space", 1000, static n => [
            Chunk($"\"reasoning_content\":\"x{Repeat("\\n", n)}\""),
            .. Each(n, static _ => Chunk("\"content\":\"<think>\\n</think>\""))], "think_tags=anywhere");
        yield return Answer("think tags beside reasoning that they continue", 1000, static n => [
            Chunk($"\"reasoning_content\":\"{Repeat(" ", n)}x\""),
            .. Each(n, static _ => Chunk("\"content\":\"<think> y </think>\""))], "think_tags=anywhere");
        yield return Answer("log probabilities without text", 1000, static n => Each(n, static i =>
            """{"choices":[{"index":0,"delta":{},"logprobs":{"content":[{"token":"x","logprob":-1,"bytes":[120]}]}}]}"""));
        yield return Answer("choices", 4000, static n => [$$"""{"choices":[{{Join(n, static i =>
            $$$"""{"index":{{{i}}},"delta":{"content":"x"}}""")}}]}"""], "choices=merge");
        yield return Answer("content parts", 4000, static n => [
            Chunk($"\"content\":[{Join(n, static _ => """{"type":"text","text":"x"}""")}]")]);
        yield return Answer("parts of text and of refusal", 1000, static n => Each(n, static i =>
            Chunk(i % 2 == 0 ? "\"content\":\"x\"" : "\"refusal\":\"x\"")));
        yield return Answer("warnings", 4000, static n => Each(n, static i => $$"""{"choices":[],"x":{{i}}"""), "bad_chunk=skip");
        yield return Answer(
            "think tags", 1000, static n => [Chunk($"\"content\":\"{Repeat("<think>a</think>b", n)}\"")], "think_tags=anywhere");
        yield return Answer(
            "white space before a think tag", 8000, static n => Each(n, static _ => Chunk("\"content\":\" \"")), "think_tags=anywhere");
        yield return Answer(
            "blocks of markup", 1000,
            static n => [Chunk($"\"content\":\"{Repeat("<tool_call>{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{}}</tool_call>", n)}\"")],
            "heal_markup=any");
        const string Block = "<tool_call>{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{}}</tool_call>";
        yield return Answer(
            "blocks of markup between reasoning", 1000, static n => Each(n, static _ => Chunk($"\"reasoning_content\":\"{Block}x\"")),
            "heal_markup=any");
        yield return Answer(
            "blocks of markup at the end of reasoning", 1000, static n => Each(n, static _ => Chunk($"\"reasoning_content\":\"{Block}\"")),
            "heal_markup=any");
        yield return Answer(
            "white space after a block of markup in reasoning", 8000, static n => [
                Chunk($"\"reasoning_content\":\"{Block}\""), .. Each(n, static _ => Chunk("\"reasoning_content\":\" \""))],
            "heal_markup=any");
        yield return Answer(
            "repetitions of reasoning that is held back", 4000, static n => [
                Chunk($"\"reasoning_content\":\"x{Repeat(Block, 200)}\""),
                .. Each(n, static _ => Chunk("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"x\"}]"))],
            "heal_markup=any");
        yield return Answer(
            "think tags beside reasoning that is held back", 1000, static n => [
                Chunk($"\"reasoning_content\":\"{Repeat(" ", n)}x{Block}\""),
                .. Each(n, static _ => Chunk("\"content\":\"<think>y</think>\""))], "heal_markup=any think_tags=anywhere");
        yield return Answer("pieces of a thinking block", 4000, static n => Each(n, static i => Chunk(
            """
            "thinking_blocks":[{"type":"thinking","thinking":"x","signature":""}]
            """)));
        yield return Answer("thinking blocks", 1000, static n => Each(n, static i => Chunk(
            $$$"""
            "thinking_blocks":[{"type":"thinking","thinking":"x","signature":"s{{{i}}}"}]
            """)));
        yield return Answer("repetitions of a signed thinking block", 1000, static n => [
            Chunk($$$"""
            "thinking_blocks":[{"type":"thinking","thinking":"{{{Repeat("x", 100 * n)}}}","signature":"s"}]
            """),
            .. Each(n, static _ => Chunk("""
            "thinking_blocks":[{"type":"thinking","thinking":"x","signature":"s"}]
            """))]);
        yield return Answer(
            "white space before a block of markup", 8000, static n => Each(n, static _ => Chunk("\"content\":\" \"")), "heal_markup=any");
        yield return Answer(
            "closing tags in a string", 4000,
            static n => [Chunk($"\"content\":\"<tool_call>{{\\\"name\\\":\\\"{Repeat("</tool_call>", n)}\"")], "heal_markup=any");
        yield return Answer("closing tags after an object", 4000,
            static n => [Chunk($"\"content\":\"<tool_call>{{}}x{Repeat("</tool_call>", n)}\"")], "heal_markup=any");
        yield return Answer(
            "openings of markup before one closing tag", 1000,
            static n => [Chunk($"\"content\":\"{Repeat("<function=f>", n)}</function>\"")], "heal_markup=any");
        yield return Answer("members beside the function of one call", 1000, static n => [
            Call(0, "c", "f", "{"), .. Each(n, static i => Chunk($$$"""
            "tool_calls":[{"index":0,"x{{{i}}}":"a value of some length"}]
            """))]);
        yield return Answer("repetitions without the white space at the end", 4000, static n => [
            .. Each(3, static i => Chunk($"\"content\":\"some words of text{Repeat("!", i)}\"")),
            Chunk($"\"content\":\"some words of text!!{Repeat(" ", n)}\""),
            .. Each(n, static _ => Chunk("\"content\":\"some words of text!!\""))], "cumulative_deltas=detect");
        yield return Answer("parameters of markup", 1000, static n => [
            Chunk($"\"content\":\"<function=f>{Join(n, static i => $"<parameter=p{i}>x</parameter>", "")}</function>\"")],
            "heal_markup=any");
    }

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Request("messages", 2000, static n => Input(n, static i => Message(i % 2 == 0 ? "user" : "assistant")));
        yield return Request("content parts", 4000, static n =>
            $$$"""[{"role":"user","content":[{{{Join(n, static _ => """{"type":"input_text","text":"x"}""")}}}]}]""");
        yield return Request("calls with their outputs", 1000, static n => Input(2 * n, static i =>
            i % 2 == 0 ? FunctionCall($"c{i}") : Output($"c{i - 1}")));
        yield return Request("calls before their outputs", 1000, static n => Input(2 * n, i =>
            i < n ? FunctionCall($"c{i}") : Output($"c{(2 * n) - 1 - i}")));
        yield return Request("calls with one id", 1000, static n => Input(2 * n, i => i < n ? FunctionCall("c", i) : Output("c")));
        yield return Request("outputs without calls", 2000, static n => Input(n, static i => Output($"c{i % 7}")));
        yield return Request("reasoning before a message", 2000, static n => Input(n, static i =>
            """{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"some words of reasoning"}]}"""));
        yield return Request("reasoning between calls", 1000, static n => Input(2 * n, static i => i % 2 == 1
            ? FunctionCall($"c{i}")
            : """{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"some words of reasoning"}]}"""));
        yield return Request("tools", 500, static n => $"\"hi\",\"tools\":[{Join(n, Tool)}]");
        yield return Request("allowed tools", 500, static n =>
            $"\"hi\",\"tools\":[{Join(n, Tool)}],\"tool_choice\":"
            + $"{{\"type\":\"allowed_tools\",\"tools\":[{Join(n, static _ => """{"type":"local_shell"}""")}]}}");
    }

    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return Body("tiny lines", 20_000, 16_384, static n => Repeat(":\n", n));
        yield return Body("lines of one event", 10_000, 16_384, static n => Repeat("data: x\n", n));
        yield return Body("one event in tiny reads", 100_000, 1, static n => "data: " + Repeat("x", n));
        yield return Body("events in tiny reads", 4_000, 1, static n => Repeat("data: {}\n\n", n));
    }

    [Retry(3)]
    [TestCaseSource(nameof(Answers))]
    public void An_answer(string name, int count, Func<int, byte[][]> create, string policies) =>
        Measure(name, count, n => Prepare(create(n), policies));

    [Retry(3)]
    [TestCaseSource(nameof(Requests))]
    public void A_request(string name, int count, Func<int, byte[]> create) => Measure(name, count, n =>
    {
        var body = create(n);
        return () =>
        {
            var request = RequestTranslator.Translate(body, RelayPolicies.Default, "resp_1", 0, out var problem);
            Assert.That((request is not null, problem?.Message), Is.EqualTo((true, (string?)null)));
        };
    });

    [Retry(3)]
    [TestCaseSource(nameof(Bodies))]
    public void A_body(string name, int count, Func<int, byte[]> create, int readSize) => Measure(name, count, n =>
    {
        var body = create(n);
        return () =>
        {
            using var frames = new SseFrameReader(int.MaxValue, RelayPolicies.Default);
            for (var at = 0; at < body.Length; at += readSize)
            {
                ReadOnlySpan<byte> read = body.AsSpan(at, Math.Min(readSize, body.Length - at));
                while (frames.TryRead(ref read, out _))
                {
                    // Only the cost counts.
                }
            }
        };
    });

    [Test]
    [Retry(3)]
    public void Signatures_after_one_element_of_reasoning() => Measure("signatures", 500, static n =>
    {
        JsonElement[] details = [
            JsonElement.Parse("""{"type":"reasoning.text","text":"x"}"""),
            .. Enumerable.Range(0, n).Select(static i => JsonElement.Parse($$$"""{"signature{{{i}}}":"y"}"""))];
        return () =>
        {
            var reasoning = new ChatReasoning();
            reasoning.Add(new VendorReasoning { Details = details }, "");
            Assert.That(reasoning.Details, Has.Count.EqualTo(1));
        };
    });

    [Test]
    [Retry(3)]
    public void A_body_of_json_in_tiny_reads() => Measure("json in tiny reads", 20_000, static n =>
    {
        var body = Bytes($"{{\"choices\":[{{\"message\":{{\"content\":\"{Repeat("x", n)}\"}}}}]}}");
        return () =>
        {
            using var json = new PooledBuffer();
            foreach (var one in body)
            {
                json.Append([one]);
            }
        };
    });

    [Test]
    [Retry(3)]
    public void A_journal_that_is_read_to_its_end() => Measure("a journal", 2_000, static n =>
    {
        var text = Bytes("event: response.output_text.delta\ndata: {\"sequence_number\":1,\"delta\":\"" + Repeat("y", 2000) + "\"}\n\n");
        return () =>
        {
            var journal = new EventJournal();
            for (var i = 0; i < n; i++)
            {
                journal.Append(text);
            }

            for (long at = 0; journal.Read(at) is { Length: > 0 } read;)
            {
                at += read.Length;
            }
        };
    });

    private static Action Prepare(byte[][] chunks, string policies)
    {
        var setup = TranslationSetup.With(policies.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var echo = TranslationSetup.EchoOf("{}", "f") with { EncryptsReasoning = true, Logprobs = true };
        return () =>
        {
            var translator = new StreamTranslator(echo, setup.Policies, new CountedIds(), seal: ReasoningSeal.ForThisProcess());
            using var events = new EventBuffer();
            foreach (var chunk in chunks)
            {
                translator.Translate(PayloadKind.Chunk, chunk, events);
                events.Clear();
            }

            translator.End(UpstreamEnding.Done, events);
        };
    }

    private static void Measure(string name, int count, Func<int, Action> prepare)
    {
        var run = prepare(count);
        run();
        for (; Best(run, stopBelow: TimeSpan.Zero) < Shortest; run = prepare(count))
        {
            count *= 2;
        }

        var single = Best(run, stopBelow: TimeSpan.Zero);
        var most = single * (Times * MostPerTime);
        var whole = Best(prepare(count * Times), stopBelow: most);
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: {count:n0} in {single.TotalMilliseconds:f1} ms, {Times}x {whole / single:f1}"));
        if (whole > most)
        {
            var quadruple = Best(prepare(count * 4), stopBelow: TimeSpan.Zero);
            Assert.That(whole, Is.LessThanOrEqualTo(quadruple * MostFromQuadruple), $"{single}, {quadruple}, {whole}");
        }
    }

    private static TimeSpan Best(Action run, TimeSpan stopBelow)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Runs && best > stopBelow; i++)
        {
            var start = ThreadTime.Now;
            run();
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, (ThreadTime.Now - start).Ticks));
        }

        return best;
    }

    private static TestCaseData Answer(string name, int count, Func<int, IEnumerable<string>> create, string policies = "") =>
        new TestCaseData(name, count, (Func<int, byte[][]>)(n => [.. create(n).Select(Bytes)]), policies).SetArgDisplayNames(name);

    private static TestCaseData Request(string name, int count, Func<int, string> createInput) =>
        new TestCaseData(name, count, (Func<int, byte[]>)(n => Bytes($$"""{"model":"m","input":{{createInput(n)}}}""")))
            .SetArgDisplayNames(name);

    private static TestCaseData Body(string name, int count, int readSize, Func<int, string> create) =>
        new TestCaseData(name, count, (Func<int, byte[]>)(n => Bytes(create(n))), readSize).SetArgDisplayNames(name);

    private static string Input(int count, Func<int, string> item) => $"[{Join(count, item)}]";

    private static string Message(string role) => $$"""{"role":"{{role}}","content":"some words"}""";

    private static string FunctionCall(string id, int number = 0) =>
        $$"""{"type":"function_call","call_id":"{{id}}","name":"f","arguments":"{\"n\":{{number}}}"}""";

    private static string Output(string id) => $$"""{"type":"function_call_output","call_id":"{{id}}","output":"x"}""";

    private static string Tool(int number) => $"{{\"type\":\"function\",\"name\":\"f{number}\",\"parameters\":{{}}}}";

    private static string Source(int number) =>
        $"{{\"type\":\"url_citation\",\"url_citation\":{{\"url\":\"https://example.org/{number}\",\"title\":\"x\"}}}}";

    private static string Chunk(string members) => $"{{\"choices\":[{{\"index\":0,\"delta\":{{{members}}}}}]}}";

    private static string Call(int? index, string? id, string? name, string? arguments)
    {
        var indexMember = index is null ? "" : $"\"index\":{index},";
        var idMember = id is null ? "" : $"\"id\":\"{id}\",";
        var nameMember = name is null ? "" : $"\"name\":\"{name}\",";
        var function = $"\"function\":{{{nameMember}\"arguments\":\"{arguments}\"}}";
        return Chunk($"\"tool_calls\":[{{{indexMember}{idMember}\"type\":\"function\",{function}}}]");
    }

    private static string Base64(int number) => Convert.ToBase64String(BitConverter.GetBytes(number));

    private static string Join(int count, Func<int, string> item, string separator = ",") =>
        string.Join(separator, Enumerable.Range(0, count).Select(item));

    private static IEnumerable<string> Each(int count, Func<int, string> item) => Enumerable.Range(0, count).Select(item);

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
