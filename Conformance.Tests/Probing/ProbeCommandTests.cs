using Conformance.Commands.Showing;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Probing;

/// <summary><c>relayconf probe</c> against a mock that plays a vendor whose answers are known.</summary>
[CancelAfter(60_000)]
internal sealed class ProbeCommandTests
{
    private const string Key = "sk-live-0123456789abcdef";

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-probe-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_known_vendor_is_described_as_it_is(CancellationToken cancellationToken)
    {
        await using var vendor = await VendorAsync(cancellationToken);

        var code = await ProbeAsync(vendor.BaseUrl.AbsoluteUri, cancellationToken);

        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "acme", "README.md"), cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, _out.ToString() + _error);
            Assert.That(page, Does.Contain("| One tool call | answered | 200 |").And
                .Contain("| An image in the question | refused | 400 |").And
                .Contain("| A longer stream | broken | 200 |"));
            Assert.That(page, Does.Contain("| Q01 |").And
                .Contain("| Q19 |").And
                .Contain("| Q31 |").And
                .Contain("| Q64 |").And
                .Contain("| Q93 |").And
                .Contain("| Q154 |"));
            Assert.That(
                page, Does.Contain("This model reads no images &lt;b&gt;").And.Contain("stream\\_options: Extra inputs are not permitted"));
            Assert.That(page, Does.Contain("`--set stream_usage=off`").And
                .Contain("`--set think_tag_names=any`").And
                .Contain("`--set images=drop`").And
                .Contain("`--set developer_role=system`").And.Not
                .Contain("schema_format"));
            Assert.That(_out.ToString(), Does.Contain("9 of 13 answered"));
        });
    }

    [Test]
    public async Task Each_question_leaves_a_scenario_that_the_lint_takes(CancellationToken cancellationToken)
    {
        await using var vendor = await VendorAsync(cancellationToken);

        await ProbeAsync(vendor.BaseUrl.AbsoluteUri, cancellationToken);

        var files = Directory.GetFiles(Path.Combine(_folder, "acme"), "*.yaml");
        var problems = files.SelectMany(file => ScenarioReader.Read(
            file,
            $"acme/{Path.GetFileNameWithoutExtension(file)}",
            File.ReadAllText(file),
            Repository.Vocabulary).Problems).Where(static problem => problem.Code is not "todo");
        Assert.Multiple(() =>
        {
            Assert.That(files, Has.Length.EqualTo(13));
            Assert.That(problems, Is.Empty);
        });
    }

    [Test]
    public async Task The_key_is_nowhere(CancellationToken cancellationToken)
    {
        await using var vendor = await VendorAsync(cancellationToken);

        await ProbeAsync(vendor.BaseUrl.AbsoluteUri, cancellationToken, "--api-key", Key);

        var written = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Append(_out.ToString())
            .Append(_error.ToString());
        Assert.That(written, Has.None.Contains(Key).And.None.Contains("0123456789abcdef"));
    }

    [Test]
    public async Task A_vendor_that_cannot_be_reached_is_one_sentence_and_no_page(CancellationToken cancellationToken)
    {
        Uri closed;
        await using (var vendor = await VendorAsync(cancellationToken))
        {
            closed = vendor.BaseUrl;
        }

        var code = await ProbeAsync(closed.AbsoluteUri, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(3));
            Assert.That(_error.ToString(), Does.StartWith("The recorder cannot reach http://127.0.0.1:").And.EndWith("."
                + Environment.NewLine));
            Assert.That(Directory.Exists(Path.Combine(_folder, "acme")), Is.False);
        });
    }

    [Test]
    public async Task A_vendor_that_refuses_everything_exits_with_1(CancellationToken cancellationToken)
    {
        await using var vendor = await VendorAsync(cancellationToken);

        var code = await RunAsync(
            cancellationToken,
            "probe",
            "--to",
            vendor.BaseUrl.AbsoluteUri,
            "--model",
            "unknown",
            "--out",
            "acme",
            "--only",
            "text",
            "--only",
            "tools");

        Assert.That((code, _out.ToString().Contains("refused 404", StringComparison.Ordinal)), Is.EqualTo((1, true)), _out.ToString()
            + _error);
    }

    [TestCase("--to: expected an http or https URL", "probe", "--to", "ftp://x", "--model", "m", "--out", "acme")]
    [TestCase("--model", "probe", "--to", "http://127.0.0.1:1", "--out", "acme")]
    [TestCase("is no vendor", "probe", "--to", "http://127.0.0.1:1", "--model", "m", "--out", "acme", "--vendor", "nobody")]
    [TestCase("nothing", "probe", "--to", "http://127.0.0.1:1", "--model", "m", "--out", "acme", "--only", "nothing")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string words, params string[] args)
    {
        var code = await RunAsync(CancellationToken.None, args);

        Assert.That((code, _error.ToString()), Is.EqualTo((2, _error.ToString())));
        Assert.That(_error.ToString(), Does.Contain(words).And.Not.Contain("   at "));
    }

    private Task<int> ProbeAsync(string to, CancellationToken cancellationToken, params string[] more) =>
        RunAsync(cancellationToken, ["probe", "--to", to, "--model", "acme-1", "--out", "acme", "--timeout", "20s", .. more]);

    private Task<int> RunAsync(CancellationToken cancellationToken, params string[] args) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(
        args, new Terminal { Out = _out, Error = _error, Directory = _folder, ProgramFolder = Repository.Root }, cancellationToken);

    private static async Task<MockUpstreamHost> VendorAsync(CancellationToken cancellationToken)
    {
        const string Id = "probing/acme";
        var file = Repository.PathOf("Conformance.Tests/Probing/acme.yaml");
        var read = ScenarioReader.Read(file, Id, await File.ReadAllTextAsync(file, cancellationToken), Repository.Vocabulary);
        Scenario scenario = read.Scenario ?? throw new InvalidOperationException(string.Join("; ", read.Problems));
        var mock = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await mock.StartAsync(cancellationToken);
        mock.Register(scenario, "acme-1");
        return mock;
    }
}
