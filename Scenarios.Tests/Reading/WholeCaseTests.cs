using NUnit.Framework;
using Scenarios.Model;

namespace Scenarios.Tests.Reading;

/// <summary>Three whole cases as an author writes them, and what becomes of them.</summary>
public sealed class WholeCaseTests
{
    private const string SplitArguments = """
        # yaml-language-server: $schema=../scenario.schema.json
        schema: relay-scenario/v1
        id: tools/args-split-missing-ids
        title: Tool arguments arrive in three pieces and only the first piece has an id
        why: OpenAI names the call once; later deltas carry only what is new.
        level: must
        spec: [chat#delta-tool_calls, responses#function_call_arguments]
        quirks: [Q02, Q04]
        tags: [tools, identity]
        seen_in: [openai, vllm, dashscope]

        client:
          ask: Weather in Oslo?
          tools: [get_weather]

        upstream:
          steps:
            - tool: {index: 0, id: call_1, name: get_weather, args: ""}
            - tool: {index: 0, args: '{"city":'}        # no id, no name
            - tool: {args: '"Oslo"}'}                   # no index either
            - finish: tool_calls
            - usage: {prompt: 31, completion: 9}
            - done

        expect:
          request: {model: $model, stream: true, tools: [{function: {name: get_weather}}]}
          events:
            - created
            - in_progress
            - output_item.added: {output_index: 0, item: {type: function_call, id: $fc, call_id: call_1, name: get_weather, arguments: ""}}
            - function_call_arguments.deltas: '{"city":"Oslo"}'       # plural: one or more deltas, joined
            - function_call_arguments.done: {item_id: $fc, arguments: '{"city":"Oslo"}'}
            - output_item.done: {item: {id: $fc, call_id: call_1, status: completed}}
            - completed: {usage: {input_tokens: 31, output_tokens: 9, total_tokens: 40}}

        vary: [non-stream]
        """;

    private const string DoneWithoutClose = """
        schema: relay-scenario/v1
        id: end/done-without-close
        title: Upstream says [DONE] and then keeps the socket open
        level: must
        spec: [chat#stream-termination]
        tags: [end, timing]

        client:
          ask: Hi

        upstream:
          steps:
            - text: Hel
            - wait: 20ms
            - text: lo
            - finish: stop
            - done
            - close: never                  # the mock holds the connection until the case ends

        expect:
          events:
            - created
            - in_progress
            - output_item.added: {item: {type: message, id: $m, role: assistant, content: []}}
            - content_part.added: {item_id: $m, part: {type: output_text, text: ""}}
            - output_text.deltas: Hello
            - output_text.done: {text: Hello}
            - content_part.done: {part: {text: Hello}}
            - output_item.done: {item: {id: $m, status: completed}}
            - completed
          timing:
            terminal_after: {step: done, max: 1s}
            client_closed_after: {step: done, max: 2s}
            upstream_released_after: {step: 6, max: 2.5s}
        """;

    private const string TwoChoices = """
        schema: relay-scenario/v1
        id: choices/two-interleaved
        title: Two choices are interleaved although one was asked for
        why: Responses has no n. Joining both choices gives the client text that no model wrote.
        level: should
        spec: [chat#choices-index]
        tags: [choices]

        client:
          ask: Name a colour

        upstream:
          steps:
            - chunk: {choices: [{index: 1, delta: {content: Bl}}]}    # the other choice comes first
            - chunk: {choices: [{index: 0, delta: {content: Gr}}, {index: 1, delta: {content: ue}}]}
            - text: een
            - chunk: {choices: [{index: 1, delta: {}, finish_reason: stop}]}    # must not end choice 0
            - finish: stop
            - done

        expect:
          final: {status: completed, text: Green, items: 1}
          or:
            - grade: non_strict
              because: refusing is safe, though the answer is lost
              final: {status: failed}
        """;

    [Test]
    public void Split_arguments_keep_missing_and_empty_members_apart()
    {
        var scenario = CaseText.ReadGood(SplitArguments, "tools/args-split-missing-ids");
        var steps = scenario.Turns[0].Upstream[0].Steps;

        Assert.Multiple(() =>
        {
            Assert.That(scenario.Quirks, Is.EqualTo(new[] { "Q02", "Q04" }));
            Assert.That(scenario.Level, Is.EqualTo(Level.Must));
            Assert.That(((ToolStep)steps[0]).Args!.Value.GetRawText(), Is.EqualTo("\"\""));
            Assert.That(((ToolStep)steps[1]).Id, Is.Null);
            Assert.That(((ToolStep)steps[2]).Index, Is.Null);
            Assert.That(steps[2].Text, Is.EqualTo("""tool: {args: '"Oslo"}'}"""));
            Assert.That(steps[2].Number, Is.EqualTo(3));
            Assert.That(steps[2].Place.ToString(), Is.EqualTo("Scenarios/tools/args-split-missing-ids.yaml:20:7"));
            Assert.That(scenario.Vary, Is.EqualTo(new[] { "non-stream" }));
        });
    }

    [Test]
    public void Split_arguments_become_a_request_with_the_whole_tool()
    {
        var body = CaseText.ReadGood(SplitArguments, "tools/args-split-missing-ids").Turns[0].Client.Body;

        Assert.That(body.GetRawText(), Does.StartWith("""{"input":"Weather in Oslo?","tools":[{"type":"function","name":"get_weather","""));
        Assert.That(body.GetRawText(), Does.EndWith("""],"stream":true}"""));
    }

    [Test]
    public void Expected_events_have_their_full_types()
    {
        var events = CaseText.ReadGood(SplitArguments, "tools/args-split-missing-ids").Turns[0].Expect.Outcomes[0].Events!;

        Assert.Multiple(() =>
        {
            Assert.That(events.Select(expected => expected.Type), Is.EqualTo(new[]
            {
                "response.created",
                "response.in_progress",
                "response.output_item.added",
                "response.function_call_arguments.delta",
                "response.function_call_arguments.done",
                "response.output_item.done",
                "response.completed",
            }));
            Assert.That(events.Select(expected => expected.Joined), Is.EqualTo(new[] { false, false, false, true, false, false, false }));
            Assert.That(events[0].Pattern, Is.Null);
            Assert.That(events[3].Pattern!.Value.GetString(), Is.EqualTo("""{"city":"Oslo"}"""));
        });
    }

    [Test]
    public void Bounds_in_time_name_their_step_and_its_subject()
    {
        var timing = CaseText.ReadGood(DoneWithoutClose, "end/done-without-close").Turns[0].Expect.Timing;

        Assert.That(timing.Select(bound => (bound.Subject, bound.Step, bound.Max)), Is.EqualTo(new[]
        {
            (TimingSubject.TerminalAfter, "done", TimeSpan.FromSeconds(1)),
            (TimingSubject.ClientClosedAfter, "done", TimeSpan.FromSeconds(2)),
            (TimingSubject.UpstreamReleasedAfter, "6", TimeSpan.FromSeconds(2.5)),
        }));
    }

    [Test]
    public void A_tolerated_outcome_follows_the_best_one()
    {
        var outcomes = CaseText.ReadGood(TwoChoices, "choices/two-interleaved").Turns[0].Expect.Outcomes;

        Assert.Multiple(() =>
        {
            Assert.That(outcomes.Select(outcome => outcome.Grade), Is.EqualTo(new[] { Grade.Passed, Grade.NonStrict }));
            Assert.That(outcomes[0].Final!.Value.GetRawText(), Is.EqualTo("""{"status":"completed","text":"Green","items":1}"""));
            Assert.That(outcomes[0].Because, Is.Null);
            Assert.That(outcomes[1].Because, Is.EqualTo("refusing is safe, though the answer is lost"));
        });
    }
}
