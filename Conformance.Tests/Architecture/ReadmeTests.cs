using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>What the pages promise is there: every link leads somewhere, every command is one.</summary>
internal sealed partial class ReadmeTests
{
    private static readonly string[] Skipped = ["artifacts", "node_modules", ".git"];

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))
            .Where(page => !page.Split('/').Any(Skipped.Contains) && (!page.StartsWith("reports/", StringComparison.Ordinal) || page == "reports/README.md"));

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
        var verbs = Command().Matches(File.ReadAllText(Repository.PathOf(page))).Select(command => command.Groups["verb"].Value).Distinct().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(verbs, Is.Not.Empty);
            Assert.That(verbs.Where(verb => !Regex.IsMatch(help.Output, $@"^  {verb}\b", RegexOptions.Multiline, TimeSpan.FromSeconds(1))), Is.Empty);
        });
    }

    [Test]
    public void The_readme_names_every_exit_code_of_the_command_line()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));

        Assert.That(new[] { 0, 1, 2, 3, 4, 130 }.Where(code => !readme.Contains($"| {code} |", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:\./)?\brelayconf (?<verb>[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
