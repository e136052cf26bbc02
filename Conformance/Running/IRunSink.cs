using Conformance.Results;

namespace Conformance.Running;

/// <summary>Stores results as they arrive, so that a run that is killed leaves all results up to then.</summary>
internal interface IRunSink : IDisposable
{
    /// <summary>Writes one case and returns the result as written. Called by one thread at a time.</summary>
    CaseResult Append(CaseResult result, CaseEvidence? evidence);

    /// <summary>Writes the rules, the end and the views; returns the report's path, if there is one.</summary>
    string? Finish(IReadOnlyList<RuleResult> rules, RunEnd end);
}

/// <summary>Observes a run, such as the console. Called by one thread at a time.</summary>
internal interface IRunWatcher
{
    /// <summary>Receives the result of a case.</summary>
    void Finished(CaseResult result, int done, int selected);

    /// <summary>Receives a note about the whole run, in one sentence.</summary>
    void Note(string text)
    {
    }
}
