using System.Text.Json;
using Conformance.Clients;
using Conformance.Clients.Models;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Clients;

/// <summary>aether's own tests of its consumer, each under its own name.</summary>
internal sealed class AetherTests
{
    private const string Added = """{"type":"response.output_item.added","output_index":0,"item":"""
        + """{"type":"function_call","id":"fc_1","call_id":"call_1","name":"read_file","arguments":""}}""";

    [Test]
    public void Text_stream()
    {
        var yields = Collect(TextDelta("Hello"), TextDelta(" world"), Completed("completed", Usage(10, 5)));

        Assert.That(yields, Is.EqualTo(new AetherYield[]
        {
            new AetherStart(),
            new AetherText("Hello"),
            new AetherText(" world"),
            new AetherUsage(new ClientUsage(10, 5, 0, 0)),
            new AetherDone("EndTurn"),
        }));
    }

    [Test]
    public void Tool_call_stream()
    {
        var yields = Collect(
            Added,
            ArgumentDelta("""{\"path\":"""),
            ArgumentDelta("""\"foo.rs\"}"""),
            """{"type":"response.function_call_arguments.done","output_index":0}""",
            Completed("completed", Usage(20, 10)));

        Assert.That(yields.Take(5), Is.EqualTo(new AetherYield[]
        {
            new AetherStart(), new AetherToolStart("fc_1", "read_file"), new AetherToolArgument("fc_1", "{\"path\":"),
            new AetherToolArgument("fc_1", "\"foo.rs\"}"),
            new AetherToolComplete("fc_1", "read_file", "{\"path\":\"foo.rs\"}"),
        }));
    }

    [Test]
    public void Error_event_is_retryable_server_error()
    {
        var stream = Stream("""{"type":"error","message":"Rate limit exceeded"}""");

        Assert.That(
            AetherConsumer.Read(stream).ElementAt(1), Is.EqualTo(new AetherFailure("ServerError", "Codex API error: Rate limit exceeded")));
        Assert.That(ClientViews.Find("aether").Read(stream).Retries, Is.True);
    }

    [Test]
    public void Reasoning_delta()
    {
        var yields = Collect(ReasoningDelta("Thinking about"), ReasoningDelta(" the problem"), Completed("completed"));

        Assert.That(
            yields.Skip(1).Take(2),
            Is.EqualTo(new AetherYield[] { new AetherReasoning("Thinking about"), new AetherReasoning(" the problem") }));
    }

    [Test]
    public void Incomplete_status_gives_length_stop_reason() =>
        Assert.That(Collect(Completed("incomplete")).Last(), Is.EqualTo(new AetherDone("Length")));

    [Test]
    public void Stream_error_propagation_is_retryable()
    {
        var stream = new ClientStream { End = StreamEnd.Broken };

        Assert.That(AetherConsumer.Read(stream).ElementAt(1), Is.EqualTo(new AetherFailure("StreamInterrupted", "connection lost")));
        Assert.That(ClientViews.Find("aether").Read(stream).Retries, Is.True);
    }

    [Test]
    public void Encrypted_reasoning_from_output_item_done()
    {
        var yields = Collect(ReasoningDone("\"enc-blob-data\""));

        Assert.That(
            yields.OfType<AetherEncryptedReasoning>().Select(one => (one.Id, one.Content)), Is.EqualTo(new[] { ("r_1", "enc-blob-data") }));
        Assert.That(yields, Has.Count.EqualTo(3));
    }

    [Test]
    public void Usage_forwards_reasoning_and_cache_read()
    {
        var usage = Collect(Completed("completed", Usage(120, 80, 50, 30))).OfType<AetherUsage>().Single();

        Assert.That(usage.Tokens, Is.EqualTo(new ClientUsage(120, 80, 50, 30)));
    }

    [Test]
    public void Completed_without_output_deserializes_usage_and_stop_reason()
    {
        var yields = Collect(
            $$$"""{"type":"response.completed","sequence_number":1,"response":"""
                + $$$"""{"id":"resp_1","object":"response","created_at":1000,"status":"completed","background":false,"completed_at":2000,"error":null,"model":"test-model","usage":{{{Usage(100, 20, 0, 10)}}}}}""");

        Assert.That(yields, Is.EqualTo(new AetherYield[]
        {
            new AetherStart(),
            new AetherUsage(new ClientUsage(100, 20, 0, 10)),
            new AetherDone("EndTurn"),
        }));
    }

    [Test]
    public void Output_item_done_without_encrypted_content_is_ignored() =>
        Assert.That(Collect(ReasoningDone("null")), Is.EqualTo(new AetherYield[] { new AetherStart(), new AetherDone(null) }));

    [Test]
    public void A_call_without_its_done_is_completed_at_the_end()
    {
        var yields = Collect(Added, ArgumentDelta("{}"), Completed("completed"));

        Assert.That(
            yields.TakeLast(2),
            Is.EqualTo(new AetherYield[] { new AetherToolComplete("fc_1", "read_file", "{}"), new AetherDone("EndTurn") }));
    }

    [Test]
    public void A_spec_true_incomplete_or_failed_is_ignored_and_leaves_no_reason() =>
        Assert.That(
            Collect(
                """{"type":"response.incomplete","response":{"status":"incomplete"}}""",
                """{"type":"response.failed","response":{"status":"failed"}}""").Last(),
            Is.EqualTo(new AetherDone(null)));

    [Test]
    public void An_event_that_does_not_deserialise_is_skipped()
    {
        var yields = Collect(
            """{"type":"response.output_text.delta","delta":{"text":"Hi"}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"acme:thing"}}""",
            """{"type":"error","error":{"message":"Nested only"}}""",
            TextDelta("Hello"),
            """{"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":1}}}""");

        Assert.That(yields, Is.EqualTo(new AetherYield[] { new AetherStart(), new AetherText("Hello"), new AetherDone(null) }));
    }

    [Test]
    public void A_message_whose_text_has_no_annotations_does_not_deserialise()
    {
        const string Part = """{"type":"output_text","text":"Hi"}""";
        var whole = Part.Replace("}", ",\"annotations\":[],\"logprobs\":null}", StringComparison.Ordinal);

        Assert.That(
            (AetherEvents.WhyUnreadable(MessageDone(Part)), AetherEvents.WhyUnreadable(MessageDone(whole))),
            Is.EqualTo(("missing or wrong field `annotations`", (string?)null)));
    }

    [Test]
    public void A_second_call_at_an_index_replaces_the_first()
    {
        var yields = Collect(Added, ArgumentDelta("{}"), Added.Replace("fc_1", "fc_2", StringComparison.Ordinal), ArgumentDelta("[]"));

        Assert.That(yields, Is.EqualTo(new AetherYield[]
        {
            new AetherStart(),
            new AetherToolStart("fc_1", "read_file"),
            new AetherToolArgument("fc_1", "{}"),
            new AetherToolStart("fc_2", "read_file"),
            new AetherToolArgument("fc_2", "[]"),
            new AetherToolComplete("fc_2", "read_file", "[]"),
            new AetherDone(null),
        }));
    }

    [Test]
    public void A_call_without_an_item_id_is_named_after_its_index_and_empty_deltas_are_nothing() =>
        Assert.That(
            Collect(Added.Replace("\"id\":\"fc_1\",", "", StringComparison.Ordinal), ArgumentDelta(""), TextDelta(""), ReasoningDelta("")),
            Is.EqualTo(new AetherYield[]
            {
                new AetherStart(),
                new AetherToolStart("tool_call_0", "read_file"),
                new AetherToolComplete("tool_call_0", "read_file", ""),
                new AetherDone(null),
            }));

    [Test]
    public void The_marker_is_skipped_and_only_the_end_of_the_body_ends_the_turn()
    {
        var done = new WireEvent { Index = 1, Offset = 0, Length = 0, At = 0, Data = "[DONE]" };
        var stream = Stream(TextDelta("Hello"));
        var open = stream with { Events = [.. stream.Events, done, .. Stream(TextDelta(" there")).Events], End = StreamEnd.TimedOut };

        Assert.That(AetherConsumer.Read(open).OfType<AetherText>().Select(one => one.Chunk), Is.EqualTo(new[] { "Hello", " there" }));
        Assert.That(ClientViews.Find("aether").Read(open).Waits, Is.True);
        Assert.That(AetherConsumer.Read(open with { End = StreamEnd.Broken }), Has.One.InstanceOf<AetherFailure>());
    }

    [TestCase(429, "RateLimited", true)]
    [TestCase(500, "ServerError", true)]
    [TestCase(503, "ServerError", true)]
    [TestCase(400, "ApiError", false)]
    [TestCase(404, "ApiError", false)]
    [TestCase(600, "ApiError", false)]
    public void The_status_of_a_refusal_says_whether_it_is_retryable(int status, string type, bool retries)
    {
        var view = ClientViews.Find("aether").Read(new ClientStream { Status = status, Body = "{\"error\":{\"message\":\"Busy\"}}" });

        Assert.That((view.Failure?.Type, view.Retries), Is.EqualTo((type, retries)));
        Assert.That(view.Failure?.Message, Does.StartWith($"Codex API request failed with status {status}").And.Contain("Busy"));
    }

    // The case of the seed's test of the same name: the relay's own stream, read as aether reads it.
    [Test]
    public void The_case_of_an_incomplete_status_gives_the_length_stop_reason()
    {
        var golden = File.ReadLines(Repository.PathOf("Scenarios/clients/aether-incomplete-status.golden.jsonl"));

        var yields = Collect([.. golden.Where(line => line != "\"[DONE]\"")]);

        Assert.That(yields[^1], Is.EqualTo(new AetherDone("Length")));
    }

    private static WireEvent MessageDone(string part) => Stream(
        $$$"""{"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","status":"completed","content":[{{{part}}}]}}""").Events[0];

    private static List<AetherYield> Collect(params string[] events) => [.. AetherConsumer.Read(Stream(events))];

    private static ClientStream Stream(params string[] events) => new()
    {
        Events = [.. events.Select((data, index) => new WireEvent
        {
            Index = index,
            Offset = 0,
            Length = 0,
            At = 0,
            Data = data,
            Json = JsonElement.Parse(data),
        })],
    };

    private static string TextDelta(string delta) => $$"""{"type":"response.output_text.delta","delta":"{{delta}}"}""";

    private static string ArgumentDelta(string delta) =>
        $$"""{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{{delta}}"}""";

    private static string ReasoningDelta(string delta) => $$"""{"type":"response.reasoning_summary_text.delta","delta":"{{delta}}"}""";

    private static string ReasoningDone(string encrypted) =>
        $$$"""{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"r_1","summary":"""
            + $$$"""[],"encrypted_content":{{{encrypted}}}}}""";

    private static string Completed(string status, string usage = "null") =>
        $$$"""{"type":"response.completed","response":{"status":"{{{status}}}","usage":{{{usage}}}}}""";

    private static string Usage(int input, int output, int cached = 0, int reasoning = 0) =>
        $$$"""{"input_tokens":{{{input}}},"input_tokens_details":"""
            + $$$"""{"cached_tokens":{{{cached}}}},"output_tokens":{{{output}}},"output_tokens_details":"""
                + $$$"""{"reasoning_tokens":{{{reasoning}}}},"total_tokens":{{{input + output}}}}""";
}
