using Scenarios.Model;

namespace Scenarios.Reading;

/// <summary>What reading one file gave: the case, or everything that is wrong with it (never both).</summary>
/// <param name="Scenario">The case; <see langword="null"/> when there are problems.</param>
/// <param name="Problems">All problems of the file, in the order of their places.</param>
public sealed record ReadResult(Scenario? Scenario, IReadOnlyList<ScenarioProblem> Problems);

/// <summary>Reads a file of <c>relay-scenario/v1</c>: YAML nodes with their places in, a <see cref="Scenario"/> or problems out. No I/O.</summary>
public static class ScenarioReader
{
    /// <summary>Reads one file's text.</summary>
    /// <param name="file">The file's name for places, such as <c>Scenarios/tools/args-split.yaml</c>.</param>
    /// <param name="expectedId">The id that the file's path demands, such as <c>tools/args-split</c>.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="vocabulary">The closed lists.</param>
    public static ReadResult Read(string file, string expectedId, string text, Vocabulary vocabulary) => throw new NotSupportedException(file + expectedId + text + vocabulary);
}
