namespace Relay.Translating.Ending;

/// <summary>How a response ends.</summary>
internal enum VerdictKind
{
    Completed,
    Incomplete,
    Failed,
}

/// <summary>How a response ends, and for an incomplete one why.</summary>
internal readonly record struct Verdict(VerdictKind Kind, string? Reason = null)
{
    public static Verdict Completed { get; } = new(VerdictKind.Completed);

    public static Verdict Failed { get; } = new(VerdictKind.Failed);

    public static Verdict MaxOutputTokens { get; } = new(VerdictKind.Incomplete, "max_output_tokens");

    public static Verdict ContentFilter { get; } = new(VerdictKind.Incomplete, "content_filter");
}
