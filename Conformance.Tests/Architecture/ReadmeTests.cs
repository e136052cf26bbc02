using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>Checks the pages: links lead to files, commands exist, and files and tests that a page names exist.</summary>
internal sealed partial class ReadmeTests
{
    private static readonly string[] Skipped = ["artifacts", "node_modules", ".git"];

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))
            .Where(page => !page.Split('/').Any(Skipped.Contains)
                && (!page.StartsWith("reports/", StringComparison.Ordinal) || page == "reports/README.md"));

    [TestCaseSource(nameof(Pages))]
    public void Every_link_to_a_file_leads_to_one(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;

        var broken = Link().Matches(File.ReadAllText(Repository.PathOf(page)))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0])));

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public async Task Every_command_of_the_readme_is_a_verb([Values("README.md", "Scenarios/README.md")] string page)
    {
        var help = await Shell.RelayconfAsync(["--help"], CancellationToken.None);
        var verbs = Command()
            .Matches(File.ReadAllText(Repository.PathOf(page)))
            .Select(command => command.Groups["verb"].Value)
            .Distinct()
            .ToList();

        Assert.Multiple(() =>
        {
            Assert.That(verbs, Is.Not.Empty);
            Assert.That(
                verbs.Where(verb => !Regex.IsMatch(help.Output, $@"^  {verb}\b", RegexOptions.Multiline, TimeSpan.FromSeconds(1))),
                Is.Empty);
        });
    }

    [Test]
    public void The_guide_to_the_gate_names_every_exit_code_of_the_command_line()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs/guides/gate.md"));

        Assert.That(new[] { 0, 1, 2, 3, 4, 130 }.Where(code => !guide.Contains($"| {code} |", StringComparison.Ordinal)), Is.Empty);
    }

    // By name alone: a file that moves to another folder is still the file that the page speaks of.
    [TestCase("docs/design.md")]
    [TestCase("CONTRIBUTING.md")]
    public void Every_source_file_and_fixture_that_the_page_names_exists(string page)
    {
        var sources = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.Ordinal);

        var named = Source()
            .Matches(File.ReadAllText(Repository.PathOf(page)))
            .Select(source => source.Groups["name"].Value)
            .Distinct()
            .ToList();

        Assert.That(named, Is.Not.Empty.And.SubsetOf(sources));
    }

    [Test]
    public void Every_path_of_the_recipes_exists()
    {
        var paths = RepositoryPath()
            .Matches(File.ReadAllText(Repository.PathOf("CONTRIBUTING.md")))
            .Select(path => path.Groups["path"].Value)
            .Distinct()
            .ToList();

        Assert.That(paths, Is.Not.Empty);
        Assert.That(paths.Where(path => !Path.Exists(Repository.PathOf(path))), Is.Empty);
    }

    [Test]
    public void Every_namespace_has_its_row_in_the_design_page()
    {
        string[] projects = ["Scenarios", "MockUpstream", "Relay", "Conformance"];
        var rooms = projects.SelectMany(project => Directory.EnumerateDirectories(Repository.PathOf(project))
            .Where(static folder => Directory.EnumerateFiles(folder, "*.cs").Any())
            .Select(folder => $"{project}.{Path.GetFileName(folder)}"));

        var page = File.ReadAllText(Repository.PathOf("docs/design.md"));

        Assert.That(rooms.Where(room => !page.Contains($"| `{room}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?:(?<name>\w+)\.cs|(?<name>\w+Tests))`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();

    [GeneratedRegex(
        @"`(?<path>((Scenarios|MockUpstream|Relay|Conformance)(\.Tests)?|Testing\.Support|docs)/[\w./-]+)`",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"(?:\./)?\brelayconf (?<verb>[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
