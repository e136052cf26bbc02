namespace Conformance.Checking.Walking;

/// <summary>The events of a Responses stream as the contract has them.</summary>
internal static class StreamGrammar
{
    public const string Created = "response.created";
    public const string InProgress = "response.in_progress";
    public const string Queued = "response.queued";
    public const string ItemAdded = "response.output_item.added";
    public const string ItemDone = "response.output_item.done";
    public const string Failed = "response.failed";
    public const string Error = "error";

    private static readonly Dictionary<string, EventShape> Shapes = CreateShapes()
        .ToDictionary(shape => shape.Type, StringComparer.Ordinal);

    // The rest of OpenAI's union: events that belong to no item, and those of the response and its items.
    private static readonly HashSet<string> OfNoItem = new(StringComparer.Ordinal)
    {
        Error, Queued, Created, InProgress, "response.completed", "response.incomplete", Failed, ItemAdded, ItemDone,
        "response.audio.delta", "response.audio.done", "response.audio.transcript.delta", "response.audio.transcript.done",
    };

    // Not in the union of an HTTP stream: WebSocket steering and injection, and events that one client alone knows.
    private static readonly HashSet<string> OutsideTheUnion = new(StringComparer.Ordinal)
    {
        "response.steer.accepted", "response.steer.pending", "response.steer.failed", "response.inject.created", "response.inject.failed",
        "response.apply_patch_call_operation_diff.delta", "response.apply_patch_call_operation_diff.done", "response.metadata",
        "codex.rate_limits",
    };

    /// <summary>The types of OpenAI's union and of Open Responses' own reasoning events.</summary>
    public static IEnumerable<string> KnownTypes => OfNoItem.Concat(Shapes.Keys);

    public static EventShape? Find(string type) => Shapes.GetValueOrDefault(type);

    public static bool IsKnown(string type) => OfNoItem.Contains(type) || Shapes.ContainsKey(type);

    /// <summary>Whether some client knows the type although an HTTP stream of OpenAI's does not have it.</summary>
    public static bool IsOutsideTheUnion(string type) => OutsideTheUnion.Contains(type);

    public static bool IsTerminal(string type) => type is "response.completed" or "response.incomplete" or Failed;

    public static bool IsLifecycle(string type) => IsTerminal(type) || type is Created or InProgress or Queued;

    private static IEnumerable<EventShape> CreateShapes() =>
    [
        .. Part("response.content_part", PartFamily.Content, "content_index", null),
        .. Part("response.reasoning_summary_part", PartFamily.Summary, "summary_index", "reasoning"),
        .. Text("response.output_text", PartFamily.Content, "content_index", "text", "output_text", "message"),
        .. Text("response.refusal", PartFamily.Content, "content_index", "refusal", "refusal", "message"),
        .. Text("response.reasoning_text", PartFamily.Content, "content_index", "text", "reasoning_text", "reasoning"),
        .. Text("response.reasoning", PartFamily.Content, "content_index", "text", "reasoning_text", "reasoning")
            .Select(shape => shape with { Dialect = "open-responses" }),
        .. Text("response.reasoning_summary_text", PartFamily.Summary, "summary_index", "text", "summary_text", "reasoning"),
        .. Text("response.function_call_arguments", PartFamily.Call, null, "arguments", null, "function_call"),
        .. Text("response.custom_tool_call_input", PartFamily.Call, null, "input", null, "custom_tool_call"),
        new(
            "response.output_text.annotation.added",
            EventRole.Annotation,
            PartFamily.Content,
            "content_index",
            "annotation",
            "output_text",
            "message"),
        .. Hosted("response.compaction", "compaction", "compacting"),
        .. Hosted("response.web_search_call", "web_search_call", "in_progress", "searching", "completed"),
        .. Hosted("response.file_search_call", "file_search_call", "in_progress", "searching", "completed"),
        .. Hosted("response.code_interpreter_call", "code_interpreter_call", "in_progress", "interpreting", "completed"),
        .. Hosted("response.code_interpreter_call_code", "code_interpreter_call", "delta", "done"),
        .. Hosted("response.image_generation_call", "image_generation_call", "in_progress", "generating", "partial_image", "completed"),
        .. Hosted("response.mcp_call", "mcp_call", "in_progress", "completed", "failed"),
        .. Hosted("response.mcp_call_arguments", "mcp_call", "delta", "done"),
        .. Hosted("response.mcp_list_tools", "mcp_list_tools", "in_progress", "completed", "failed"),
        .. Hosted("response.shell_call_output_content", EventShape.AnyItem, "delta", "done"),
        // Only these identify their item by the index alone.
        .. Hosted("response.shell_call_command", "shell_call", "added", "delta", "done").Select(shape => shape with { NamesItem = false }),
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

    private static EventShape[] Hosted(string stem, string item, params string[] steps) =>
        [.. steps.Select(step => new EventShape($"{stem}.{step}", EventRole.Progress, PartFamily.Hosted, null, "", null, item))];
}
