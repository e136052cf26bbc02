using Scenarios.Model;

namespace Scenarios.Reading;

/// <summary>All cases below a folder, with its vocabulary, in the order of their ids.</summary>
/// <param name="Folder">The folder that ids and goldens are counted from: the nearest one with a <c>vocabulary/</c>, else the folder that was loaded, or the one above it when cases stand in that itself.</param>
/// <param name="Vocabulary">The closed lists.</param>
/// <param name="Scenarios">The cases that read without problems.</param>
/// <param name="Problems">Everything that is wrong, over all files: cases and vocabulary that do not read, goldens without a case.</param>
public sealed record ScenarioCatalog(
    string Folder, Vocabulary Vocabulary, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems)
{
    /// <summary>Reads every <c>*.yaml</c> below the folder, <c>vocabulary/</c> apart.</summary>
    /// <remarks>
    /// A folder without a <c>vocabulary/</c> belongs to the nearest one above that has it: <c>Scenarios/sse</c> reads the cases <c>sse/…</c> of <c>Scenarios</c>.
    /// Where there is none up to the root of the repository, words are not checked.
    /// </remarks>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ScenarioCatalog Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder '{folder}'");
        }

        var root = CatalogRoot.Of(folder);
        var files = new CatalogFiles(root, folder);
        var (vocabulary, vocabularyProblems) = VocabularyReader.Load(folder);
        List<ScenarioProblem> problems = [.. vocabularyProblems];
        string[] paths = [.. files.All(CatalogFiles.Case)];
        var ids = paths.Select(path => files.IdOf(path, CatalogFiles.Case)).ToHashSet(StringComparer.Ordinal);

        // No file needs another. Of a thousand, one core reads in a second and two in half of it.
        ReadResult[] results = [.. paths.AsParallel().AsOrdered().Select(path => ScenarioReader.Read(files.NameOf(path), files.IdOf(path, CatalogFiles.Case), File.ReadAllText(path), vocabulary))];
        problems.AddRange(results.SelectMany(static result => result.Problems));
        problems.AddRange(Orphans(files, CatalogFiles.Golden, ids, "orphan-golden", "the golden has no case"));
        problems.AddRange(Orphans(files, CatalogFiles.Received, ids, "orphan-received", "the received stream has no case"));
        return new ScenarioCatalog(root, vocabulary, [.. results.Select(static result => result.Scenario).OfType<Scenario>()], problems);
    }

    private static IEnumerable<ScenarioProblem> Orphans(CatalogFiles files, string ending, HashSet<string> ids, string code, string what) =>
        from path in files.All(ending)
        let id = files.IdOf(path, ending)
        where !ids.Contains(id)
        select new ScenarioProblem(new SourcePlace(files.NameOf(path), 1, 1), code, $"{what} '{id}'; delete it, or rename it after its case");
}
