namespace Conformance.Expecting.Answers;

/// <summary>The events that carry a whole <c>response</c>.</summary>
internal static class LifecycleEvents
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "response.created", "response.in_progress", "response.queued", "response.completed", "response.incomplete", "response.failed",
    };

    /// <summary>Whether the type is one of them.</summary>
    public static bool Contains(string type) => Types.Contains(type);

    /// <summary>Whether the type ends a stream.</summary>
    public static bool IsTerminal(string type) => type is "response.completed" or "response.incomplete" or "response.failed";
}
