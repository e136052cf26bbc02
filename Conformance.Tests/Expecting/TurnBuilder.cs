using System.Text;
using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Expecting;

/// <summary>Builds a recorded turn from events and an expectation, both written as JSON.</summary>
internal sealed class TurnBuilder
{
    private static readonly SourcePlace Place = new("Scenarios/text/case.yaml", 12, 5);
    private readonly List<WireEvent> _events = [];
    private Expectation _expect = new();
    private RecordedStream? _answer;
    private List<ExchangeRecord> _exchanges = [];
    private IReadOnlyList<UpstreamStep> _steps = [];

    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static ExpectedEvent Event(string name, string? pattern = null)
    {
        var joined = name.EndsWith(".deltas", StringComparison.Ordinal);
        var type = (name == "error" ? "" : "response.") + (joined ? name[..^1] : name);
        return new ExpectedEvent(type, joined, pattern is null ? null : Json(pattern), Place);
    }

    public static Outcome Events(params ExpectedEvent[] events) => new() { Grade = Grade.Passed, Events = events, Place = Place };

    public static Outcome Final(string pattern, Grade grade = Grade.Passed, string? because = null) =>
        new() { Grade = grade, Because = because, Final = Json(pattern), Place = Place };

    public TurnBuilder Received(params string[] events)
    {
        foreach (var data in events)
        {
            var index = _events.Count;
            _events.Add(new WireEvent
            {
                Index = index,
                Offset = index * 100,
                Length = data.Length,
                At = index,
                Data = data,
                Json = data == "[DONE]" ? null : Json(data),
            });
        }

        return this;
    }

    public TurnBuilder Expecting(Expectation expect)
    {
        _expect = expect;
        return this;
    }

    public TurnBuilder Expecting(params Outcome[] outcomes) => Expecting(new Expectation { Outcomes = outcomes });

    public TurnBuilder Answering(int status, string body, params KeyValuePair<string, string>[] headers)
    {
        _answer = Answer(status, body) with { Headers = headers };
        return this;
    }

    public TurnBuilder Asking(
        string chatRequest,
        long at = 0,
        long? goneAt = null,
        IReadOnlyList<SentWrite>? writes = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        _exchanges.Add(new ExchangeRecord
        {
            Request = new ReceivedRequest(at, "POST", "/v1/chat/completions", headers ?? [], Encoding.UTF8.GetBytes(chatRequest)),
            Exchange = 0,
            Status = 200,
            Headers = [],
            Writes = writes ?? [],
            Completed = true,
            PeerGoneAt = goneAt,
        });
        return this;
    }

    public TurnBuilder Playing(params UpstreamStep[] steps)
    {
        _steps = steps;
        return this;
    }

    public RecordedTurn Build()
    {
        if (_exchanges.Count == 0)
        {
            Asking("{}");
        }

        var upstream = Enumerable.Range(0, _exchanges.Count).Select(_ => new Exchange { Steps = _steps, Place = Place }).ToList();
        var turn = new Turn(new ClientRequest { Body = Json("{}") }, upstream, _expect, Place);
        return new RecordedTurn
        {
            Scenario = new Scenario
            {
                Id = "text/case",
                Title = "A case",
                Level = Level.Must,
                Turns = [turn],
                Place = Place,
                Source = "",
                Spec = ["chat#usage"],
            },
            Index = 0,
            Request = Json("""{"model":"rc-text.case"}"""),
            Answer = _answer ?? Answer(200, "") with { Headers = [KeyValuePair.Create("content-type", "text/event-stream")] },
            Wire = _answer is null ? new WireStream(_events, []) : null,
            Upstream = new UpstreamRecord(_exchanges),
            TicksPerSecond = 1000,
        };
    }

    private static RecordedStream Answer(int status, string body) =>
        new() { SentAt = 0, Status = status, Body = Encoding.UTF8.GetBytes(body), End = StreamEnd.Closed, EndedAt = 5000 };
}
