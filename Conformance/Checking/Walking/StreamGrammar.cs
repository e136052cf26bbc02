namespace Conformance.Checking.Walking;

/// <summary>The events of a Responses stream as the contract has them.</summary>
internal static class StreamGrammar
{
    public const string Created = "response.created";
    public const string ItemAdded = "response.output_item.added";
    public const string ItemDone = "response.output_item.done";
    public const string Failed = "response.failed";

    private static readonly Dictionary<string, EventShape> Shapes = CreateShapes().ToDictionary(shape => shape.Type, StringComparer.Ordinal);

    // Everything OpenAI's own schema lists; openai-node throws on anything else.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "error", "response.queued", Created, "response.in_progress", "response.completed", "response.incomplete", Failed, ItemAdded, ItemDone,
        "response.audio.delta", "response.audio.done", "response.audio.transcript.delta", "response.audio.transcript.done",
        "response.code_interpreter_call.in_progress", "response.code_interpreter_call.interpreting", "response.code_interpreter_call.completed",
        "response.code_interpreter_call_code.delta", "response.code_interpreter_call_code.done",
        "response.file_search_call.in_progress", "response.file_search_call.searching", "response.file_search_call.completed",
        "response.web_search_call.in_progress", "response.web_search_call.searching", "response.web_search_call.completed",
        "response.image_generation_call.in_progress", "response.image_generation_call.generating", "response.image_generation_call.partial_image",
        "response.image_generation_call.completed",
        "response.mcp_call.in_progress", "response.mcp_call.completed", "response.mcp_call.failed", "response.mcp_call_arguments.delta",
        "response.mcp_call_arguments.done", "response.mcp_list_tools.in_progress", "response.mcp_list_tools.completed", "response.mcp_list_tools.failed",
    };

    public static EventShape? Find(string type) => Shapes.GetValueOrDefault(type);

    public static bool IsKnown(string type) => Known.Contains(type) || Shapes.ContainsKey(type);

    public static bool IsTerminal(string type) => type is "response.completed" or "response.incomplete" or Failed;

    public static bool IsLifecycle(string type) => IsTerminal(type) || type is Created or "response.in_progress" or "response.queued";

    private static IEnumerable<EventShape> CreateShapes() =>
    [
        .. Part("response.content_part", PartFamily.Content, "content_index", null),
        .. Part("response.reasoning_summary_part", PartFamily.Summary, "summary_index", "reasoning"),
        .. Text("response.output_text", PartFamily.Content, "content_index", "text", "output_text", "message"),
        .. Text("response.refusal", PartFamily.Content, "content_index", "refusal", "refusal", "message"),
        .. Text("response.reasoning_text", PartFamily.Content, "content_index", "text", "reasoning_text", "reasoning"),
        .. Text("response.reasoning_summary_text", PartFamily.Summary, "summary_index", "text", "summary_text", "reasoning"),
        .. Text("response.function_call_arguments", PartFamily.Call, null, "arguments", null, "function_call"),
        .. Text("response.custom_tool_call_input", PartFamily.Call, null, "input", null, "custom_tool_call"),
        new("response.output_text.annotation.added", EventRole.Annotation, PartFamily.Content, "content_index", "annotation", "output_text", "message"),
    ];

    private static EventShape[] Part(string stem, PartFamily family, string index, string? item) =>
    [
        new(stem + ".added", EventRole.PartAdded, family, index, "part", family == PartFamily.Summary ? "summary_text" : null, item),
        new(stem + ".done", EventRole.PartDone, family, index, "part", family == PartFamily.Summary ? "summary_text" : null, item),
    ];

    private static EventShape[] Text(string stem, PartFamily family, string? index, string whole, string? part, string item) =>
    [
        new(stem + ".delta", EventRole.Delta, family, index, "delta", part, item),
        new(stem + ".done", EventRole.TextDone, family, index, whole, part, item),
    ];
}
