namespace Conformance.Results;

/// <summary>A run as it stands on disk: the results at once, the evidence of a case when asked for.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Result">What <c>results.jsonl</c> says.</param>
public sealed record RecordedRun(string Folder, RunResult Result)
{
    /// <summary>Reads the evidence of a case; <see langword="null"/> if it was not played or its files are missing.</summary>
    /// <exception cref="InvalidDataException">A file is there and is not what it should be.</exception>
    public CaseEvidence? ReadEvidence(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);

        return result.Folder is { } relative && SafePath.TryResolve(Folder, relative) is { } folder ? CaseFolderReader.Read(folder) : null;
    }
}
