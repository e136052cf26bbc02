using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Checking;

/// <summary>A stream made by hand that can be spoilt in one place. Immutable: each change gives another stream.</summary>
internal sealed record TestStream(IReadOnlyList<TestFrame> Frames)
{
    public const long TicksPerSecond = 1000;

    private static readonly SourcePlace Nowhere = new("made.yaml", 1, 1);

    /// <summary>Whether events get their numbers in the order of the wire; off to keep those they have.</summary>
    public bool Numbered { get; init; } = true;

    /// <summary>Bytes after the last event.</summary>
    public string Tail { get; init; } = "";

    public StreamEnd End { get; init; } = StreamEnd.Closed;

    public long ClosesAfter { get; init; } = 10;

    public int Status { get; init; } = 200;

    /// <summary>The model that the client asks for.</summary>
    public string Model { get; init; } = "gpt-x";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [KeyValuePair.Create(
        "content-type", "text/event-stream; charset=utf-8")];

    /// <summary>The body of the request, where it is more than a model and <c>stream</c>.</summary>
    public string? Request { get; init; }

    /// <summary>The dialect that the relay is declared to speak.</summary>
    public string Dialect { get; init; } = "openai";

    /// <summary>The body that the upstream sent, as text; <see langword="null"/> when it was not asked.</summary>
    public string? Upstream { get; init; }

    public RecordedStream? NonStream { get; init; }

    public IReadOnlyList<string> Secrets { get; init; } = ["sk-upstream-0123456789", "http://127.0.0.1:5999"];

    public static TestStream Parse(string lines) =>
        new([.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseFrame)]);

    /// <summary>
    /// A stream of the bundled relay as it was recorded, with its request, its own sequence numbers, and, where it counted tokens, what the
    /// upstream sent.
    /// </summary>
    public static TestStream Recorded(string name)
    {
        var folder = Repository.PathOf("Conformance.Tests/Checking/Streams");
        var events = File.ReadAllText(Path.Combine(folder, name + ".sse")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(block => block.Split('\n'))
                .Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
                .Select(line => ParseFrame(line["data: ".Length..]));
        var upstream = Path.Combine(folder, name + ".upstream.sse");
        return new TestStream([.. events])
        {
            Request = File.ReadAllText(Path.Combine(folder, name + ".request.json")),
            Upstream = File.Exists(upstream) ? File.ReadAllText(upstream) : null,
        };
    }

    /// <summary>The n-th event of a type with its JSON changed.</summary>
    public TestStream Edit(string type, Action<JsonObject> change, int nth = 0) => Put(type, nth, frame =>
    {
        var json = frame.Json!.DeepClone().AsObject();
        change(json);
        return [frame with { Json = json }];
    });

    /// <summary>Every event with its JSON as text changed, its <c>event:</c> line left as it is.</summary>
    public TestStream Replace(string text, string by) => this with
    {
        Frames = [.. Frames.Select(frame => frame.Json is null ? frame : frame with
        {
            Json = JsonNode.Parse(frame.Json.ToJsonString(TestFrame.Relaxed).Replace(text, by, StringComparison.Ordinal))!.AsObject(),
        })],
    };

    /// <summary>The events with their numbers made their own, so that they can be spoilt.</summary>
    public TestStream WithOwnNumbers(int first = 0) => this with
    {
        Numbered = false,
        Frames = [.. Frames.Select((frame, number) =>
        {
            var json = frame.Json?.DeepClone().AsObject();
            json?["sequence_number"] = first + number;
            return frame with { Json = json };
        })],
    };

    /// <summary>The n-th event of a type, framed in another way.</summary>
    public TestStream Frame(string type, Func<TestFrame, TestFrame> change, int nth = 0) => Put(type, nth, frame => [change(frame)]);

    public TestStream Remove(string type, int nth = 0) => Put(type, nth, _ => []);

    /// <summary>The stream with the numbers it has, not those of its order.</summary>
    public TestStream AsRecorded() => this with { Numbered = false };

    public TestStream RemoveAll(string type) => this with { Frames = [.. Frames.Where(frame => frame.Type != type)] };

    public TestStream Repeat(string type, int nth = 0) => Put(type, nth, frame => [frame, frame]);

    public TestStream Before(string type, string lines) => Put(type, 0, frame => [.. Parse(lines).Frames, frame]);

    public TestStream After(string type, string lines) => Put(type, 0, frame => [frame, .. Parse(lines).Frames]);

    /// <summary>Moves the first event of a type in front of the first of another.</summary>
    public TestStream Move(string type, string before)
    {
        var moved = Frames.First(frame => frame.Type == type);
        return Remove(type).Put(before, 0, frame => [moved, frame]);
    }

    public TestStream Put(string type, int nth, Func<TestFrame, IEnumerable<TestFrame>> change)
    {
        var target = Frames.Where(frame => frame.Type == type).ElementAt(nth);
        return this with { Frames = [.. Frames.SelectMany(frame => ReferenceEquals(frame, target) ? change(frame) : [frame])] };
    }

    public byte[] ToBytes() =>
        Encoding.UTF8.GetBytes(string.Concat(Frames.Select((frame, number) => frame.ToWire(Numbered, number))) + Tail);

    public RecordedTurn ToTurn() => Turn(ToBytes());

    /// <summary>The turn with another body.</summary>
    public RecordedTurn Turn(byte[] body)
    {
        var answer = new RecordedStream
        {
            SentAt = 0,
            HeadersAt = 1,
            Status = Status,
            Headers = Headers,
            Body = body,
            Reads = [new BodyRead(1000, 0, body.Length)],
            End = End,
            EndedAt = 1000 + ClosesAfter,
        };
        return Turn(answer, WireReader.Read(answer));
    }

    public RecordedTurn Turn(RecordedStream answer, WireStream? wire) => new()
    {
        Scenario = Made(),
        Index = 0,
        Request = JsonElement.Parse(Request ?? $$"""{"model":"{{Model}}","stream":true}"""),
        Relay = new RelayTraits { Dialect = Dialect },
        Answer = answer,
        Wire = wire,
        Upstream = new UpstreamRecord(Upstream is null ? [] : [Exchange(Upstream)]),
        NonStream = NonStream,
        Secrets = Secrets,
        TicksPerSecond = TicksPerSecond,
    };

    /// <summary>An answer that is one JSON body.</summary>
    public static RecordedStream Body(string json, int status = 200) => new()
    {
        SentAt = 0,
        HeadersAt = 1,
        Status = status,
        Headers = [KeyValuePair.Create("content-type", "application/json")],
        Body = Encoding.UTF8.GetBytes(json),
        Reads = [],
        End = StreamEnd.Closed,
        EndedAt = 10,
    };

    /// <summary>The chat request that a right relay makes of the request.</summary>
    private JsonObject Chat()
    {
        var asked = Request is null ? [] : JsonNode.Parse(Request)!.AsObject();
        var chat = new JsonObject
        {
            ["model"] = asked["model"]?.DeepClone() ?? Model,
            ["stream"] = true,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = asked["input"]?.DeepClone() ?? "Hi" }),
        };
        if (asked["tools"] is JsonArray { Count: > 0 } tools)
        {
            chat["tools"] = new JsonArray([.. tools.Select(tool => Function(tool!.AsObject()))]);
        }

        return chat;
    }

    private static JsonObject Function(JsonObject tool)
    {
        var function = (JsonObject)tool.DeepClone();
        function.Remove("type");
        function["parameters"] ??= JsonNode.Parse("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}""");
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    private ExchangeRecord Exchange(string body) => new()
    {
        Request = new ReceivedRequest(
            0,
            "POST",
            "/v1/chat/completions",
            [KeyValuePair.Create("content-type", "application/json"), KeyValuePair.Create("authorization", "Bearer $key")],
            Encoding.UTF8.GetBytes(Chat().ToJsonString())),
        Exchange = 0,
        Status = 200,
        Headers = [],
        Writes = [new SentWrite(0, 1, Nowhere, Encoding.UTF8.GetBytes(body))],
        Completed = true,
    };

    private static TestFrame ParseFrame(string line)
    {
        if (!line.StartsWith('{'))
        {
            return new TestFrame(null, null, line);
        }

        var json = JsonNode.Parse(line)!.AsObject();
        return new TestFrame(json["type"]!.GetValue<string>(), json);
    }

    private static Scenario Made() => new()
    {
        Id = "made",
        Title = "Made by hand",
        Level = Level.Must,
        Turns = [new Turn(new ClientRequest { Body = JsonElement.Parse("{}") }, [], new Expectation(), Nowhere)],
        Place = Nowhere,
        Source = "",
    };
}
