using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>
/// The members required, without those that a rule of their own asks for: item and call ids, statuses, the item an event refers to, part numbers, deltas, usage, summaries.
/// </summary>
internal static class Requirements
{
    private static readonly Requirement Logprobs = new("logprobs", Kind.List, Severity.Warning);
    private static readonly Requirement Text = new("text", Kind.Text);
    private static readonly Requirement Type = new("type", Kind.Name);

    public static IReadOnlyList<Requirement> OfLifecycle { get; } = [new("response", Kind.Object)];

    public static IReadOnlyList<Requirement> OfItemEvent { get; } = [new("output_index", Kind.Integer), new("item", Kind.Object)];

    public static IReadOnlyList<Requirement> OfResponse { get; } =
    [
        new("id", Kind.Name), new("object", Kind.Name), new("created_at", Kind.Integer), new("status", Kind.Name), new("model", Kind.Name), new("output", Kind.List),
        .. Members(Severity.Error, "error", "incomplete_details", "instructions"),
        new("tools", Kind.List),
        .. Members(Severity.Error, "tool_choice", "parallel_tool_calls", "metadata", "temperature", "top_p"),
        .. Members(
            Severity.Warning,
            "completed_at", "previous_response_id", "truncation", "text", "presence_penalty", "frequency_penalty", "top_logprobs", "reasoning", "usage",
            "max_output_tokens", "max_tool_calls", "store", "background", "service_tier", "safety_identifier", "prompt_cache_key"),
    ];

    public static IReadOnlyList<Requirement> OfError { get; } = [.. Members(Severity.Warning, "code", "message", "param")];

    public static IReadOnlyList<Requirement> OfNestedError { get; } = [.. Members(Severity.Warning, "type", "code", "message", "param")];

    public static IReadOnlyList<Requirement> Of(EventShape shape) => (shape.Role, shape.PartType) switch
    {
        (EventRole.Delta, "output_text") => [Logprobs],
        (EventRole.Delta, _) => [],
        (EventRole.TextDone, "output_text") => [new(shape.ValueMember, Kind.Text), Logprobs],
        (EventRole.TextDone, _) => [new(shape.ValueMember, Kind.Text)],
        (EventRole.Annotation, _) => [new("annotation_index", Kind.Integer), new(shape.ValueMember, Kind.Object)],
        _ => [new(shape.ValueMember, Kind.Object)],
    };

    public static IReadOnlyList<Requirement> OfItem(string? type) => type switch
    {
        null or "" => [Type],
        "message" => [new("role", Kind.Name), new("content", Kind.List)],
        "function_call" => [new("name", Kind.Name), new("arguments", Kind.Text)],
        "custom_tool_call" => [new("name", Kind.Name), new("input", Kind.Text)],
        _ => [],
    };

    public static IReadOnlyList<Requirement> OfPart(string? type) => type switch
    {
        null or "" => [Type],
        "output_text" => [Text, new("annotations", Kind.List, Severity.Warning), Logprobs],
        "refusal" => [new("refusal", Kind.Text)],
        "reasoning_text" or "summary_text" => [Text],
        _ => [],
    };

    private static IEnumerable<Requirement> Members(Severity severity, params string[] names) => names.Select(name => new Requirement(name, Kind.Present, severity));
}
