using System.Text.Json;
using Scenarios.Model;

namespace Testing.Support;

/// <summary>Makes scenarios by hand. Steps are numbered from 1 in the order they are given to <see cref="Exchange"/>.</summary>
public static class Make
{
    public static readonly SourcePlace Place = new("playing.yaml", 1, 1);

    public static Scenario Scenario(params Exchange[][] turns) => new()
    {
        Id = "playing/by-hand",
        Title = "Made by hand",
        Level = Level.Must,
        Place = Place,
        Source = "",
        Turns = [.. turns.Select(upstream => new Turn(new ClientRequest { Body = Json("{}") }, upstream, new Expectation(), Place))],
    };

    public static Scenario Scenario(params UpstreamStep[] steps) => Scenario([Exchange(steps)]);

    public static Exchange Exchange(params UpstreamStep[] steps)
    {
        var number = 0;
        return new Exchange { Place = Place, Steps = Numbered(steps, ref number) };
    }

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static TextStep Text(string content) => new(content) { Place = Place, Text = "text", Number = 0 };

    public static ReasoningStep Reasoning(string field, string content) =>
        new(field, content) { Place = Place, Text = "reasoning", Number = 0 };

    public static RefusalStep Refusal(string content) => new(content) { Place = Place, Text = "refusal", Number = 0 };

    public static ToolStep Tool(string? index = null, string? id = null, string? name = null, string? args = null, string? type = null) =>
        new(Maybe(index), Maybe(id), Maybe(name), Maybe(args), Maybe(type)) { Place = Place, Text = "tool", Number = 0 };

    public static DeltaStep Delta(string json) => new(Json(json)) { Place = Place, Text = "delta", Number = 0 };

    public static ChoiceStep Choice(string json) => new(Json(json)) { Place = Place, Text = "choice", Number = 0 };

    public static ChunkStep Chunk(string json) => new(Json(json)) { Place = Place, Text = "chunk", Number = 0 };

    public static FinishStep Finish(string reason = "\"stop\"") => new(Json(reason)) { Place = Place, Text = "finish", Number = 0 };

    public static UsageStep Usage(
        long? prompt = null, long? completion = null, long? cached = null, long? reasoning = null, bool onFinish = false) =>
        new(prompt, completion, cached, reasoning, onFinish) { Place = Place, Text = "usage", Number = 0 };

    public static ErrorStep Error(string json) => new(Json(json)) { Place = Place, Text = "error", Number = 0 };

    public static DoneStep Done(string sentinel = "[DONE]") => new(sentinel) { Place = Place, Text = "done", Number = 0 };

    public static SseStep Sse(string? @event = null, string? id = null, string? retry = null, string? data = null) =>
        new(@event, id, retry, data) { Place = Place, Text = "sse", Number = 0 };

    public static CommentStep Comment(string comment) => new(comment) { Place = Place, Text = "comment", Number = 0 };

    public static RawStep Raw(string raw) => new(raw) { Place = Place, Text = "raw", Number = 0 };

    public static BytesStep Bytes(params byte[] bytes) => new(bytes) { Place = Place, Text = "bytes", Number = 0 };

    public static RepeatStep Repeat(int times, params UpstreamStep[] steps) =>
        new(times, steps) { Place = Place, Text = "repeat", Number = 0 };

    public static BurstStep Burst(params UpstreamStep[] steps) => new(steps) { Place = Place, Text = "burst", Number = 0 };

    public static WaitStep Wait(double milliseconds) =>
        new(TimeSpan.FromMilliseconds(milliseconds)) { Place = Place, Text = "wait", Number = 0 };

    public static StallStep Stall(double? milliseconds = null) =>
        new() { Time = milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null, Place = Place, Text = "stall", Number = 0 };

    public static GateStep Gate(string name) => new(name) { Place = Place, Text = "gate", Number = 0 };

    public static TcpStep Tcp(string sent) => new(sent) { Place = Place, Text = "tcp", Number = 0 };

    public static HoldStep Hold(string type, int count = 1) =>
        new(new EventCount(type, count)) { Place = Place, Text = "hold", Number = 0 };

    public static FlushStep Flush() => new() { Place = Place, Text = "flush", Number = 0 };

    public static CloseStep Close(CloseKind kind) => new(kind) { Place = Place, Text = "close", Number = 0 };

    private static JsonElement? Maybe(string? json) => json is null ? null : Json(json);

    private static UpstreamStep Numbered(UpstreamStep step, ref int number)
    {
        var own = ++number;
        switch (step)
        {
            case RepeatStep repeat:
                return repeat with { Number = own, Steps = Numbered(repeat.Steps, ref number) };
            case BurstStep burst:
                return burst with { Number = own, Steps = Numbered(burst.Steps, ref number) };
            default:
                return step with { Number = own };
        }
    }

    private static List<UpstreamStep> Numbered(IReadOnlyList<UpstreamStep> steps, ref int number)
    {
        var numbered = new List<UpstreamStep>();
        foreach (var step in steps)
        {
            numbered.Add(Numbered(step, ref number));
        }

        return numbered;
    }
}
