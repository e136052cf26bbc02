using Scenarios.Model;

namespace Scenarios.Yaml;

/// <summary>Collects all problems of a file, so that one reading reports all of them.</summary>
internal sealed class ProblemLog
{
    private readonly List<ScenarioProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(SourcePlace place, string code, string message) => _problems.Add(new ScenarioProblem(place, code, message));

    /// <summary>Returns the problems in the order of their places; only the placeholders as long as the file has any.</summary>
    public IReadOnlyList<ScenarioProblem> InOrder()
    {
        var open = _problems.Where(problem => problem.Code == "todo").Select(problem => problem.Place).ToHashSet();
        return [.. _problems
            .Where(problem => problem.Code == "todo" || !open.Contains(problem.Place))
            .Distinct()
            .OrderBy(problem => problem.Place.Line)
            .ThenBy(problem => problem.Place.Column)];
    }
}
