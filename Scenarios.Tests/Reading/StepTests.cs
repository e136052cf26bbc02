using System.Text.Json;
using NUnit.Framework;
using Scenarios.Model;

namespace Scenarios.Tests.Reading;

/// <summary>Every word of a script becomes the record that the mock plays.</summary>
public sealed class StepTests
{
    [Test]
    public void Text_reasoning_and_refusal_keep_their_text()
    {
        var steps = CaseText.Steps(
            "text: Hel", "reasoning: Hmm", "reasoning: {field: reasoning, text: Well}", "refusal: 'No'", "text: \"a\\tb\\u00e9\"");

        Assert.Multiple(() =>
        {
            Assert.That(((TextStep)steps[0]).Content, Is.EqualTo("Hel"));
            Assert.That((((ReasoningStep)steps[1]).Field, ((ReasoningStep)steps[1]).Content), Is.EqualTo(("reasoning_content", "Hmm")));
            Assert.That((((ReasoningStep)steps[2]).Field, ((ReasoningStep)steps[2]).Content), Is.EqualTo(("reasoning", "Well")));
            Assert.That(((RefusalStep)steps[3]).Content, Is.EqualTo("No"));
            Assert.That(((TextStep)steps[4]).Content, Is.EqualTo("a\tb\u00e9"));
        });
    }

    [Test]
    public void A_tool_keeps_absent_null_and_empty_apart()
    {
        var steps = CaseText.Steps(
            "tool: {index: 0, id: call_1, name: run, args: '{}'}",
            "tool: {index: null, id: null, name: null, args: null}",
            "tool: {id: '', name: '', args: ''}",
            "tool: {args: {city: Oslo, n: 1.0}, type: ''}",
            "tool: {}");

        Assert.That(steps.Cast<ToolStep>().Select(Written), Is.EqualTo(new[]
        {
            """0 "call_1" "run" "{}" -""",
            "null null null null -",
            """- "" "" "" -""",
            """- - - {"city":"Oslo","n":1.0} "" """.TrimEnd(),
            "- - - - -",
        }));
    }

    [Test]
    public void Verbatim_objects_keep_order_nulls_and_the_spelling_of_numbers()
    {
        var steps = CaseText.Steps(
            "delta: {role: assistant, content: null, b: 1.0, a: 1e3, yes: 'no', list: [true, ~, -0.5]}",
            "delta: null",
            "choice: {index: 1, finish_reason: null}",
            "chunk: {choices: [], id: '7'}",
            "error: {message: Overloaded, code: 529}",
            "error: Overloaded");

        Assert.Multiple(() =>
        {
            Assert.That(
                ((DeltaStep)steps[0]).Delta.GetRawText(),
                Is.EqualTo("""{"role":"assistant","content":null,"b":1.0,"a":1e3,"yes":"no","list":[true,null,-0.5]}"""));
            Assert.That(((DeltaStep)steps[1]).Delta.ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(((ChoiceStep)steps[2]).Choice.GetRawText(), Is.EqualTo("""{"index":1,"finish_reason":null}"""));
            Assert.That(((ChunkStep)steps[3]).Chunk.GetRawText(), Is.EqualTo("""{"choices":[],"id":"7"}"""));
            Assert.That(((ErrorStep)steps[4]).Error.GetRawText(), Is.EqualTo("""{"message":"Overloaded","code":529}"""));
            Assert.That(((ErrorStep)steps[5]).Error.GetRawText(), Is.EqualTo("\"Overloaded\""));
        });
    }

    [Test]
    public void Finish_and_usage_say_what_is_written()
    {
        var steps = CaseText.Steps(
            "finish: tool_calls",
            "usage: {prompt: 3, in: finish}",
            "finish: null",
            "finish: ''",
            "usage: {prompt: 31, completion: 9, cached: 2, reasoning: 4}");

        Assert.Multiple(() =>
        {
            Assert.That(((FinishStep)steps[0]).Reason.GetRawText(), Is.EqualTo("\"tool_calls\""));
            Assert.That(steps[1], Is.InstanceOf<UsageStep>().With.Property(
                "Prompt").EqualTo(3).And.Property("Completion").Null.And.Property("OnFinish").True);
            Assert.That(((FinishStep)steps[2]).Reason.GetRawText(), Is.EqualTo("null"));
            Assert.That(((FinishStep)steps[3]).Reason.GetRawText(), Is.EqualTo("\"\""));
            var usage = (UsageStep)steps[4];
            Assert.That(
                (usage.Prompt, usage.Completion, usage.Cached, usage.Reasoning, usage.OnFinish),
                Is.EqualTo(((long?)31, (long?)9, (long?)2, (long?)4, false)));
        });
    }

    [Test]
    public void The_sentinel_stands_alone_or_in_a_variant()
    {
        var steps = CaseText.Steps("done", "done: DONE", "done: '[DONE] '");

        Assert.That(steps.Cast<DoneStep>().Select(step => step.Sentinel), Is.EqualTo(new[] { "[DONE]", "DONE", "[DONE] " }));
    }

    [Test]
    public void An_sse_event_has_only_the_fields_that_are_written()
    {
        var steps = CaseText.Steps(
            "sse: {event: error, id: 7, retry: 3000, data: a}",
            "sse: {data: {b: 1, a: [x]}}",
            "comment: ping",
            "sse: {data: \"one\\ntwo\"}");

        Assert.Multiple(() =>
        {
            Assert.That(Written((SseStep)steps[0]), Is.EqualTo(("error", "7", "3000", "a")));
            Assert.That(Written((SseStep)steps[1]), Is.EqualTo(((string?)null, (string?)null, (string?)null, """{"b":1,"a":["x"]}""")));
            Assert.That(((CommentStep)steps[2]).Comment, Is.EqualTo("ping"));
            Assert.That(((SseStep)steps[3]).Data, Is.EqualTo("one\ntwo"));
        });
    }

    [Test]
    public void Raw_text_and_bytes_are_verbatim()
    {
        var steps = CaseText.Steps("raw: \"data: {\\\"a\\\"\"", "bytes: E4 BD", "bytes: 'e4bda00d 0a'");

        Assert.Multiple(() =>
        {
            Assert.That(((RawStep)steps[0]).Raw, Is.EqualTo("data: {\"a\""));
            Assert.That(((BytesStep)steps[1]).Bytes.ToArray(), Is.EqualTo(new byte[] { 0xE4, 0xBD }));
            Assert.That(((BytesStep)steps[2]).Bytes.ToArray(), Is.EqualTo(new byte[] { 0xE4, 0xBD, 0xA0, 0x0D, 0x0A }));
        });
    }

    [Test]
    public void Repeat_and_burst_hold_steps_that_are_numbered_in_the_order_of_the_file()
    {
        var steps = CaseText.Steps("repeat: {times: 2000, steps: [text: 'a{{i}}', burst: [text: b, flush, text: c]]}", "finish: stop");

        var repeat = (RepeatStep)steps[0];
        var burst = (BurstStep)repeat.Steps[1];
        Assert.Multiple(() =>
        {
            Assert.That(repeat.Times, Is.EqualTo(2000));
            Assert.That(((TextStep)repeat.Steps[0]).Content, Is.EqualTo("a{{i}}"));
            Assert.That(burst.Steps.Select(step => step.Number), Is.EqualTo(new[] { 4, 5, 6 }));
            Assert.That(burst.Steps[1], Is.InstanceOf<FlushStep>());
            Assert.That(steps[1].Number, Is.EqualTo(7));
        });
    }

    [TestCase("20ms", 20)]
    [TestCase("1.5s", 1500)]
    [TestCase("2s", 2000)]
    public void A_pause_has_its_unit(string written, int milliseconds)
    {
        var steps = CaseText.Steps($"wait: {written}");

        Assert.That(((WaitStep)steps[0]).Time, Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [TestCase("output_text.delta", "response.output_text.delta", 1)]
    [TestCase("response.created", "response.created", 1)]
    [TestCase("error", "error", 1)]
    [TestCase("comment", "comment", 1)]
    [TestCase("{event: comment, count: 2}", "comment", 2)]
    [TestCase("{event: refusal.delta, count: 3}", "response.refusal.delta", 3)]
    public void A_hold_waits_for_the_nth_event_of_a_type(string written, string type, int count)
    {
        var steps = CaseText.Steps($"hold: {written}");

        Assert.That(((HoldStep)steps[0]).Until, Is.EqualTo(new EventCount(type, count)));
    }

    [TestCase("clean", CloseKind.Clean)]
    [TestCase("reset", CloseKind.Reset)]
    [TestCase("never", CloseKind.Never)]
    [TestCase("mid-chunk", CloseKind.MidChunk)]
    [TestCase("truncate", CloseKind.Truncate)]
    [TestCase("after-response", CloseKind.AfterResponse)]
    public void A_connection_closes_in_one_of_six_ways(string written, CloseKind kind)
    {
        var steps = CaseText.Steps("stall", $"close: {written}");

        Assert.That(steps[0], Is.InstanceOf<StallStep>());
        Assert.That(((CloseStep)steps[1]).Kind, Is.EqualTo(kind));
    }

    [Test]
    public void A_stall_may_have_a_time_and_tcp_has_escapes()
    {
        var steps = CaseText.Steps("stall: 200ms", "text: a", "tcp: \"HTTP/1.1 200 OK\\r\\n\"");

        Assert.That(((StallStep)steps[0]).Time, Is.EqualTo(TimeSpan.FromMilliseconds(200)));
        Assert.That(((TcpStep)steps[2]).Sent, Is.EqualTo("HTTP/1.1 200 OK\r\n"));
    }

    [Test]
    public void A_gate_is_released_by_the_client_of_its_turn()
    {
        var turn = CaseText.ReadGood(CaseText.WithSteps("gate: go", "done")
            .Replace("{ask: Hi}", "{ask: Hi, then: {release: go, after: created}}", StringComparison.Ordinal)).Turns[0];

        Assert.That(((GateStep)turn.Upstream[0].Steps[0]).Name, Is.EqualTo("go"));
        Assert.That(turn.Client.Release, Is.EqualTo(new GateRelease("go", new EventCount("response.created", 1))));
    }

    [Test]
    public void Modifiers_stand_beside_the_word_of_a_step()
    {
        var steps = CaseText.Steps(
            "{text: a, split: 1}",
            "{text: a, split: [3, 17], newline: cr}",
            "{split: chars, text: a}",
            "{raw: a, split: {every: 7}, keep: 40}",
            "text: a")
            .Cast<SendingStep>().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(steps[0].Split!.Every, Is.EqualTo(1));
            Assert.That(steps[1].Split!.At, Is.EqualTo(new[] { 3, 17 }));
            Assert.That(steps[1].Newline, Is.EqualTo(Newline.Cr));
            Assert.That(steps[2].Split!.Chars, Is.True);
            Assert.That(steps[3].Split!.Every, Is.EqualTo(7));
            Assert.That(steps[3].Keep, Is.EqualTo(40));
            Assert.That((steps[4].Split, steps[4].Keep, steps[4].Newline), Is.EqualTo(((Split?)null, (int?)null, (Newline?)null)));
        });
    }

    [Test]
    public void A_step_is_quoted_as_it_is_written()
    {
        var steps = CaseText.Steps(
            "text: Hel    # a comment", "{text: lo, split: 1}", "done   # the end", "repeat:\n        times: 2\n        steps: [text: x]");

        Assert.That(steps.Select(step => step.Text), Is.EqualTo(new[] { "text: Hel", "{text: lo, split: 1}", "done", "repeat:" }));
    }

    [Test]
    public void Anchors_repeat_a_value_inside_one_file()
    {
        var steps = CaseText.Steps("delta: &opener {role: assistant, content: ''}", "delta: *opener");

        Assert.That(((DeltaStep)steps[1]).Delta.GetRawText(), Is.EqualTo("""{"role":"assistant","content":""}"""));
    }

    private static string Written(ToolStep step) =>
        string.Join(' ', new[] { step.Index, step.Id, step.Name, step.Args, step.Type }.Select(member => member?.GetRawText() ?? "-"));

    private static (string? Event, string? Id, string? Retry, string? Data) Written(SseStep step) =>
        (step.Event, step.Id, step.Retry, step.Data);
}
