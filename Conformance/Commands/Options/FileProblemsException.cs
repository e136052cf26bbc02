using Scenarios.Model;

namespace Conformance.Commands.Options;

/// <summary>Mistakes in a file that the user named, each with its place. Ends a command with exit code 2.</summary>
internal sealed class FileProblemsException(IReadOnlyList<ScenarioProblem> problems) : Exception("A file cannot be read.")
{
    /// <summary>The mistakes in the order of their places.</summary>
    public IReadOnlyList<ScenarioProblem> Problems => problems;
}
