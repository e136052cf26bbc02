using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Recording;
using Conformance.Turns;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Checking;

/// <summary>Answers that are no stream, and pairs of answers.</summary>
internal sealed class AnswerTests
{
    private static readonly string Final =
        GoodStreams.ReasoningThenCall.Frames.Single(frame => frame.Type == "response.completed").Json!["response"]!.ToJsonString();

    [Test]
    public void An_error_in_the_clients_own_shape_is_fine() =>
        Assert.That(Told(TestStream.Body("""{"error":{"message":"No.","type":"server_error","param":"","code":"x"}}""", 502)), Is.Empty);

    [TestCase("<html>Bad gateway</html>")]
    [TestCase("""{"detail":"no"}""")]
    [TestCase("")]
    public void An_error_in_another_shape_is_told(string body) =>
        Assert.That(Told(TestStream.Body(body, 502)), Is.EqualTo(new[] { "http-status Error" }));

    [TestCase("/health/ready", 0)]
    [TestCase("/v1/responses/resp_1", 1)]
    public void The_shape_of_an_error_is_asked_of_the_api_alone(string path, int findings) =>
        Assert.That(
            CheckRunner.Run(Asking(path, GoodStreams.Text.Turn(TestStream.Body("not ready", 503), wire: null))).Findings,
            Has.Count.EqualTo(findings));

    [Test]
    public void A_replay_is_a_stream_like_any_other_and_its_end_alone_is_not()
    {
        var late = (GoodStreams.Text with { Frames = [.. GoodStreams.Text.Frames.Skip(2)] }).ToTurn();

        Assert.Multiple(() =>
        {
            Assert.That(
                CheckRunner.Run(Asking("/v1/responses/resp_1?stream=true", late)).Findings.Select(finding => finding.Check),
                Does.Contain("created-first"));
            Assert.That(CheckRunner.Run(Asking("/v1/responses/resp_1?stream=true&starting_after=1", late)).Findings, Is.Empty);
        });
    }

    [Test]
    public void A_replay_that_is_no_stream_is_told() =>
        Assert.That(
            CheckRunner.Run(Asking(
                "/v1/responses/resp_1?stream=true", GoodStreams.Text.Turn(TestStream.Body(Final), wire: null))).Findings.Single().Check,
            Is.EqualTo("http-status"));

    [Test]
    public void An_error_without_the_strings_some_clients_need_is_told_for_them() =>
        Assert.That(
            Told(TestStream.Body("""{"error":{"message":"No.","type":"server_error","param":null,"code":"x"}}""", 502)),
            Is.EqualTo(new[] { "http-status Profile" }));

    [Test]
    public void A_body_where_a_stream_was_asked_for_is_told() =>
        Assert.That(Told(TestStream.Body(Final)), Is.EqualTo(new[] { "http-status Error" }));

    [Test]
    public void No_answer_is_told_unless_the_client_hung_up()
    {
        var none = TestStream.Body("") with { Status = null, End = StreamEnd.NoAnswer };

        Assert.Multiple(() =>
        {
            Assert.That(Told(none), Is.EqualTo(new[] { "http-status Error" }));
            Assert.That(Told(none with { End = StreamEnd.HungUp }), Is.Empty);
        });
    }

    [Test]
    public void A_leak_is_found_where_there_is_no_stream_and_with_escaped_slashes() =>
        Assert.That(
            Told(TestStream.Body("""{"error":{"message":"http:\/\/127.0.0.1:5999\/v1 said no","type":"t","param":"","code":"x"}}""", 502)),
            Is.EqualTo(new[] { "leak Error" }));

    [Test]
    public void A_body_that_differs_only_in_what_is_made_anew_is_the_same()
    {
        var body = Final.Replace("resp_1", "resp_7", StringComparison.Ordinal)
            .Replace("rs_1", "rs_7", StringComparison.Ordinal)
            .Replace("fc_1", "fc_8", StringComparison.Ordinal)
                .Replace("call_1", "call_9", StringComparison.Ordinal)
                    .Replace("1767225600", "1767225777", StringComparison.Ordinal)
                    .Replace("c2VhbA==", "b3RoZXI=", StringComparison.Ordinal);

        Assert.That(Told(GoodStreams.ReasoningThenCall with { NonStream = TestStream.Body(body) }), Is.Empty);
    }

    [TestCase("output/1/arguments", "\"{}\"")]
    [TestCase("output/0/encrypted_content", null)]
    [TestCase("usage/total_tokens", "3")]
    [TestCase("status", "\"incomplete\"")]
    [TestCase("temperature", "0.5")]
    public void A_body_that_says_something_else_is_told(string path, string? value)
    {
        var body = JsonNode.Parse(Final)!;
        var names = path.Split('/');
        var parent = names[..^1].Aggregate(body, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        parent[names[^1]] = value is null ? null : JsonNode.Parse(value);

        Assert.That(
            Told(GoodStreams.ReasoningThenCall with { NonStream = TestStream.Body(body.ToJsonString()) }),
            Is.EqualTo(new[] { "stream-parity Error" }));
    }

    [Test]
    public void An_echoed_model_may_differ_and_one_that_is_no_echo_may_not()
    {
        var other = TestStream.Body(Final.Replace("gpt-x", "gpt-x.non-stream", StringComparison.Ordinal));
        var echo = GoodStreams.ReasoningThenCall with { NonStream = other };
        var noEcho = echo with { Model = "rc-something" };

        Assert.Multiple(() =>
        {
            Assert.That(Told(echo), Is.Empty);
            Assert.That(Told(noEcho), Is.EqualTo(new[] { "stream-parity Error" }));
        });
    }

    [TestCase("not json", 200)]
    [TestCase("{}", 500)]
    public void A_body_that_is_no_response_is_told(string body, int status) =>
        Assert.That(
            Told(GoodStreams.ReasoningThenCall with { NonStream = TestStream.Body(body, status) }),
            Is.EqualTo(new[] { "stream-parity Error" }));

    [Test]
    public void A_failure_may_be_told_with_a_status_where_there_is_no_stream() =>
        Assert.That(Told(GoodStreams.Failed with { NonStream = TestStream.Body("""{"error":{"message":"x"}}""", 502) }), Is.Empty);

    private static RecordedTurn Asking(string path, RecordedTurn turn)
    {
        var client = turn.Turn.Client with
        {
            Http = new EndpointRequest("GET", path, null),
            Stream = path.Contains("stream=true", StringComparison.Ordinal),
        };
        return turn with
        {
            Scenario = turn.Scenario with { Turns = [turn.Turn with { Client = client }] },
            Request = System.Text.Json.JsonElement.Parse("null"),
        };
    }

    private static IEnumerable<string> Told(TestStream stream) => Told(CheckRunner.Run(stream.ToTurn()));

    private static IEnumerable<string> Told(RecordedStream answer) => Told(CheckRunner.Run(GoodStreams.Text.Turn(answer, wire: null)));

    private static IEnumerable<string> Told(CheckReport report)
    {
        Assert.That(report.BrokenChecks, Is.Empty);
        return report.Findings.Select(finding => $"{finding.Check} {finding.Severity}");
    }
}
