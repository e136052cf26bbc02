using System.Globalization;
using System.Text;

namespace Conformance.Capturing;

/// <summary>The folder that recordings go to: finds ids for new files and writes them, never over one that is there.</summary>
internal sealed class RecordingFolder
{
    private const string Vocabulary = "vocabulary";

    private const int LongestWord = 60;

    private readonly string _folder;
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <param name="folder">The folder; made when the first file is written.</param>
    public RecordingFolder(string folder)
    {
        _folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        (Catalog, Prefix) = Find(_folder);
    }

    /// <summary>The folder that ids are counted from: the nearest one above that has a vocabulary, else the one above the folder.</summary>
    public string Catalog { get; }

    /// <summary>The part of the ids that the folder provides, such as <c>recorded</c>.</summary>
    public string Prefix { get; }

    /// <summary>The folder itself.</summary>
    public string Path => _folder;

    /// <summary>Returns an id that no file has yet, such as <c>recorded/gpt-5-007</c>.</summary>
    public string NextId(string name)
    {
        var word = ToIdWord(name);
        var number = _last.GetValueOrDefault(word);
        string id;
        do
        {
            number++;
            id = string.Create(CultureInfo.InvariantCulture, $"{Prefix}/{word}-{number:000}");
        }
        while (File.Exists(PathOf(id)));
        _last[word] = number;
        return id;
    }

    /// <summary>Returns the id of a file with exactly this name.</summary>
    public string CreateId(string name) => $"{Prefix}/{ToIdWord(name)}";

    /// <summary>Writes a file as a whole: it is complete under its name, or not there.</summary>
    public string Write(string id, string text, bool replaces = false)
    {
        var path = PathOf(id);
        var partial = path + ".part";
        try
        {
            Directory.CreateDirectory(_folder);
            File.WriteAllText(partial, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(partial, path, replaces);
        }
        catch
        {
            Discard(partial);
            throw;
        }

        return path;
    }

    /// <summary>Writes the page of the folder.</summary>
    public string WritePage(string text)
    {
        Directory.CreateDirectory(_folder);
        var path = System.IO.Path.Combine(_folder, "README.md");
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    /// <summary>Returns text as a word of an id: lower-case letters, digits and single hyphens.</summary>
    public static string ToIdWord(string text)
    {
        var units = text.ToLowerInvariant().Select(static unit => char.IsAsciiLetterOrDigit(unit) ? unit : '-');
        var word = string.Join('-', string.Concat(units).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return word.Length switch
        {
            0 => "unknown",
            <= LongestWord => word,
            _ => word[..LongestWord].TrimEnd('-'),
        };
    }

    private string PathOf(string id) => System.IO.Path.Combine(_folder, id[(Prefix.Length + 1)..] + ".yaml");

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            // Only the first problem is reported.
        }
    }

    private static (string Catalog, string Prefix) Find(string folder)
    {
        for (var above = new DirectoryInfo(folder).Parent; above is not null; above = above.Parent)
        {
            if (Directory.Exists(System.IO.Path.Combine(above.FullName, Vocabulary)))
            {
                var parts = System.IO.Path.GetRelativePath(above.FullName, folder)
                    .Split(System.IO.Path.DirectorySeparatorChar)
                    .Select(ToIdWord);
                return (above.FullName, string.Join('/', parts));
            }
        }

        return (System.IO.Path.GetDirectoryName(folder) ?? folder, ToIdWord(System.IO.Path.GetFileName(folder)));
    }
}
