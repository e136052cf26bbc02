using Conformance.Results;

namespace Conformance.Running;

/// <summary>Where results go as they come, so that a run that is killed leaves what it had.</summary>
internal interface IRunSink : IDisposable
{
    /// <summary>Keeps one case; returns the result as it was written. Called by one thread at a time.</summary>
    CaseResult Append(CaseResult result, CaseEvidence? evidence);

    /// <summary>Writes the rules, the end and the views; returns the report's path, if there is one.</summary>
    string? Finish(IReadOnlyList<RuleResult> rules, RunEnd end);
}

/// <summary>Somebody who watches a run, such as the console. Called by one thread at a time.</summary>
internal interface IRunWatcher
{
    /// <summary>A case has its result.</summary>
    void Finished(CaseResult result, int done, int selected);

    /// <summary>Something about the run as a whole that its user should know at once, in one sentence.</summary>
    void Note(string text)
    {
    }
}
