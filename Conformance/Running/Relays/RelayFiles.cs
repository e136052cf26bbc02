using System.Globalization;

namespace Conformance.Running.Relays;

/// <summary>Configuration files of relays, in a temporary folder that is created when needed and deleted after the run.</summary>
/// <remarks>
/// A run that is killed cannot remove its folder: its relays' lifelines do, and where there was no relay yet, the next run does. A folder
/// belongs to a run that lives as long as the run holds the lock in it.
/// </remarks>
internal sealed class RelayFiles : IDisposable
{
    private const string Prefix = "relayconf-";
    private const string Lock = ".lock";

    private readonly Lazy<(DirectoryInfo Folder, FileStream Lock)> _folder;
    private int _count;

    /// <summary>Files below a folder for temporary files.</summary>
    /// <param name="temporary">The folder; <see langword="null"/> for the machine's.</param>
    public RelayFiles(string? temporary = null) => _folder = new(() => Create(temporary ?? Path.GetTempPath()));

    /// <summary>The folder's path; <see langword="null"/> while there is none.</summary>
    public string? Folder => _folder.IsValueCreated ? _folder.Value.Folder.FullName : null;

    /// <summary>Writes a file and returns its path. JSON is YAML, too.</summary>
    public string Write(string json)
    {
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(_folder.Value.Folder.FullName, $"relay-{number}.yaml");
        File.WriteAllText(path, json);
        return path;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Lock.Dispose();
            Remove(_folder.Value.Folder.FullName);
        }
    }

    private static (DirectoryInfo Folder, FileStream Lock) Create(string temporary)
    {
        RemoveAbandoned(temporary);
        var folder = Path.Combine(temporary, Prefix + Path.GetRandomFileName());
        DirectoryInfo made = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (made, new FileStream(Path.Combine(folder, Lock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    private static void RemoveAbandoned(string temporary)
    {
        foreach (var folder in Directory.EnumerateDirectories(temporary, Prefix + "*"))
        {
            if (IsAbandoned(Path.Combine(folder, Lock)))
            {
                Remove(folder);
            }
        }
    }

    private static bool IsAbandoned(string file)
    {
        try
        {
            using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Held by a run that lives, or not ours to remove; without a lock it is being made just now.
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Another run removes it, too; a relay on Windows may still hold a file.
        }
    }
}
