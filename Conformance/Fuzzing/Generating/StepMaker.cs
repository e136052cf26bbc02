using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>Makes steps that stand in no file yet.</summary>
internal static class StepMaker
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>JSON null.</summary>
    public static JsonElement Null { get; } = Json((string?)null);

    public static UpstreamStep Text(string text) => new TextStep(text);

    public static UpstreamStep Reasoning(string field, string text) => new ReasoningStep(field, text);

    public static UpstreamStep Refusal(string text) => new RefusalStep(text);

    /// <summary>Returns a member that is left out is not sent; <see cref="Null"/> is sent as null.</summary>
    public static UpstreamStep Tool(JsonElement? index, JsonElement? id, JsonElement? name, JsonElement? args) =>
        new ToolStep(index, id, name, args, Type: null);

    public static UpstreamStep Delta(JsonObject delta) => new DeltaStep(Json(delta));

    public static UpstreamStep Choice(JsonObject choice) => new ChoiceStep(Json(choice));

    public static UpstreamStep Chunk(JsonObject chunk) => new ChunkStep(Json(chunk));

    public static UpstreamStep Finish(string? reason) => new FinishStep(Json(reason));

    public static UpstreamStep Usage(long prompt, long completion, long? cached, long? reasoning, bool onFinish) =>
        new UsageStep(prompt, completion, cached, reasoning, onFinish);

    public static UpstreamStep Error(JsonNode? error) => new ErrorStep(Json(error));

    public static UpstreamStep Done(string sentinel) => new DoneStep(sentinel);

    public static UpstreamStep Sse(string? name, string? id, string? retry, string? data) => new SseStep(name, id, retry, data);

    public static UpstreamStep Comment(string comment) => new CommentStep(comment);

    public static UpstreamStep Raw(string raw) => new RawStep(raw);

    public static UpstreamStep Bytes(ReadOnlyMemory<byte> bytes) => new BytesStep(bytes);

    public static UpstreamStep Repeat(int times, params IReadOnlyList<UpstreamStep> steps) => new RepeatStep(times, steps);

    public static UpstreamStep Burst(IReadOnlyList<UpstreamStep> steps) => new BurstStep(steps);

    public static UpstreamStep Flush() => new FlushStep();

    public static UpstreamStep Wait(int milliseconds) => new WaitStep(TimeSpan.FromMilliseconds(milliseconds));

    public static UpstreamStep Close(CloseKind kind) => new CloseStep(kind);

    /// <summary>Returns the element of a node; JSON null for no node.</summary>
    public static JsonElement Json(JsonNode? node) => JsonSerializer.SerializeToElement(node, Relaxed);

    /// <summary>Returns the text of a node with its characters left as they are.</summary>
    public static string Serialize(JsonNode node) => node.ToJsonString(Relaxed);
}
