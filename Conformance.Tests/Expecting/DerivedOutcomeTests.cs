using Conformance.Expecting;
using Conformance.Expecting.Patterns;
using Conformance.Turns;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Expecting;

/// <summary>Relays without goldens are asked for the outcome that an event list implies, not for the list.</summary>
internal sealed class DerivedOutcomeTests
{
    private static readonly Outcome TextThenCall = TurnBuilder.Events(
        TurnBuilder.Event("created", """{"id": "$resp"}"""),
        TurnBuilder.Event("in_progress"),
        TurnBuilder.Event("output_item.added", """{"item": {"type": "message", "id": "$m"}}"""),
        TurnBuilder.Event("content_part.added"),
        TurnBuilder.Event("output_text.deltas", "\"Let me look.\""),
        TurnBuilder.Event("output_text.done"),
        TurnBuilder.Event("content_part.done"),
        TurnBuilder.Event("output_item.done"),
        TurnBuilder.Event(
            "output_item.added", """{"item": {"type": "function_call", "id": "$fc", "call_id": "$call", "name": "get_weather"}}"""),
        TurnBuilder.Event("function_call_arguments.deltas", """
            "{\"city\":\"Oslo\"}"
            """),
        TurnBuilder.Event("function_call_arguments.done"),
        TurnBuilder.Event("output_item.done"),
        TurnBuilder.Event("completed"));

    private const string Message = """{"type": "message", "id": "x", "role": "assistant", "status": "completed", "content": """
        + """[{"type": "output_text", "text": "Let me look."}]}""";
    private const string Call =
        """{"type": "function_call", "id": "y", "call_id": "c9", "name": "get_weather", "arguments": "{ \"city\": \"Oslo\" }"}""";

    [Test]
    public void An_outcome_is_right_whatever_the_form_of_the_stream()
    {
        var result = Judge(TextThenCall, Created, Added(0, Message), Done(0, Message), Added(1, Call), Done(1, Call), Completed());

        Assert.Multiple(() =>
        {
            Assert.That(result.Findings, Is.Empty);
            Assert.That(result.Bindings.Values["$call"].GetString(), Is.EqualTo("c9"));
            Assert.That(result.Bindings.Values["$resp"].GetString(), Is.EqualTo("r"));
        });
    }

    [Test]
    public void Items_in_another_order_are_another_outcome() =>
        Assert.That(
            Checks(TextThenCall, Created, Added(0, Call), Done(0, Call), Added(1, Message), Done(1, Message), Completed()),
            Is.EqualTo(new[] { "outcome-items" }));

    [Test]
    public void Items_after_the_terminal_event_are_lost_to_the_client() =>
        Assert.That(
            Checks(TextThenCall, Created, Added(0, Message), Done(0, Message), Completed(), Added(1, Call), Done(1, Call), "[DONE]"),
            Is.EqualTo(new[] { "outcome-items" }));

    [Test]
    public void A_lost_call_is_another_outcome() =>
        Assert.That(Checks(TextThenCall, Created, Added(0, Message), Done(0, Message), Completed()), Is.EqualTo(new[] { "outcome-items" }));

    [Test]
    public void Items_of_the_final_response_count_where_none_was_streamed() =>
        Assert.That(Checks(TextThenCall, Created, Completed(Message, Call)), Is.Empty);

    [Test]
    public void A_message_told_in_many_items_is_another_outcome()
    {
        var half = Message.Replace("Let me look.", "Let me ", StringComparison.Ordinal);
        var rest = Message.Replace("Let me look.", "look.", StringComparison.Ordinal);

        Assert.That(Checks(
            TextThenCall,
            Created,
            Added(0, half),
            Done(0, half),
            Added(1, rest),
            Done(1, rest),
            Added(2, Call),
            Done(2, Call),
            Completed()), Is.EqualTo(new[] { "outcome-items" }));
    }

    [Test]
    public void A_stream_without_an_end_is_unfinished()
    {
        var finding = Judge(TextThenCall, Created, Added(0, Message), Done(0, Message)).Findings.Single();

        Assert.Multiple(() =>
        {
            Assert.That(finding.Check, Is.EqualTo("outcome-status"));
            Assert.That(finding.Message, Does.Contain("unfinished, without a terminal event"));
        });
    }

    [Test]
    public void The_relays_own_words_about_a_failure_are_shown()
    {
        var failed = """{"type": "response.failed", "response": {"id": "r", "status": "failed", "error": {"code": "server_error","""
            + """ "message": "boom"}, "output": []}}""";

        Assert.That(Judge(TextThenCall, Created, failed).Findings.Single().Received, Is.EqualTo("failed (server_error: boom)"));
    }

    [Test]
    public void A_call_that_was_never_whole_must_not_be_handed_on()
    {
        var truncated = TurnBuilder.Events(
            TurnBuilder.Event("created"), TurnBuilder.Event("in_progress"),
            TurnBuilder.Event("output_item.added", """{"item": {"type": "function_call", "call_id": "call_1", "name": "run"}}"""),
            TurnBuilder.Event("function_call_arguments.deltas", "\"{\\\"command\\\":\""),
            TurnBuilder.Event("error"),
            TurnBuilder.Event("failed", """{"cause": "truncated"}"""));
        var half = """{"type": "function_call", "id": "y", "call_id": "call_1", "name": "run", "arguments": "{\"command\":","""
            + """ "status": "completed"}""";
        var failed = """{"type": "response.failed", "response": {"id": "r", "status": "failed", "error": {"code": "x", "message": "m"},"""
            + """ "output": []}}""";

        Assert.Multiple(() =>
        {
            Assert.That(Checks(truncated, Created, Added(0, half), failed), Is.Empty);
            Assert.That(Checks(truncated, Created, Added(0, half), Done(0, half), failed), Is.EqualTo(new[] { "outcome-calls" }));
        });
    }

    [Test]
    public void The_order_that_is_a_subject_is_held_whatever_stands_between()
    {
        var expect = new Expectation
        {
            Outcomes = [TurnBuilder.Final("""{"status": "completed"}""")],
            Order = [TurnBuilder.Event("output_item.done"), TurnBuilder.Event("output_item.added")],
        };

        Assert.Multiple(() =>
        {
            Assert.That(
                Findings(expect, Created, Added(0, Message), Done(0, Message), Added(1, Call), Done(1, Call), Completed()), Is.Empty);
            Assert.That(
                Findings(expect, Created, Added(0, Message), Added(1, Call), Done(0, Message), Done(1, Call), Completed()),
                Is.EqualTo(new[] { "outcome-order" }));
        });
    }

    private static string Created => """{"type": "response.created", "response": {"id": "r", "status": "in_progress"}}""";

    private static string Completed(params string[] items) =>
        """{"type": "response.completed", "response": {"id": "r", "status": "completed", "output": [ITEMS]}}""".Replace(
            "ITEMS", string.Join(',', items), StringComparison.Ordinal);

    private static string Added(int index, string item) => Item("added", index, item);

    private static string Done(int index, string item) => Item("done", index, item);

    private static string Item(string what, int index, string item) =>
        $$"""{"type": "response.output_item.{{what}}", "output_index": {{index}}, "item": {{item}} }""";

    private static IEnumerable<string> Checks(Outcome outcome, params string[] events) =>
        Judge(outcome, events).Findings.Select(finding => finding.Check);

    private static IEnumerable<string> Findings(Expectation expect, params string[] events) =>
        ExpectationJudge.Judge(
            new TurnBuilder().Received(events).Expecting(expect).Build() with { Relay = RelayTraits.Foreign },
            Bindings.None).Findings.Select(finding => finding.Check);

    private static ExpectationResult Judge(Outcome outcome, params string[] events) =>
        ExpectationJudge.Judge(
            new TurnBuilder().Received(events).Expecting(outcome).Build() with { Relay = RelayTraits.Foreign }, Bindings.None);
}
