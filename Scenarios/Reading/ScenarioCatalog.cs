using Scenarios.Model;

namespace Scenarios.Reading;

/// <summary>All cases below a folder, with its vocabulary, in the order of their ids.</summary>
/// <param name="Folder">
/// The folder that ids and goldens are counted from: the nearest one with a <c>vocabulary/</c>, else the folder that was loaded, or the one
/// above it when cases stand in that itself.
/// </param>
/// <param name="Vocabulary">The closed lists.</param>
/// <param name="Scenarios">The cases that read without problems.</param>
/// <param name="Problems">Everything that is wrong, over all files: cases and vocabulary that do not read, goldens without a case.</param>
public sealed record ScenarioCatalog(
    string Folder, Vocabulary Vocabulary, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems)
{
    /// <summary>Reads every <c>*.yaml</c> below the folder, <c>vocabulary/</c> apart.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static ScenarioCatalog Load(string folder) => new CatalogReader(folder).ReadAll(Environment.ProcessorCount);
}
