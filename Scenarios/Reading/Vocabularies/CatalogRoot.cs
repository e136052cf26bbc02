namespace Scenarios.Reading.Vocabularies;

/// <summary>Finds the folder that ids are counted from: the one that holds the vocabulary.</summary>
internal static class CatalogRoot
{
    private const string Repository = ".git";

    /// <summary>Returns the folder that ids are counted from when this folder is read.</summary>
    /// <remarks>
    /// Without a vocabulary it is the folder itself, or the one above it when cases stand in the folder itself, because an id has at least
    /// one folder.
    /// </remarks>
    public static string Resolve(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Find(full) ?? (Directory.EnumerateFiles(full, "*" + CatalogFiles.Case).Any() ? Path.GetDirectoryName(full) : null) ?? full;
    }

    /// <summary>
    /// Returns the nearest folder, this one or one above it, that has a <c>vocabulary/</c>; <see langword="null"/> if none has.
    /// </summary>
    /// <remarks>The search ends at the root of a repository: a vocabulary further up belongs to something else.</remarks>
    public static string? Find(string folder)
    {
        for (var at = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, CatalogFiles.Vocabulary)))
            {
                return at.FullName;
            }

            // A work tree has a file of that name.
            if (Path.Exists(Path.Combine(at.FullName, Repository)))
            {
                return null;
            }
        }

        return null;
    }
}
