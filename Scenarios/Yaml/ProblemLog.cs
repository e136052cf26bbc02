using Scenarios.Model;

namespace Scenarios.Yaml;

/// <summary>Gathers everything that is wrong, so that one reading tells all of it.</summary>
internal sealed class ProblemLog
{
    private readonly List<ScenarioProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(SourcePlace place, string code, string message) => _problems.Add(new ScenarioProblem(place, code, message));

    /// <summary>The problems in the order of their places. Where something is still to be filled in, nothing else is said of it.</summary>
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
