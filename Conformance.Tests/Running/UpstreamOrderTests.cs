using System.Text;
using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Tracing;
using Conformance.Turns;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Running;

/// <summary>The step that a finding names is the last one that could have caused its event, or none.</summary>
internal sealed class UpstreamOrderTests
{
    private static readonly UpstreamStep[] Hello =
    [
        Cases.Text(1, "Hel"), Cases.Text(2, "lo"), new FinishStep(Cases.Json("\"stop\""))
        {
            Number = 3,
            Text = "finish: stop",
            Place = Cases.At(13),
        }, new DoneStep("[DONE]") { Number = 4, Text = "done", Place = Cases.At(14) },
    ];

    [Test]
    public void A_delta_names_the_step_that_sent_its_text_although_all_was_written_before_the_first_read()
    {
        var turn = Turn(
            Hello,
            [Chunk(1, 102, "Hel"), Chunk(2, 103, "lo"), Finish(3, 104), Done(4, 105)],
            Created(110),
            Delta(110, "Hel"),
            Delta(110, "lo"),
            Completed(110));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { null, 1, 2, null }));
    }

    [Test]
    public void Text_that_is_sliced_otherwise_names_the_step_that_completed_it()
    {
        var turn = Turn(
            Hello,
            [Chunk(1, 102, "Hel"), Chunk(2, 103, "lo"), Finish(3, 104), Done(4, 105)],
            Delta(110, "H"),
            Delta(110, "ell"),
            Delta(110, "o"));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 2, 2 }));
    }

    [Test]
    public void Text_that_the_script_has_not_names_no_step_from_there_on()
    {
        var turn = Turn(
            Hello,
            [Chunk(1, 102, "Hel"), Chunk(2, 103, "lo"), Finish(3, 104), Done(4, 105)],
            Delta(110, "Hel"),
            Delta(110, "LO"),
            Delta(110, "lo"));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, null, null }));
    }

    [Test]
    public void A_chunk_that_is_not_valid_utf8_has_no_content()
    {
        var broken = Chunk(1, 102, "Hel");
        var bytes = broken.Bytes.ToArray();
        bytes[bytes.AsSpan().IndexOf("Hel"u8)] = 0xE4;
        var turn = Turn(
            Hello,
            [broken with { Bytes = bytes }, Chunk(2, 103, "lo"), Finish(3, 104), Done(4, 105)],
            Created(110),
            Delta(110, "lo"),
            Completed(110));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { null, 2, null }));
    }

    [Test]
    public void One_step_alone_before_the_read_is_named_for_any_event()
    {
        var turn = Turn(
            Hello,
            [Chunk(1, 102, "Hel"), Chunk(2, 300, "lo"), Finish(3, 500), Done(4, 501)],
            Created(110),
            Delta(110, "Hel"),
            Delta(310, "lo"));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 1, 2 }));
    }

    [Test]
    public void A_pause_after_which_one_step_was_sent_names_that_step()
    {
        UpstreamStep[] steps =
        [
            Cases.Text(1, "Hel"),
            new WaitStep(TimeSpan.FromMilliseconds(200)) { Number = 2, Text = "wait: 200ms", Place = Cases.At(12) },
            new FinishStep(Cases.Json("\"stop\"")) { Number = 3, Text = "finish: stop", Place = Cases.At(13) },
        ];
        var turn = Turn(steps, [Chunk(1, 102, "Hel"), Finish(3, 302)], Created(104), Delta(104, "Hel"), Completed(304));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 1, 3 }));
    }

    [Test]
    public void A_hold_proves_that_an_event_came_before_the_step_behind_it_however_close_the_stamps_are()
    {
        UpstreamStep[] steps =
        [
            Cases.Text(1, "Hel"),
            Cases.Hold(2, "response.output_text.delta"),
            new FinishStep(Cases.Json("\"stop\"")) { Number = 3, Text = "finish: stop", Place = Cases.At(13) },
        ];
        var turn = Turn(steps, [Chunk(1, 102, "Hel"), Finish(3, 105)], Created(104), Delta(104, "Hel"), Completed(106));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 1, 3 }));
    }

    [Test]
    public void Without_a_hold_a_step_stamped_just_after_the_read_may_have_been_sent_before_it()
    {
        UpstreamStep[] steps =
        [
            Cases.Text(1, "Hel"),
            new FinishStep(Cases.Json("\"stop\"")) { Number = 2, Text = "finish: stop", Place = Cases.At(12) },
        ];
        var turn = Turn(steps, [Chunk(1, 102, "Hel"), Finish(2, 105)], Created(104), Delta(104, "Hel"), Completed(104));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { null, 1, null }));
    }

    [Test]
    public void A_step_that_is_cut_into_writes_is_one_step()
    {
        var bytes = Chunk(1, 102, "Hel").Bytes;
        var turn = Turn(
            [Cases.Text(1, "Hel")],
            [new SentWrite(102, 1, Cases.At(11), bytes[..20]), new SentWrite(103, 1, Cases.At(11), bytes[20..])],
            Created(110),
            Delta(110, "Hel"),
            Completed(110));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 1, 1 }));
    }

    [Test]
    public void A_call_names_the_step_that_opened_it_and_its_arguments_the_steps_that_sent_them()
    {
        UpstreamStep[] steps = [Tool(1, "{}"), Tool(2, "{}"), Tool(3, "{}"), Tool(4, "{}")];
        SentWrite[] writes =
        [
            Call(1, 102, """{"index":0,"id":"call_1","function":{"name":"look","arguments":""}}"""),
            Call(2, 102, """{"index":1,"id":"call_2","function":{"name":"look","arguments":"{\"b\""}}"""),
            Call(3, 103, """{"index":0,"function":{"arguments":"{\"a\":1}"}}"""),
            Call(4, 103, """{"index":1,"function":{"arguments":":2}"}}"""),
        ];
        var turn = Turn(
            steps, writes, Added(110, "look"), Added(110, "look"), Arguments(110, 0, """{"a":1}"""), Arguments(110, 1, """{"b":2}"""));

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void An_event_that_is_missed_at_the_end_names_no_step_while_several_could_have_caused_it()
    {
        var many = Turn(Hello, [Chunk(1, 102, "Hel"), Chunk(2, 103, "lo"), Finish(3, 104), Done(4, 105)], Delta(110, "Hel"));
        var one = Turn(Hello[..1], [Chunk(1, 102, "Hel")], Delta(110, "Hel"));

        Assert.Multiple(() =>
        {
            Assert.That(After(many, new() { Event = 99, Check = "x", Severity = Severity.Error, Message = "m" }), Is.Null);
            Assert.That(After(one, new() { Event = 99, Check = "x", Severity = Severity.Error, Message = "m" }), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_place_in_bytes_is_that_of_the_event_around_it()
    {
        var turn = Turn(
            Hello, [Chunk(1, 102, "Hel"), Chunk(2, 103, "lo"), Finish(3, 104), Done(4, 105)], Delta(110, "Hel"), Delta(110, "lo"));

        Assert.That(After(turn, new() { Offset = 15, Check = "x", Severity = Severity.Error, Message = "m" }), Is.EqualTo(2));
    }

    [Test]
    public void Only_the_last_answer_with_content_is_the_source_when_the_relay_asked_again()
    {
        var turn = Turn(Hello[..1], [Chunk(1, 202, "Hel")], Delta(210, "Hel"), Completed(210));
        var refused = turn.Upstream.Exchanges[0] with
        {
            Exchange = null,
            Status = 500,
            Writes = [new SentWrite(102, 0, Cases.At(1), "{}"u8.ToArray())],
        };

        turn = turn with { Upstream = new UpstreamRecord([refused, .. turn.Upstream.Exchanges]) };

        Assert.That(Steps(turn), Is.EqualTo(new int?[] { 1, 1 }));
    }

    private static int?[] Steps(RecordedTurn turn) =>
        [.. turn.Wire!.Events
            .Select(seen => After(turn, new Finding { Check = "x", Severity = Severity.Error, Message = "m", Event = seen.Index }))];

    private static int? After(RecordedTurn turn, Finding finding) => new UpstreamOrder(turn).Complete(finding).After?.Number;

    /// <summary>A turn on a clock of a thousand ticks a second; events of one read have one time.</summary>
    private static RecordedTurn Turn(UpstreamStep[] steps, SentWrite[] writes, params WireEvent[] events) => new()
    {
        Scenario = Cases.Scenario(turns: Cases.Turn(steps)),
        Index = 0,
        Request = Cases.Json("{}"),
        Answer = new RecordedStream
        {
            SentAt = 100,
            HeadersAt = 101,
            Status = 200,
            Reads = [.. events.Select((seen, index) => new BodyRead(seen.At, 10 * index, 10))],
            End = StreamEnd.Closed,
            EndedAt = events[^1].At + 1,
        },
        Wire = new WireStream([.. events.Select((seen, index) => seen with { Index = index, Offset = 10 * index })], []),
        Upstream = new UpstreamRecord(
        [
            new ExchangeRecord
            {
                Request = new ReceivedRequest(101, "POST", "/v1/chat/completions", [], Array.Empty<byte>()),
                Exchange = 0,
                Status = 200,
                Headers = [],
                Writes = writes,
                Completed = true,
            },
        ]),
        TicksPerSecond = 1000,
    };

    private static SentWrite Chunk(int step, long at, string text) =>
        Write(step, at, $$$"""{"choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text)}}}}}]}""");

    private static SentWrite Call(int step, long at, string call) =>
        Write(step, at, $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{{{call}}}]}}]}""");

    private static SentWrite Finish(int step, long at) =>
        Write(step, at, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

    private static SentWrite Done(int step, long at) => Write(step, at, "[DONE]");

    private static SentWrite Write(int step, long at, string data) =>
        new(at, step, Cases.At(10 + step), Encoding.UTF8.GetBytes($"data: {data}\n\n"));

    private static ToolStep Tool(int number, string arguments) =>
        new(Cases.Json("0"), null, null, Cases.Json(arguments), null) { Number = number, Text = "tool", Place = Cases.At(10 + number) };

    private static WireEvent Created(long at) => Event(at, """{"type":"response.created","response":{}}""");

    private static WireEvent Delta(long at, string text) =>
        Event(at, $$$"""{"type":"response.output_text.delta","delta":{{{JsonSerializer.Serialize(text)}}}}""");

    private static WireEvent Added(long at, string name) =>
        Event(at, $$$"""{"type":"response.output_item.added","item":{"type":"function_call","name":"{{{name}}}"}}""");

    private static WireEvent Arguments(long at, int index, string text) => Event(
        at,
        $$$"""{"type":"response.function_call_arguments.delta","output_index":{{{index}}},"delta":{{{JsonSerializer.Serialize(text)}}}}""");

    private static WireEvent Completed(long at) => Event(at, """{"type":"response.completed","response":{}}""");

    private static WireEvent Event(long at, string data) =>
        new() { Index = 0, Offset = 0, Length = 10, At = at, Data = data, Json = Cases.Json(data) };
}
