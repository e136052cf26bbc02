using Conformance.Commands.Showing;
using NUnit.Framework;

namespace Conformance.Tests.Classifying;

/// <summary><c>relayconf classify</c>, in process.</summary>
[CancelAfter(60_000)]
internal sealed class ClassifyCommandTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-classify-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_scenario_is_classified_with_the_line_of_each_step()
    {
        var code = await ClassifyAsync("index-missing.yaml", Repository.PathOf("Scenarios/tools"));

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, _error.ToString());
            Assert.That(
                _out.ToString(),
                Does.Contain("  Q01   Index missing, id present\n").And.Match(@"index-missing\.yaml:\d+:\d+: a call opens with id"));
        });
    }

    [Test]
    public async Task A_saved_stream_is_classified_with_the_line_of_the_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "answer.sse"), "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: "
            + "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n: ping\n\ndata: [DONE]\n\n");

        var code = await ClassifyAsync("answer.sse");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, _error.ToString());
            Assert.That(
                _out.ToString(),
                Does.Contain("Q143").And.Contain("answer.sse:6: a comment").And.Contain("Q85").And.Contain("answer.sse:8:"));
        });
    }

    [Test]
    public async Task The_answers_of_a_har_file_are_classified_with_their_requests()
    {
        const string Entry =
            """{"request":{"method":"POST","url":"https://api.example.com/v1/chat/completions?key=0123456789abcdef0123","postData":"""
                + """{"text":"{\"model\":\"big\",\"stream\":true}"}},"response":{"status":200,"headers":[{"name":"Content-"""
                    + """Type","value":"text/event-stream"}],"content":{"text":"data: {\"model\":\"small\",\"choices\":[]}\n\n"}}}""";
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "browser.har"),
            $$$$"""{"log":{"entries":[{"request":{"url":"https://api.example.com/"}},{{{{Entry}}}}]}}""");

        var code = await ClassifyAsync("browser.har");

        Assert.That((code, _out.ToString().Contains("browser.har, entry 2", StringComparison.Ordinal), _out.ToString()
            .Contains("Q117", StringComparison.Ordinal)), Is.EqualTo((0, true, true)), _out.ToString() + _error);
    }

    [TestCase("none.sse", "", "There is no file 'none.sse'.")]
    [TestCase("empty.sse", "\n", "empty.sse is empty: save the answer with `curl -iN -o FILE`.")]
    [TestCase("case.yaml", "schema: relay-scenario/v1\nid: a/b\nfoo: 1\n", "unknown-key")]
    [TestCase("page.har", """{"log":{"entries":[]}}""", "page.har holds no answer of")]
    public async Task A_file_that_cannot_be_read_is_one_sentence_and_exit_code_2(string name, string text, string words)
    {
        if (text.Length > 0)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, name), text);
        }

        var code = await ClassifyAsync(name);

        Assert.That((code, (_out.ToString()
            + _error).Contains(words, StringComparison.Ordinal)), Is.EqualTo((2, true)), _out.ToString() + _error);
    }

    private Task<int> ClassifyAsync(string file, string? folder = null) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(["classify", file], new Terminal { Out = _out, Error = _error, Directory = folder
            ?? _folder, ProgramFolder = Repository.Root }, TestContext.CurrentContext.CancellationToken);
}
