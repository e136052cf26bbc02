using Scenarios.Model;
using Scenarios.Reading.Vocabularies;

namespace Scenarios.Reading;

/// <summary>Reads a scenario folder: all of its cases, or one of them before the others.</summary>
/// <remarks>
/// A folder without a <c>vocabulary/</c> belongs to the nearest folder above it that has one: <c>Scenarios/sse</c> reads the cases
/// <c>sse/…</c> of <c>Scenarios</c>. If no folder up to the root of the repository has one, words are not checked.
/// </remarks>
public sealed class CatalogReader
{
    private readonly string _root;
    private readonly CatalogFiles _files;
    private readonly Lazy<(Vocabulary Words, IReadOnlyList<ScenarioProblem> Problems)> _vocabulary;

    /// <param name="folder">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public CatalogReader(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder '{folder}'");
        }

        _root = CatalogRoot.Resolve(folder);
        _files = new CatalogFiles(_root, folder);
        _vocabulary = new(() => VocabularyReader.Load(folder));
    }

    /// <summary>Reads one case; <see langword="null"/> when no file has such an id, or it does not read.</summary>
    /// <param name="isWanted">Returns whether an id is the wanted one.</param>
    public Scenario? ReadOne(Func<string, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);

        return _files.ListFiles(CatalogFiles.Case).FirstOrDefault(path => isWanted(_files.IdOf(path, CatalogFiles.Case))) is { } path
            ? Read(path).Scenario
            : null;
    }

    /// <summary>Reads every <c>*.yaml</c> below the folder, <c>vocabulary/</c> apart.</summary>
    /// <param name="atOnce">The number of files that are read at once.</param>
    public ScenarioCatalog ReadAll(int atOnce)
    {
        List<ScenarioProblem> problems = [.. _vocabulary.Value.Problems];
        string[] paths = [.. _files.ListFiles(CatalogFiles.Case)];
        var ids = paths.Select(path => _files.IdOf(path, CatalogFiles.Case)).ToHashSet(StringComparer.Ordinal);

        // No file needs another. Of a thousand, one core reads in a second and two in half of it.
        ReadResult[] results = [.. paths.AsParallel().AsOrdered().WithDegreeOfParallelism(atOnce).Select(Read)];
        problems.AddRange(results.SelectMany(static result => result.Problems));
        problems.AddRange(FindOrphans(CatalogFiles.Golden, ids, "orphan-golden", "the golden file belongs to no case"));
        problems.AddRange(FindOrphans(CatalogFiles.Received, ids, "orphan-received", "the received stream belongs to no case"));
        return new ScenarioCatalog(
            _root,
            _vocabulary.Value.Words,
            [.. results.Select(static result => result.Scenario).OfType<Scenario>()],
            problems);
    }

    private ReadResult Read(string path) =>
        ScenarioReader.Read(_files.NameOf(path), _files.IdOf(path, CatalogFiles.Case), File.ReadAllText(path), _vocabulary.Value.Words);

    private IEnumerable<ScenarioProblem> FindOrphans(string ending, HashSet<string> ids, string code, string what) =>
        from path in _files.ListFiles(ending)
        let id = _files.IdOf(path, ending)
        where !ids.Contains(id)
        select new ScenarioProblem(
            new SourcePlace(_files.NameOf(path), 1, 1),
            code,
            $"{what} '{id}'; delete the file, or rename it to match its case");
}
