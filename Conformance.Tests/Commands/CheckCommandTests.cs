using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Commands.Showing;
using Conformance.Tests.Checking;
using NUnit.Framework;

namespace Conformance.Tests.Commands;

/// <summary><c>relayconf check</c>, in process.</summary>
[CancelAfter(60_000)]
internal sealed class CheckCommandTests
{
    private const string Key = "sk-live-0123456789abcdef";

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-check-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<TestCaseData> Good() =>
        GoodStreams.All.Select(pair => new TestCaseData(pair.Value).SetArgDisplayNames(pair.Key));

    [TestCaseSource(nameof(Good))]
    public async Task A_right_stream_has_no_findings(TestStream stream)
    {
        var code = await CheckAsync(stream.ToBytes());

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero, _out.ToString() + _error);
            Assert.That(
                _out.ToString(), Does.StartWith("answer.sse: a stream of ").And.Contain("\nno findings\n").And.Not.Contain("breaks"));
        });
    }

    [Test]
    public async Task The_bundled_relays_answer_as_curl_saved_it_has_no_findings()
    {
        var folder = Repository.PathOf("Conformance.Tests/Commands/Saved");

        var code = await RunAsync(
            Terminal() with { Directory = folder }, "check", "bundled.http", "--request", "request.json", "--fail-on", "warning");

        Assert.That(
            (code, _out.ToString().Contains("bundled.http: a stream of 8 events", StringComparison.Ordinal)),
            Is.EqualTo((0, true)),
            _out.ToString() + _error);
    }

    [TestCase("\r\n")]
    [TestCase("\n")]
    public async Task The_headers_that_curl_puts_first_are_read(string line)
    {
        var head = string.Join(
            line, "HTTP/1.1 100 Continue", "", "HTTP/2 200 ", "Content-Type: text/event-stream", "x-request-id: 7", "", "");

        var code = await CheckAsync([.. Encoding.UTF8.GetBytes(head), .. GoodStreams.Text.ToBytes()]);

        Assert.That((code, _out.ToString()), Is.EqualTo((0, _out.ToString())), _out.ToString());
        Assert.That(_out.ToString(), Does.Contain($"{GoodStreams.Text.ToBytes().Length:#,0} bytes"));
    }

    [Test]
    public async Task A_wrong_header_is_a_finding()
    {
        var code =
            await CheckAsync([.. "HTTP/1.1 201 Created\r\ncontent-type: text/event-stream\r\n\r\n"u8, .. GoodStreams.Text.ToBytes()]);

        Assert.That(
            (code, _out.ToString().Contains("http-status  V33  error", StringComparison.Ordinal)), Is.EqualTo((1, true)), _out.ToString());
    }

    [Test]
    public async Task A_finding_names_its_event_its_byte_and_its_line_of_the_file()
    {
        var head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"u8;
        var bad = BadStreams.All().Single(one => one.Name == "changed-text-done").Stream;
        var at = bad.ToTurn().Wire!.Events[7].Offset + head.Length;

        var code = await CheckAsync([.. head, .. bad.ToBytes()]);

        // Three lines of head; each event has two lines and a blank one.
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(_out.ToString(), Does.Contain($"text-mismatch  V15  error").And
                .Contain("event 7 (response.output_text.done)").And
                .Contain($"byte {at}, line {3 + (7 * 3) + 1}"));
            Assert.That(_out.ToString(), Does.Contain("received  \"Bye\"").And.Contain("relayconf explain text-mismatch"));
        });
    }

    [Test]
    public async Task The_clients_that_break_are_named_with_their_words()
    {
        await CheckAsync(GoodStreams.Text.Remove("response.completed").ToBytes());

        Assert.That(_out.ToString(), Does.Match(@"codex +breaks +Stream: stream disconnected before\s+completion"));
    }

    [TestCase("error", 0)]
    [TestCase("warning", 1)]
    public async Task Warnings_exit_with_1_when_asked_to(string failOn, int expected)
    {
        var code = await CheckAsync(BadStreams.All().Single(bad => bad.Name == "id-line").Stream.ToBytes(), "--fail-on", failOn);

        Assert.That(
            (code, _out.ToString().Contains("id-field  V34  warning", StringComparison.Ordinal)),
            Is.EqualTo((expected, true)),
            _out.ToString());
    }

    [Test]
    public async Task Standard_input_is_read()
    {
        var terminal = Terminal() with { OpenInput = () => new MemoryStream(GoodStreams.Text.ToBytes()) };

        var code = await RunAsync(terminal, "check", "-");

        Assert.That(
            (code, _out.ToString().StartsWith("standard input: a stream", StringComparison.Ordinal)),
            Is.EqualTo((0, true)),
            _out.ToString() + _error);
    }

    [Test]
    public async Task Events_as_json_lines_are_judged_by_their_lines()
    {
        var lines = Events(GoodStreams.Text);
        lines[3] = lines[3].Replace("msg_1", "msg_9", StringComparison.Ordinal);

        var code = await CheckFileAsync("events.jsonl", Encoding.UTF8.GetBytes("\n" + string.Join("\n", lines) + "\n"));

        Assert.That((code, _out.ToString()), Is.EqualTo((1, _out.ToString())));
        Assert.That(_out.ToString(), Does.Contain("events as JSON").And
            .Contain("orphan-delta").And
            .Contain("event 3 (").And
            .Contain("line 5").And.Not
            .Contain("byte"));
    }

    [Test]
    public async Task Events_in_an_array_are_a_stream()
    {
        var code = await CheckAsync(Encoding.UTF8.GetBytes($"[{string.Join(",\n", Events(GoodStreams.ReasoningThenCall))}]"));

        Assert.That(code, Is.Zero, _out.ToString());
    }

    [Test]
    public async Task A_line_that_is_no_json_among_events_is_a_finding()
    {
        var lines = Events(GoodStreams.Text);
        lines.Insert(2, "{\"type\":\"response.in_");

        var code = await CheckAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));

        Assert.That(
            (code, _out.ToString().Contains("data-json  V06  error", StringComparison.Ordinal)), Is.EqualTo((1, true)), _out.ToString());
    }

    [Test]
    public async Task The_entries_of_a_har_file_that_go_to_the_api_are_judged()
    {
        var code = await CheckFileAsync(
            "browser.har",
            Har(
                Entry("https://x/v1/models", "{}"),
                Entry("https://x/v1/responses?key=abc", Text(GoodStreams.Text)),
                Entry("https://x/v1/responses/", Text(GoodStreams.Text.Remove("response.created")))));

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(_out.ToString(), Does.Contain("entry 2: POST /v1/responses:").And
                .Contain("entry 3: POST /v1/responses:").And
                .Contain("created-first").And.Not
                .Contain("abc"));
        });
    }

    [Test]
    public async Task One_entry_of_a_har_file_can_be_chosen()
    {
        var code = await CheckAsync(Har(
            Entry("https://x/v1/responses", "data: x\n\n"),
            Entry("https://x/v1/responses", Convert.ToBase64String(GoodStreams.Text.ToBytes()), encoding: "base64")), "--entry", "2");

        Assert.That(code, Is.Zero, _out.ToString());
    }

    [TestCase("--entry 1", "Entry 1 of answer.sse is no request to …/responses; those are: 2.")]
    [TestCase("--entry 9", "Entry 9 of answer.sse is no request to …/responses; those are: 2.")]
    [TestCase("--entry 2", "answer.sse holds no body for entry 2: browsers leave out bodies of streams")]
    [TestCase("", "answer.sse holds no body for entry 2")]
    public async Task A_har_file_without_the_answer_is_refused(string options, string sentence)
    {
        var code = await CheckAsync(
            Har(Entry("https://x/v1/models", "{}"), Entry("https://x/v1/responses", "")),
            options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That((code, _error.ToString()), Is.EqualTo((2, _error.ToString())));
        Assert.That(_error.ToString(), Does.StartWith(sentence));
    }

    [Test]
    public async Task A_key_of_the_request_in_the_answer_is_a_leak_and_is_not_repeated()
    {
        var code = await CheckAsync(Har(Entry(
            "https://x/v1/responses", Text(GoodStreams.Failed.Replace("The upstream broke off.", $"Bad key {Key}.")))));

        Assert.That((code, _out.ToString().Contains("leak  V38  error", StringComparison.Ordinal), _out.ToString()
            .Contains(Key, StringComparison.Ordinal)), Is.EqualTo((1, true, false)), _out.ToString());
    }

    [TestCase("""{"error":{"message":"No.","type":"server_error","param":"","code":"x"}}""", 0)]
    [TestCase("""{"error":"No."}""", 1)]
    public async Task The_body_of_an_error_is_judged_by_its_shape(string body, int expected)
    {
        var code = await CheckAsync(Encoding.UTF8.GetBytes(body));

        Assert.That(code, Is.EqualTo(expected), _out.ToString());
        Assert.That(_out.ToString(), Does.Contain("a body with status 500"));
    }

    [TestCase("""{"id":"resp_1","object":"response","outp""")]
    [TestCase("[1, 2]")]
    [TestCase("""{"id":"a","id":"b"}""")]
    [TestCase("""{"id":"\ud83d"}""")]
    public async Task A_body_that_no_client_can_read_is_a_finding(string body)
    {
        var code = await CheckAsync(Encoding.UTF8.GetBytes(body));

        Assert.That(
            (code, _out.ToString().Contains("data-json  V06  error", StringComparison.Ordinal)),
            Is.EqualTo((1, true)),
            _out.ToString() + _error);
    }

    [Test]
    public async Task A_whole_response_body_has_no_findings()
    {
        var body = GoodStreams.ReasoningThenCall.Frames.Single(frame => frame.Type == "response.completed").Json!["response"]!
            .ToJsonString();

        var code = await CheckAsync(Encoding.UTF8.GetBytes(body));

        Assert.That((code, _out.ToString().Contains("no findings", StringComparison.Ordinal)), Is.EqualTo((0, true)), _out.ToString());
    }

    [Test]
    public async Task A_body_where_the_request_asked_for_a_stream_is_a_finding()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "request.json"), """{"model":"gpt-x","stream":true}""");

        var code = await CheckAsync("""{"id":"resp_1"}"""u8.ToArray(), "--request", "request.json");

        Assert.That(
            (code, _out.ToString().Contains("http-status  V33  error", StringComparison.Ordinal)), Is.EqualTo((1, true)), _out.ToString());
    }

    [TestCase("not json", "request.json:1:")]
    [TestCase("[]", "request.json does not contain a request: expected a JSON object.")]
    public async Task A_request_that_is_none_is_refused(string request, string sentence)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "request.json"), request);

        var code = await CheckAsync(GoodStreams.Text.ToBytes(), "--request", "request.json");

        Assert.That((code, _error.ToString().StartsWith(sentence, StringComparison.Ordinal)), Is.EqualTo((2, true)), _error.ToString());
    }

    [Test]
    public async Task Binary_garbage_is_findings_and_no_crash()
    {
        var random = new Random(4713);
        var garbage = new byte[100_000];
        for (var round = 0; round < 20; round++)
        {
            random.NextBytes(garbage);
            garbage[0] = (byte)"d{[H\0\n:e"[round % 8];

            var code = await CheckAsync(garbage);

            Assert.That(code, Is.EqualTo(1), $"round {round}: {_error}");
        }

        Assert.That(_out.ToString().Where(letter => char.IsControl(letter) && letter != '\n'), Is.Empty);
    }

    [Test]
    public async Task No_mutilated_file_crashes_it()
    {
        var random = new Random(4714);
        byte[][] files =
        [
            GoodStreams.Text.ToBytes(),
            Har(Entry("https://x/v1/responses", Text(GoodStreams.Text))),
            Encoding.UTF8.GetBytes(string.Join('\n', Events(GoodStreams.Text))),
            [.. "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"id\":\"x\"}"u8],
        ];
        for (var round = 0; round < 300; round++)
        {
            var bytes = files[round % files.Length].ToArray();
            for (var times = random.Next(1, 6); times > 0; times--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0
                    ? (byte)random.Next(256)
                    : (byte)"\r\n:{}[]\"\\,\0u"[random.Next(12)];
            }

            var cut = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;

            Assert.That(await CheckAsync(bytes[..cut]), Is.InRange(0, 2), $"round {round}: {_error}");
        }
    }

    [Test]
    public async Task What_steers_a_terminal_is_not_printed()
    {
        await CheckAsync(GoodStreams.Text.Edit("response.output_text.done", json => json["text"] = "\u001b[2J\u202e\u0007").ToBytes());

        Assert.That(
            _out.ToString(), Does.Contain("text-mismatch").And.Not.Contain("\u001b").And.Not.Contain("\u202e").And.Not.Contain("\u0007"));
    }

    [Test]
    public async Task The_same_is_said_as_json()
    {
        var code = await CheckAsync(GoodStreams.Text.Remove("response.created").ToBytes(), "--format", "json");

        var answer = JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("answers")[0];
        var finding = answer.GetProperty("findings").EnumerateArray().First(one => one.GetProperty("check").GetString() == "created-first");
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(
                (answer.GetProperty("name").GetString(), answer.GetProperty("form").GetString(), answer.GetProperty("events").GetInt32()),
                Is.EqualTo(("answer.sse", "stream", GoodStreams.Text.Frames.Count - 1)));
            Assert.That((finding.GetProperty("number").GetString(), finding.GetProperty("severity")
                .GetString(), finding.GetProperty("line").GetInt32()), Is.EqualTo(("V01", "error", 1)));
            Assert.That(answer.GetProperty("clients")
                .EnumerateArray()
                .Single(cell => cell.GetProperty("client").GetString() == "openai-node")
                .GetProperty("impact")
                .GetString(), Is.EqualTo("breaks"));
        });
    }

    [Test]
    public async Task Every_line_fits_80_columns()
    {
        foreach (var bad in BadStreams.All())
        {
            await CheckAsync(bad.Stream.ToBytes());
        }

        Assert.That(_out.ToString().Split('\n').Where(line => line.Length > 80), Is.Empty);
    }

    [TestCase("", "answer.sse is empty: save the answer with `curl -N -o FILE`.\n")]
    [TestCase(" \n\n", "answer.sse is empty: save the answer with `curl -N -o FILE`.\n")]
    public async Task An_empty_file_is_refused(string text, string sentence) =>
        Assert.That((await CheckAsync(Encoding.UTF8.GetBytes(text)), _error.ToString()), Is.EqualTo((2, sentence)));

    [Test]
    public async Task Text_of_another_encoding_and_packed_bytes_are_refused_with_advice()
    {
        var wide = await CheckAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("data: x\n\n")]);
        var packed = await CheckAsync([0x1F, 0x8B, 8, 0, 0]);

        Assert.That((wide, packed), Is.EqualTo((2, 2)));
        Assert.That(_error.ToString(), Does.Contain("UTF-16").And.Contain("gzip"));
    }

    [Test]
    public async Task A_directory_a_missing_file_and_an_entry_of_no_har_file_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "dir"));

        var directory = await RunAsync(Terminal(), "check", "dir");
        var missing = await RunAsync(Terminal(), "check", "nowhere.sse");
        var entry = await CheckAsync(GoodStreams.Text.ToBytes(), "--entry", "1");

        Assert.Multiple(() =>
        {
            Assert.That((directory, missing, entry), Is.EqualTo((2, 2, 2)));
            Assert.That(_error.ToString(), Is.EqualTo("dir is a directory; name the file that contains the answer.\nThere is no file "
                + "'nowhere.sse'.\nanswer.sse is no HAR file, so it has no entry 1: leave --entry out.\n"));
            Assert.That(_out.ToString(), Is.Empty);
        });
    }

    private static List<string> Events(TestStream stream) =>
        [.. stream.WithOwnNumbers().Frames
            .Where(frame => frame.Json is not null)
            .Select(frame => frame.Json!.ToJsonString(TestFrame.Relaxed))];

    private static string Text(TestStream stream) => Encoding.UTF8.GetString(stream.ToBytes());

    private static JsonObject Entry(string url, string text, string? encoding = null)
    {
        var content = new JsonObject { ["mimeType"] = "text/event-stream", ["text"] = text };
        if (encoding is not null)
        {
            content["encoding"] = encoding;
        }

        return new JsonObject
        {
            ["request"] = new JsonObject
            {
                ["method"] = "POST",
                ["url"] = url,
                ["headers"] = new JsonArray(new JsonObject { ["name"] = "Authorization", ["value"] = $"Bearer {Key}" }),
                ["postData"] = new JsonObject { ["mimeType"] = "application/json", ["text"] = """{"model":"gpt-x","stream":true}""" },
            },
            ["response"] = new JsonObject
            {
                ["status"] = 200,
                ["headers"] = new JsonArray(new JsonObject { ["name"] = "Content-Type", ["value"] = "text/event-stream" }),
                ["content"] = content,
            },
        };
    }

    private static byte[] Har(params JsonObject[] entries) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["log"] = new JsonObject { ["version"] = "1.2", ["entries"] = new JsonArray([.. entries]) },
        }.ToJsonString());

    private Task<int> CheckAsync(byte[] bytes, params string[] options) => CheckFileAsync("answer.sse", bytes, options);

    private Task<int> CheckFileAsync(string name, byte[] bytes, params string[] options)
    {
        File.WriteAllBytes(Path.Combine(_folder, name), bytes);
        return RunAsync(Terminal(), ["check", name, .. options]);
    }

    private static Task<int> RunAsync(Terminal terminal, params string[] args) =>
        Conformance.Commands.RelayconfCommandLine.RunAsync(args, terminal, TestContext.CurrentContext.CancellationToken);

    private Terminal Terminal() => new() { Out = _out, Error = _error, Directory = _folder, ProgramFolder = _folder };
}
