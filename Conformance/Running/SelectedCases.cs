using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Running;

/// <summary>A selection applied to a catalog: the cases, and what is wrong in the files that could be among them.</summary>
internal sealed record SelectedCases(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems)
{
    public static SelectedCases Select(ScenarioCatalog catalog, Selection selection) => new(
        [.. catalog.Scenarios.Where(selection.Includes)],
        [.. catalog.Problems.Where(problem => Concerns(problem, selection))]);

    /// <summary>
    /// A file with problems has no tags and no level, so only its path can exclude it. Problems of the vocabulary are always included.
    /// </summary>
    private static bool Concerns(ScenarioProblem problem, Selection selection) =>
        ProblemFile.IsVocabulary(problem) || selection.IncludesId(ProblemFile.GetId(problem));
}

/// <summary>The file of a problem: the folder's own name, then the path below it.</summary>
internal static class ProblemFile
{
    public static bool IsVocabulary(ScenarioProblem problem) => Below(problem).StartsWith("vocabulary/", StringComparison.Ordinal);

    /// <summary>The id of the case that the file belongs to.</summary>
    public static string GetId(ScenarioProblem problem)
    {
        var path = Below(problem);
        var name = path.LastIndexOf('/') + 1;
        var dot = path.IndexOf('.', name);
        return dot < 0 ? path : path[..dot];
    }

    private static string Below(ScenarioProblem problem)
    {
        var file = problem.Place.File.Replace('\\', '/');
        return file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }
}
