using System.Collections.Frozen;

namespace Scenarios.Words;

/// <summary>An event of a Responses stream.</summary>
/// <param name="Name">The name without <c>response.</c>.</param>
/// <param name="MainMember">The member that a plain string stands for, if there is one.</param>
internal sealed record EventWord(string Name, string? MainMember)
{
    public string Type => Name == "error" ? Name : $"response.{Name}";

    public bool IsDelta => Name.EndsWith(".delta", StringComparison.Ordinal);
}

/// <summary>Every event that a Responses stream may have.</summary>
internal static class EventWords
{
    private const string Prefix = "response.";

    public static readonly IReadOnlyList<EventWord> All =
    [
        new("created", null),
        new("queued", null),
        new("in_progress", null),
        new("output_item.added", null),
        new("output_item.done", null),
        new("content_part.added", null),
        new("content_part.done", null),
        new("output_text.delta", "delta"),
        new("output_text.done", "text"),
        new("output_text.annotation.added", null),
        new("refusal.delta", "delta"),
        new("refusal.done", "refusal"),
        new("reasoning_text.delta", "delta"),
        new("reasoning_text.done", "text"),
        new("reasoning_summary_part.added", null),
        new("reasoning_summary_part.done", null),
        new("reasoning_summary_text.delta", "delta"),
        new("reasoning_summary_text.done", "text"),
        new("function_call_arguments.delta", "delta"),
        new("function_call_arguments.done", "arguments"),
        new("custom_tool_call_input.delta", "delta"),
        new("custom_tool_call_input.done", "input"),
        new("completed", null),
        new("incomplete", null),
        new("failed", null),
        new("error", null),
    ];

    private static readonly FrozenDictionary<string, EventWord> ByName = All.ToFrozenDictionary(word => word.Name, StringComparer.Ordinal);

    /// <summary>
    /// The word for a comment between events, such as a heart-beat. A step can wait for it, and a client can hang up at it.
    /// </summary>
    public const string Comment = "comment";

    /// <summary>Every word that can be waited for.</summary>
    public static IEnumerable<string> Awaitable => All.Select(word => word.Name).Append(Comment);

    /// <summary>
    /// Every word an entry of <c>events</c> may start with: the events, and <c>….deltas</c> for neighbouring deltas joined.
    /// </summary>
    public static IEnumerable<string> Expectable =>
        All.SelectMany(word => word.IsDelta ? (string[])[word.Name, $"{word.Name}s"] : [word.Name]);

    /// <summary>Returns the event of that name, <c>response.</c> left out.</summary>
    public static EventWord? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Returns whether the name is plural: neighbouring deltas, joined.</summary>
    public static bool IsJoined(string name) => name.EndsWith(".deltas", StringComparison.Ordinal);

    /// <summary>Returns the event's own name for a plural one.</summary>
    public static string ToSingular(string name) => IsJoined(name) ? name[..^1] : name;

    /// <summary>Returns the name without <c>response.</c>.</summary>
    public static string Shorten(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
