namespace Scenarios.Reading.Vocabularies;

/// <summary>
/// The files of a scenario folder and how they are named in messages: the name of the catalog's root, then the path below it.
/// </summary>
internal sealed class CatalogFiles
{
    public const string Vocabulary = "vocabulary";
    public const string Case = ".yaml";
    public const string Golden = ".golden.jsonl";
    public const string Received = ".received.jsonl";

    private readonly string _root;
    private readonly string _folder;
    private readonly string _name;

    /// <param name="root">The folder that ids are counted from.</param>
    /// <param name="folder">The root, or a folder below it; only its files are listed.</param>
    public CatalogFiles(string root, string folder)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _name = Path.GetFileName(_root);
    }

    public CatalogFiles(string root)
        : this(root, root)
    {
    }

    /// <summary>Returns the file's name for places, such as <c>Scenarios/tools/x.yaml</c>.</summary>
    public string NameOf(string path) => $"{_name}/{ToRelative(path)}";

    /// <summary>Returns the id that a file's path demands, such as <c>tools/x</c>.</summary>
    public string IdOf(string path, string ending) => ToRelative(path)[..^ending.Length];

    /// <summary>Returns all files with that ending in the order of their paths, the vocabulary apart.</summary>
    public IEnumerable<string> ListFiles(string ending) => Directory
        .EnumerateFiles(_folder, $"*{ending}", SearchOption.AllDirectories)
        .Where(path => !ToRelative(path).StartsWith($"{Vocabulary}/", StringComparison.Ordinal))
        .OrderBy(path => IdOf(path, ending), StringComparer.Ordinal);

    private string ToRelative(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
}
