using System.Text;
using System.Text.RegularExpressions;
using Conformance.Commands;
using Conformance.Commands.Showing;
using Conformance.Tests.Gating;
using NUnit.Framework;

namespace Conformance.Tests.Commands;

/// <summary>
/// Checks the README, the guides and the example workflow: their commands parse, and the files in the guide to the gate can be read.
/// </summary>
internal sealed partial class GatePageTests
{
    private static IEnumerable<TestCaseData> Commands_() =>
        Directory.EnumerateFiles(Repository.PathOf("docs/guides"), "*.md").Order(StringComparer.Ordinal)
            .Select(static page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))
            .Concat([
                "README.md", "CONTRIBUTING.md", "Scenarios/README.md", "docs/check-a-stream.md", ".github/workflows/relay-conformance.yml",
            ])
            .SelectMany(static page =>
                Command().Matches(File.ReadAllText(Repository.PathOf(page))).Select(match => (page, Line: match.Groups["line"].Value)))
            .Distinct()
            .Select(static pair => new TestCaseData(pair.Line).SetArgDisplayNames($"{pair.page}: {pair.Line}"));

    [TestCaseSource(nameof(Commands_))]
    public void A_command_of_the_guide_parses(string line)
    {
        var terminal = new Terminal { Out = TextWriter.Null, Error = TextWriter.Null, Directory = Repository.Root };
        var words = Words(line);

        var parsed = Conformance.Commands.RelayconfCommandLine.Build(terminal, words).Parse(words);

        Assert.That(parsed.Errors.Select(static error => error.Message), Is.Empty);
    }

    [Test]
    public void The_guide_shows_every_option_of_the_gate()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs/guides/gate.md"));
        string[] options =
        [
            "--known",
            "--baseline",
            "--last-failed",
            "--max-failures",
            "--repeat",
            "--retries",
            "--fail-on-flaky",
            "--shard",
            "--only-rules",
            "--skip-rule",
            "--reporter",
            "--relays",
        ];

        Assert.That(options.Where(option => !guide.Contains($"`{option}", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_guide_names_every_key_of_the_files()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs/guides/gate.md"));
        var keys = global::Conformance.Gating.KnownListReader.Keys.Names.Concat(global::Conformance.Gating.RelayFileReader.Keys.Names);

        Assert.That(keys.Where(key => !guide.Contains($"`{key}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_files_of_the_guide_read()
    {
        var blocks = Yaml()
            .Matches(File.ReadAllText(Repository.PathOf("docs/guides/gate.md")))
            .Select(static match => match.Groups["text"].Value)
            .ToList();
        var relays = blocks.Where(static text => text.StartsWith("# relays.yaml", StringComparison.Ordinal)).ToList();
        var known = blocks.Where(static text => text.StartsWith("# known/", StringComparison.Ordinal)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That((relays.Count, known.Count), Is.EqualTo((1, 1)));
            Assert.That(relays.SelectMany(static text => global::Conformance.Gating.RelayFileReader.Read(
                "relays.yaml",
                text,
                global::Conformance.Running.Features.RelayFeatures.All,
                static probe => global::Conformance.Running.Relays.ReadyProbe.Parse(probe) is not null).Problems), Is.Empty);
            Assert.That(known.SelectMany(static text => global::Conformance.Gating.KnownListReader.Read(
                "known.yaml", text, Gating.Runs.Rules).Problems), Is.Empty);
        });
    }

    [Test]
    public void The_list_of_the_bundled_relay_reads() =>
        Assert.That(Gating.Runs.List(File.ReadAllText(Repository.PathOf("known/bundled.yaml"))).Entries, Is.Empty);

    /// <summary>The words of a shell's line, up to what is not the command's own.</summary>
    private static List<string> Words(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        char? quote = null;
        foreach (var character in line.Replace("${{ matrix.shard }}", "1", StringComparison.Ordinal) + " ")
        {
            if (quote is null && character is '\'' or '"')
            {
                quote = character;
            }
            else if (character == quote)
            {
                quote = null;
            }
            else if (character == ' ' && quote is null)
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
            else
            {
                word.Append(character);
            }
        }

        return words;
    }

    [GeneratedRegex(
        @"^(?:\$ |\s*(?:- )?run: )?(?:\./)?relayconf (?<line>.+?)(?=\s+(?:\|\||#|&)|\s*$)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(
        @"^```yaml\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Yaml();
}
