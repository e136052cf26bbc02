using System.Text.RegularExpressions;
using NUnit.Framework;
using Relay.Policies;
using Relay.Presets;

namespace Conformance.Tests.Architecture;

/// <summary>Checks <c>docs/quirks.md</c>: every quirk has its row, and every row names scenarios and policies that exist.</summary>
internal sealed partial class QuirkPageTests
{
    private const string Page = "docs/quirks.md";

    [Test]
    [Category(WrittenPage.Category)]
    public void Every_quirk_has_a_row_under_its_name()
    {
        Refresh();

        Assert.That(Rows().Select(row => $"{row.Quirk}: {row.Name}"), Is.EqualTo(Quirks()), WrittenPage.OutOfDate(Page));
    }

    [Test]
    public void Every_row_has_a_decision_and_a_scenario_that_names_the_quirk()
    {
        var wrong = Rows()
            .Where(row => row.Decision.Length == 0 || row.Scenarios.Length == 0 || row.Scenarios.Any(id => !Names(id).Contains(row.Quirk)));

        Assert.That(wrong.Select(row => row.Quirk), Is.Empty, $"{WrittenPage.OutOfDate(Page)}; the decision is written by hand");
    }

    [Test]
    public void Every_policy_a_row_names_is_one()
    {
        var named = Rows()
            .SelectMany(row => Policy().Matches(row.Decision))
            .Select(policy => policy.Groups["name"].Value)
            .Distinct()
            .ToList();

        Assert.That(named, Is.Not.Empty.And.SubsetOf(PolicyCatalog.All.Select(policy => policy.Name)));
    }

    [Test]
    public void Every_value_of_a_policy_that_is_no_default_is_shown_by_a_scenario()
    {
        var scenarios = string.Concat(Scenarios().Select(File.ReadAllText))
            .Replace("\"", "", StringComparison.Ordinal)
            .Replace("'", "", StringComparison.Ordinal);

        var byPreset = PolicyPresets.All.SelectMany(preset => preset.Settings).Select(setting => $"{setting.Name}: {setting.Value}");

        var unseen = PolicyCatalog.All
            .SelectMany(policy => policy.Values.Skip(1).Select(value => $"{policy.Name}: {value.Name}"))
            .Where(setting => !scenarios.Contains(setting, StringComparison.Ordinal));

        Assert.That(unseen.Except(byPreset), Is.Empty);
    }

    /// <summary>Writes the names and scenarios anew, and leaves the decisions.</summary>
    private static void Refresh()
    {
        if (!WrittenPage.IsRenewed)
        {
            return;
        }

        var path = Repository.PathOf(Page);
        var decisions = Rows().ToDictionary(row => row.Quirk, row => row.Decision);
        var head = File.ReadAllText(path).Split("| --- |")[0];
        var byQuirk = Scenarios()
            .Select(IdOf)
            .SelectMany(id => Names(id).Select(quirk => (quirk, id)))
            .ToLookup(pair => pair.quirk, pair => $"`{pair.id}`");
        var rows = Quirks().Select(quirk => quirk.Split(": ", 2)).Select(quirk =>
            $"| {quirk[0]} | {quirk[1]} | {decisions.GetValueOrDefault(quirk[0])} "
                + $"| {string.Join(", ", byQuirk[quirk[0]].Order(StringComparer.Ordinal))} |\n");
        File.WriteAllText(path, $"{head}| --- | --- | --- | --- |\n{string.Concat(rows)}");
    }

    private static List<(string Quirk, string Name, string Decision, string[] Scenarios)> Rows() =>
    [
        .. File.ReadLines(Repository.PathOf(Page)).Where(line => line.StartsWith("| Q", StringComparison.Ordinal))
            .Select(line => line.Split(" | "))
            .Select(cells => (cells[0][2..], cells[1], cells[2].Trim(), cells[3].TrimEnd(
                '|', ' ').Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(id => id.Trim('`')).ToArray())),
    ];

    private static IEnumerable<string> Quirks() =>
        File.ReadLines(Repository.PathOf("Scenarios/vocabulary/quirks.yaml")).Where(line => line.StartsWith('Q'));

    private static IEnumerable<string> Scenarios() =>
        Directory.EnumerateFiles(Repository.PathOf("Scenarios"), "*.yaml", SearchOption.AllDirectories)
            .Where(path => !path.Contains("vocabulary", StringComparison.Ordinal));

    private static string IdOf(string path) =>
        Path.GetRelativePath(Repository.PathOf("Scenarios"), path).Replace('\\', '/')[..^".yaml".Length];

    private static string[] Names(string id) =>
        File.Exists(Repository.PathOf($"Scenarios/{id}.yaml"))
            && Named().Match(File.ReadAllText(Repository.PathOf($"Scenarios/{id}.yaml"))) is { Success: true } named
            ? named.Groups["quirks"].Value.Split(", ")
            : [];

    [GeneratedRegex(
        @"^quirks: \[(?<quirks>[^\]]*)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\(`(?<name>[a-z_0-9]+)(=\w+)?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Policy();
}
