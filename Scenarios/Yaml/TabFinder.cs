using Scenarios.Model;

namespace Scenarios.Yaml;

/// <summary>Finds tabs. YAML forbids them as indentation, and elsewhere they are invisible in a file whose bytes matter.</summary>
internal static class TabFinder
{
    /// <summary>Reports the first tab of each line and returns whether there was one.</summary>
    public static bool Report(string file, string text, ProblemLog problems)
    {
        var line = 1;
        var found = false;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            var column = content.IndexOf('\t') + 1;
            if (column > 0)
            {
                problems.Add(
                    new SourcePlace(file, line, column),
                    "tab",
                    "tab found; indent with spaces, and write \\t in double quotes for a tab in text");
                found = true;
            }

            line++;
        }

        return found;
    }
}
