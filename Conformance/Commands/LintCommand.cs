using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using Scenarios.Reading;

namespace Conformance.Commands;

/// <summary><c>lint</c>: everything that is wrong in the files.</summary>
internal static class LintCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Files or folders. Default: all cases.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("lint", "Check scenario files. Each problem is printed as file:line:col: code message.") { paths };
        HelpWithExamples.Add(command, """
            relayconf lint
            relayconf lint Scenarios/tools/name-split.yaml
            """);
        command.SetAction(parsed => Lint(ScenarioFolder.Open(parsed, terminal), parsed.GetValue(paths) ?? [], terminal));
        return command;
    }

    private static int Lint(ScenarioCatalog catalog, string[] paths, Terminal terminal)
    {
        var wanted = paths.Select(path => FormatWanted(path, catalog, terminal)).ToList();
        bool IsWanted(string file) => wanted.Count == 0 || wanted.Exists(path => IsBelow(FullPath(file, catalog), path));
        var problems = catalog.Problems.Where(problem => IsWanted(problem.Place.File)).ToList();
        var sound = catalog.Scenarios.Count(scenario => IsWanted(scenario.Place.File));
        if (problems.Count > 0)
        {
            return ProblemList.Show(terminal, problems);
        }

        terminal.Out.WriteLine(sound == 1 ? "1 case, no problems" : $"{sound} cases, no problems");
        return sound == 0 ? ExitCodes.NothingSelected : ExitCodes.AsExpected;
    }

    private static string FormatWanted(string path, ScenarioCatalog catalog, Terminal terminal)
    {
        string[] candidates =
        [
            Path.GetFullPath(path, terminal.Directory),
            Path.GetFullPath(path, catalog.Folder),
            Path.GetFullPath(path + ".yaml", catalog.Folder),
        ];
        var found = candidates.FirstOrDefault(Path.Exists) ?? throw new UsageException($"There is no file or folder '{path}'.");
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(catalog.Folder));
        return IsBelow(found, folder) || IsBelow(folder, found)
            ? found
            : throw new UsageException($"'{path}' is not below the folder of cases '{folder}'; name its folder with --scenarios DIR.");
    }

    /// <summary>Places name files from the catalog's own folder on: <c>Scenarios/tools/x.yaml</c>.</summary>
    private static string FullPath(string file, ScenarioCatalog catalog) =>
        Path.GetFullPath(file, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(catalog.Folder)))!);

    private static bool IsBelow(string file, string path)
    {
        var relative = Path.GetRelativePath(path, file);
        return !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }
}
