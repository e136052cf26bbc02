using System.Net;
using System.Text;
using Conformance.Commands.Showing;
using MockUpstream;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Capturing;

/// <summary><c>relayconf record</c>, in process, between a client and the mock.</summary>
[CancelAfter(60_000)]
internal sealed class RecordCommandTests
{
    private const string Key = "sk-live-0123456789abcdef";

    private readonly ListeningWriter _out = new();
    private readonly ListeningWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-record-").FullName;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    [TearDown]
    public void CleanUp()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task An_exchange_becomes_a_scenario_that_the_lint_takes(CancellationToken cancellationToken)
    {
        await using var vendor = await VendorAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recording = RecordAsync(
            stop.Token, "record", "--to", vendor.BaseUrl.AbsoluteUri, "--out", "acme", "--port", "0", "--vendor", "ollama");

        var answer = await AskAsync(await _out.Listening.WaitAsync(cancellationToken), cancellationToken);
        await _out.LineAsync(cancellationToken);
        await stop.CancelAsync();
        var code = await recording;

        var file = Path.Combine(_folder, "acme", "rc-text-plain-001.yaml");
        var read = ScenarioReader.Read(
            file, "acme/rc-text-plain-001", await File.ReadAllTextAsync(file, cancellationToken), Repository.Vocabulary);
        Assert.Multiple(() =>
        {
            Assert.That((code, answer), Is.EqualTo((0, HttpStatusCode.OK)), _error.ToString());
            Assert.That(read.Problems, Is.Empty);
            Assert.That(read.Scenario!.SeenIn, Is.EqualTo(new[] { "ollama" }));
            Assert.That(_out.ToString(), Does.Contain("acme/rc-text-plain-001.yaml").And.Contain("1 recorded"));
        });
    }

    [Test]
    public async Task A_recording_that_cannot_be_written_loses_no_traffic_and_is_said_once(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "taken"), "", cancellationToken);
        await using var vendor = await VendorAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recording = RecordAsync(stop.Token, "record", "--to", vendor.BaseUrl.AbsoluteUri, "--out", "taken/acme", "--port", "0");
        var url = await _out.Listening.WaitAsync(cancellationToken);

        HttpStatusCode[] answers = [await AskAsync(url, cancellationToken), await AskAsync(url, cancellationToken)];
        await _error.LineAsync(cancellationToken);
        await stop.CancelAsync();
        var code = await recording;

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(answers, Is.All.EqualTo(HttpStatusCode.OK));
            Assert.That(
                _error.ToString().Trim().Split('\n'),
                Has.Length.EqualTo(1).And.One.StartsWith("Cannot write the recording acme/rc-text-plain-001.yaml: "));
            Assert.That(_out.ToString(), Does.Contain("0 recorded, 2 could not be written"));
        });
    }

    [Test]
    public async Task Nothing_that_is_written_or_shown_has_the_key(CancellationToken cancellationToken)
    {
        await using var vendor = await VendorAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recording = RecordAsync(stop.Token, "record", "--to", vendor.BaseUrl.AbsoluteUri, "--out", "acme", "--port", "0");

        await AskAsync(await _out.Listening.WaitAsync(cancellationToken), cancellationToken);
        await _out.LineAsync(cancellationToken);
        await stop.CancelAsync();
        await recording;

        var written = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .Append(_out.ToString())
            .Append(_error.ToString())
            .ToList();
        Assert.That(written, Has.Count.EqualTo(3).And.None.Contains(Key));
    }

    [TestCase("--to: expected an http or https URL", "record", "--to", "api.example.com", "--out", "acme")]
    [TestCase("--to: expected an http or https URL", "record", "--to", "https://user:pass@api.example.com", "--out", "acme")]
    [TestCase("--out", "record", "--to", "https://api.example.com")]
    [TestCase("--listen: expected an IP address", "record", "--to", "https://api.example.com", "--out", "acme", "--listen", "everywhere")]
    [TestCase("image", "record", "--to", "https://api.example.com", "--out", "acme", "--redact", "image")]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string words, params string[] args)
    {
        var code = await RecordAsync(CancellationToken.None, args);

        Assert.That((code, _error.ToString().Contains(words, StringComparison.Ordinal)), Is.EqualTo((2, true)), _error.ToString());
    }

    private Task<int> RecordAsync(CancellationToken cancellationToken, params string[] args) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(
            args, new Terminal { Out = _out, Error = _error, Directory = _folder, ProgramFolder = Repository.Root }, cancellationToken);

    private async Task<HttpStatusCode> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/v1/chat/completions"))
        {
            Content = new StringContent(
                """{"model":"rc-text.plain","stream":true,"messages":[{"role":"user","content":"Hi"}]}""",
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {Key}");
        using var response = await _client.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.StatusCode;
    }

    private static async Task<MockUpstreamHost> VendorAsync(CancellationToken cancellationToken)
    {
        var mock = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await mock.StartAsync(cancellationToken);
        mock.Register(
            ScenarioCatalog.Load(Repository.Scenarios).Scenarios.Single(static scenario => scenario.Id == "text/plain"), "rc-text.plain");
        return mock;
    }
}
