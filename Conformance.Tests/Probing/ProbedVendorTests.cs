using Conformance.Commands.Showing;
using Conformance.Probing;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;

namespace Conformance.Tests.Probing;

/// <summary>
/// <c>relayconf probe</c> against the mock as each strict vendor: the page names the questions that this vendor refuses, and no others.
/// </summary>
[CancelAfter(60_000)]
internal sealed class ProbedVendorTests
{
    private const string StreamOptions = "stream_options";

    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-probe-").FullName;

    /// <summary>
    /// The questions that each vendor rejects, from its sources in <c>vocabulary/strict</c>. The tool loop has a call id of eleven
    /// characters, no <c>reasoning_content</c> and no signature;
    /// the question about the length says <c>max_tokens</c>.
    /// </summary>
    private static Dictionary<string, string[]> Refused { get; } = new(StringComparer.Ordinal)
    {
        ["azure"] = ["length"],
        ["deepseek"] = ["tool-loop", "json-schema", "image", "developer-role"],
        ["gemini"] = ["tool-loop"],
        ["glm"] = [],
        ["groq"] = [],
        ["kimi"] = ["tool-loop"],
        ["llama-cpp"] = [],
        ["mistral"] = [StreamOptions, "tool-loop"],
        ["ollama"] = [],
        ["openai"] = [],
        ["openai-reasoning"] = ["length"],
        ["qwen"] = ["developer-role"],
        ["vllm"] = [],
    };

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_strict_vendor_is_probed() => Assert.That(Refused.Keys, Is.EquivalentTo(Repository.Vocabulary.Strict.Keys));

    [Test]
    public async Task The_page_names_what_a_vendor_refuses(
        [ValueSource(nameof(Vendors))] string vendor, CancellationToken cancellationToken)
    {
        await using var mock = MockUpstreamHost.Build(new MockUpstreamOptions
        {
            Judged = false,
            As = Repository.Vocabulary.Strict[vendor],
            EchoesUnmatched = true,
        });
        await mock.StartAsync(cancellationToken);
        var (words, errors) = (new StringWriter(), new StringWriter());

        var code = await Conformance.Commands.RelayconfCommandLine.RunAsync(
            ["probe", "--to", mock.BaseUrl.AbsoluteUri, "--model", "any-model", "--out", vendor, "--timeout", "30s"],
            new Terminal { Out = words, Error = errors, Directory = _folder, ProgramFolder = Repository.Root },
            cancellationToken);

        var page = await File.ReadAllTextAsync(Path.Combine(_folder, vendor, "README.md"), cancellationToken);
        var table =
            page[page.IndexOf("## Refused requests", StringComparison.Ordinal)..page.IndexOf("## Settings", StringComparison.Ordinal)];
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, words.ToString() + errors);
            Assert.That(Named(page, table), Is.EquivalentTo(Refused[vendor]), page);
        });
    }

    private static IEnumerable<string> Vendors() => Refused.Keys;

    private static IEnumerable<string> Named(string page, string table)
    {
        if (table.Contains(@"| stream\_options on a stream", StringComparison.Ordinal))
        {
            yield return StreamOptions;
        }

        foreach (var question in ProbeQuestions.All.Where(question => !question.WantsRefusal
            && page.Contains($"| {question.Title} | refused |", StringComparison.Ordinal)))
        {
            Assert.That(table, Does.Contain($"| {question.Title} | 4"));
            yield return question.Name;
        }
    }
}
