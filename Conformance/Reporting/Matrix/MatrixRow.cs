using Conformance.Results;

namespace Conformance.Reporting.Matrix;

/// <summary>A row of a table of the matrix.</summary>
/// <param name="Name">The rule's id, the vendor's word, the client's name.</param>
/// <param name="Title">A short description; empty if the name is sufficient.</param>
/// <param name="Cells">One cell a relay.</param>
internal sealed record MatrixRow(string Name, string Title, IReadOnlyList<MatrixCell> Cells)
{
    /// <summary>Whether two relays differ; a relay without a result differs from none.</summary>
    public bool Differs => Cells.Select(static cell => cell.Kind)
        .Where(static kind => kind is not ("none" or "unknown"))
        .Distinct(StringComparer.Ordinal)
        .Count() > 1;
}

/// <summary>One relay's answer to a row.</summary>
/// <param name="Kind">
/// <c>held</c>, <c>broken</c>, <c>warned</c>; <c>works</c>, <c>form_only</c>, <c>loses</c>, <c>breaks</c>; <c>unknown</c>, <c>none</c>.
/// </param>
/// <param name="Count">In how many cases; empty where there is nothing to count.</param>
/// <param name="Says">The same in a sentence.</param>
internal sealed record MatrixCell(string Kind, string Count, string Says)
{
    /// <summary>The run has no such row.</summary>
    public static MatrixCell None { get; } = new("none", "", "The run has no result.");
}

/// <summary>A column of the matrix.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Name">Its name, which no other column has.</param>
/// <param name="Run">The run.</param>
internal sealed record MatrixRelay(int Number, string Name, RunResult Run);

/// <summary>A case in all runs.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Level">Its level.</param>
/// <param name="Results">Its result in each run; <see langword="null"/> where the run has none.</param>
internal sealed record MatrixCase(string Id, string Title, string Level, IReadOnlyList<CaseResult?> Results)
{
    /// <summary>Whether the runs differ in the verdict; a run without the case differs from none.</summary>
    public bool Differs => Results.OfType<CaseResult>().Select(static result => result.Verdict).Distinct().Count() > 1;

    /// <summary>Whether a run failed the case.</summary>
    public bool Fails => Results.Any(static result => result?.Verdict == Verdict.Failed);
}
