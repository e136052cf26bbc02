using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>
/// Describes in one sentence whether a case's outcome is right, and on which side it is wrong: a client cannot notice everything that a
/// case requires.
/// </summary>
internal static class OutcomeWords
{
    private const string Right = "right: a client receives what the case expects";
    private const string Wrong = "wrong: a client receives something other than the case expects";

    // Checks that are unrelated to a client's result. Any other check concerns that result.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["chat-request"] = "the upstream received something other than the case expects",
        ["chat-request-headers"] = "the upstream received something other than the case expects",
        ["upstream-requests"] = "the number of requests to the upstream differs from the expected number",
        ["upstream-gap"] = "the upstream received the next request sooner than the case expects",
        ["upstream-aborted"] = "the upstream connection did not end as the case expects",
        ["late-upstream-release"] = "the upstream connection was closed later than the case expects",
        ["held"] = "a client receives the answer later than the case expects",
        ["late-terminal"] = "a client receives the end of the answer later than the case expects",
        ["late-client-close"] = "the connection to the client was closed later than the case expects",
        ["variation"] = "a client receives something different if the same stream arrives in another presentation",
        ["relay-died"] = "the relay process exited",
        ["breaks"] = "a rule that the case expects to be broken holds",
    };

    /// <summary>The checks that have a sentence.</summary>
    public static IEnumerable<string> Checks => Elsewhere.Keys;

    /// <summary>Returns the sentence; <see langword="null"/> when the outcome was not judged.</summary>
    public static string? Describe(CaseResult result) =>
        !FirstDivergence.IsJudged(result) ? null : result.Verdict == Verdict.Failed ? OfWrong(result) : Right;

    private static string OfWrong(CaseResult result)
    {
        var errors = result.Findings.Where(static finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error }).ToList();
        return errors.Count > 0 && errors.TrueForAll(static finding => Elsewhere.ContainsKey(finding.Check))
            ? $"wrong: {Elsewhere[errors[0].Check]}"
            : Wrong;
    }
}
