using System.Globalization;

namespace Conformance.Results;

/// <summary>Keeps <c>reports/latest</c> pointing to the newest run; a reader sees the old run or the new one, never nothing.</summary>
internal static class LatestPointer
{
    public const string Name = "latest";

    /// <summary>Points to a folder beside the pointer. Where links cannot be made, <c>latest.txt</c> holds the folder's name.</summary>
    public static void Set(string reportsFolder, string runFolderName)
    {
        var link = Path.Combine(reportsFolder, Name);
        try
        {
            Replace(reportsFolder, link, runFolderName);
            File.Delete(link + ".txt");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            var text = Path.Combine(reportsFolder, Temporary());
            File.WriteAllText(text, runFolderName + "\n");
            File.Move(text, link + ".txt", overwrite: true);
        }
    }

    private static void Replace(string reportsFolder, string link, string runFolderName)
    {
        if (new DirectoryInfo(link) is { Exists: true, LinkTarget: null })
        {
            throw new IOException($"{link} is a folder, not a link.");
        }

        // The new link is made one level deeper, where it dangles: File.Move takes a dangling link for a file,
        // so that the rename replaces the old link in one step. A link to a directory it would refuse.
        var nest = Path.Combine(reportsFolder, Temporary());
        Directory.CreateDirectory(nest);
        try
        {
            var fresh = Path.Combine(nest, Name);
            Directory.CreateSymbolicLink(fresh, runFolderName);
            if (OperatingSystem.IsWindows() && Directory.Exists(link))
            {
                Directory.Delete(link);
            }

            File.Move(fresh, link, overwrite: true);
        }
        finally
        {
            Directory.Delete(nest, recursive: true);
        }
    }

    private static string Temporary() =>
        string.Create(CultureInfo.InvariantCulture, $".{Name}-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
}
