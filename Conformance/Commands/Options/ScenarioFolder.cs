using System.CommandLine;
using Conformance.Commands.Showing;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Words;

namespace Conformance.Commands.Options;

/// <summary>Finds and opens the folder of the cases.</summary>
internal static class ScenarioFolder
{
    private const string Name = "Scenarios";

    /// <summary>Opens the folder that was named, or the nearest one.</summary>
    public static ScenarioCatalog Open(ParseResult parsed, Terminal terminal) => ScenarioCatalog.Load(Find(parsed, terminal));

    /// <summary>Returns the folder that was named, or the nearest one.</summary>
    public static string Find(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(CommonOptions.Scenarios) is { } named)
        {
            var folder = Path.GetFullPath(named, terminal.Directory);
            return Directory.Exists(folder) ? folder : throw new UsageException($"There is no folder '{named}'.");
        }

        return FindUpward(terminal.Directory) ?? FindUpward(terminal.ProgramFolder)
            ?? throw new UsageException(
                $"There is no folder '{Name}' here, in a parent folder, or beside this program; name one with --scenarios DIR.");
    }

    /// <summary>Returns the case with that id, or the words of what may have been meant.</summary>
    public static Scenario GetCase(ScenarioCatalog catalog, string id) =>
        catalog.Scenarios.FirstOrDefault(scenario => string.Equals(scenario.Id, id, StringComparison.Ordinal))
        ?? throw new UsageException(DescribeMissing(catalog, id));

    private static string DescribeMissing(ScenarioCatalog catalog, string id)
    {
        var broken =
            catalog.Problems.FirstOrDefault(problem => string.Equals(Running.ProblemFile.GetId(problem), id, StringComparison.Ordinal));
        if (broken is not null)
        {
            return $"The case '{id}' cannot be read: {broken}";
        }

        var near = WordSuggestion.FindAll(id, catalog.Scenarios.Select(scenario => scenario.Id));
        var hint = near.Count == 0 ? "run relayconf list to see all cases." : $"did you mean {string.Join(" or ", near)}?";
        return $"There is no case '{id}'; {hint}";
    }

    private static string? FindUpward(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, Name);
            // The project's own output folder has that name too; only the real one has a vocabulary.
            if (Directory.Exists(Path.Combine(candidate, "vocabulary")))
            {
                return candidate;
            }
        }

        return null;
    }
}
