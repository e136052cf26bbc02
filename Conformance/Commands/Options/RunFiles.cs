using Conformance.Commands.Showing;
using Conformance.Results;

namespace Conformance.Commands.Options;

/// <summary>Finds and reads runs that were recorded before.</summary>
internal static class RunFiles
{
    private const string ResultsFile = "results.jsonl";

    /// <summary>Reads a run by its folder or its <c>results.jsonl</c>.</summary>
    /// <exception cref="UsageException">The run does not exist or cannot be read.</exception>
    public static RecordedRun Read(string path, Terminal terminal)
    {
        var full = Path.GetFullPath(path, terminal.Directory);
        if (File.Exists(full))
        {
            if (Path.GetFileName(full) != ResultsFile)
            {
                throw new UsageException($"'{path}' is not a run; name the folder of a run, or its {ResultsFile}.");
            }

            full = Path.GetDirectoryName(full)!;
        }

        if (!Directory.Exists(full))
        {
            throw new UsageException($"There is no run '{path}'; name the folder of a run, or its {ResultsFile}.");
        }

        try
        {
            return RunFolder.Read(full);
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"'{path}' does not contain a run: it has no {ResultsFile}.");
        }
        catch (InvalidDataException wrong)
        {
            throw new UsageException(wrong.Message.Replace(
                full + Path.DirectorySeparatorChar,
                path.EndsWith(ResultsFile, StringComparison.Ordinal) ? path[..^ResultsFile.Length] : path.TrimEnd('/') + "/",
                StringComparison.Ordinal));
        }
    }

    /// <summary>Returns the newest run of a relay in a folder of runs; <see langword="null"/> if it has none.</summary>
    public static RecordedRun? LastOf(string reports, string relay)
    {
        if (!Directory.Exists(reports))
        {
            return null;
        }

        // The names of runs start with their time; a folder of another name was moved here by its user, and comes last.
        var folders = Directory.EnumerateDirectories(reports).Where(static folder => Path.GetFileName(folder) != "latest")
            .OrderByDescending(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .ThenByDescending(Path.GetFileName, StringComparer.Ordinal);
        return folders.Select(TryRead).FirstOrDefault(run => run?.Result.Info.Relay == relay);
    }

    private static RecordedRun? TryRead(string folder)
    {
        try
        {
            return RunFolder.Read(folder);
        }
        catch (Exception none) when (none is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
