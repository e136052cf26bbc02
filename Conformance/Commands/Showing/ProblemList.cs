using Conformance.Running;
using Scenarios.Model;

namespace Conformance.Commands.Showing;

/// <summary>Problems of files, one a line, as editors and build servers understand them.</summary>
internal static class ProblemList
{
    /// <summary>Writes them and returns the exit code for them.</summary>
    public static int Show(Terminal terminal, IReadOnlyList<ScenarioProblem> problems)
    {
        foreach (var problem in problems)
        {
            terminal.Error.WriteLine(problem.ToString());
        }

        terminal.Error.WriteLine(problems.Count == 1 ? "1 problem" : $"{problems.Count} problems");
        return ExitCodes.WrongUsage;
    }
}
