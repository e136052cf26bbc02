using System.Text.RegularExpressions;

namespace Benchmarks.Rows;

/// <summary>Writes copies of the real scenarios with different ids.</summary>
internal static partial class CopiedScenarios
{
    /// <summary>Writes the vocabulary and a number of scenarios.</summary>
    /// <returns>The model that names the first copy.</returns>
    public static string Write(string source, string folder, int count)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, "vocabulary"), "*", SearchOption.AllDirectories))
        {
            Copy(file, Path.Combine(folder, Path.GetRelativePath(source, file)), static text => text);
        }

        var cases = Directory.EnumerateFiles(source, "*.yaml", SearchOption.AllDirectories)
            .Where(static file => IdLine().IsMatch(File.ReadAllText(file)) && !file.Contains("vocabulary", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        for (var number = 0; number < count; number++)
        {
            Copy(
                cases[number % cases.Count],
                Path.Combine(folder, "copies", $"case-{number}.yaml"),
                text => IdLine().Replace(text, $"id: copies/case-{number}"));
        }

        return "rc-copies.case-0";
    }

    private static void Copy(string file, string copy, Func<string, string> change)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.WriteAllText(copy, change(File.ReadAllText(file)));
    }

    [GeneratedRegex("^id: .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdLine();
}
