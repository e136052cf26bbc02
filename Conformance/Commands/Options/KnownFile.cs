using Conformance.Checking;
using Conformance.Commands.Showing;
using Conformance.Gating;
using Scenarios.Model;

namespace Conformance.Commands.Options;

/// <summary>Reads a file of known failures.</summary>
internal static class KnownFile
{
    /// <summary>Reads the file. Any problem in it ends the command.</summary>
    /// <exception cref="UsageException">The file does not exist.</exception>
    /// <exception cref="FileProblemsException">The file does not read.</exception>
    public static (KnownList List, string Text) Read(string path, Terminal terminal)
    {
        var (list, text, problems) = Open(path, terminal);
        return problems.Count == 0 ? (list, text) : throw new FileProblemsException(problems);
    }

    /// <summary>Reads the file and returns its problems.</summary>
    /// <exception cref="UsageException">The file does not exist.</exception>
    public static (KnownList List, string Text, IReadOnlyList<ScenarioProblem> Problems) Open(string path, Terminal terminal)
    {
        var name = FormatName(path, terminal);
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"There is no file '{name}'. Create an empty file, or generate it from a run: relayconf known update --known {name}");
        }

        var text = File.ReadAllText(path);
        var (list, problems) = KnownListReader.Read(
            name, text, CheckCatalog.Infos.Select(static check => check.Id).ToHashSet(StringComparer.Ordinal));
        return (list, text, problems);
    }

    /// <summary>Returns a path as messages show it: relative to the current directory if the file is below it.</summary>
    public static string FormatName(string path, Terminal terminal)
    {
        var near = Path.GetRelativePath(terminal.Directory, path);
        return near.StartsWith("..", StringComparison.Ordinal) ? path : near.Replace('\\', '/');
    }
}
