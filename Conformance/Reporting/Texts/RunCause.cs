using Conformance.Results;

namespace Conformance.Reporting.Texts;

/// <summary>A cause of wrong outcomes in one line.</summary>
/// <param name="Count">How many cases have it.</param>
/// <param name="Words">The check, the event and the member.</param>
/// <param name="First">The id of the first case.</param>
internal sealed record RunCause(int Count, string Words, string First)
{
    /// <summary>Returns the causes of a run, the most frequent first. Known failures are not counted.</summary>
    public static IReadOnlyList<RunCause> List(RunResult run) =>
    [
        .. FailureGroup.GroupCases(run.Cases.Where(static result => result.Verdict != Verdict.Failed || result.Known is null))
            .Select(static group => new RunCause(group.Cases.Count, PlainText.Create(group.Words), group.Cases[0].Id)),
    ];
}
