namespace Relay.Translating.Ending;

/// <summary>Specifies how a response can end.</summary>
internal enum VerdictKind
{
    Completed,
    Incomplete,
    Failed,
}

/// <summary>Represents the end of a response, with the reason of an incomplete one.</summary>
internal readonly record struct Verdict(VerdictKind Kind, string? Reason = null)
{
    public static Verdict Completed { get; } = new(VerdictKind.Completed);

    public static Verdict Failed { get; } = new(VerdictKind.Failed);

    public static Verdict MaxOutputTokens { get; } = new(VerdictKind.Incomplete, "max_output_tokens");

    public static Verdict ContentFilter { get; } = new(VerdictKind.Incomplete, "content_filter");
}
