using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Checking;

/// <summary>A response that is one body is held to the same rules as the response of a stream.</summary>
internal sealed class BodyTests
{
    private static readonly JsonObject Final =
        GoodStreams.ReasoningThenCall.Frames.Single(frame => frame.Type == "response.completed").Json!["response"]!.AsObject();

    private static IEnumerable<TestCaseData> Damages() =>
    [
        Damage("role-user", "member-value", "output[1].role", body =>
            body["output"]![1] = JsonNode.Parse("""{"id":"msg_1","type":"message","status":"completed","role":"user","content":[]}""")),
        Damage("created-at-in-milliseconds", "member-value", "created_at", body => body["created_at"] = 1767225600000),
        Damage("tools-null", "member-type", "tools", body => body["tools"] = null),
        Damage("no-metadata", "response-members", "metadata", body => body.Remove("metadata")),
        Damage("no-name", "item-members", "output[1].name", body => body["output"]![1]!.AsObject().Remove("name")),
        Damage("summary-null", "reasoning-summary", "output[0].summary", body => body["output"]![0]!["summary"] = null),
        Damage("no-item-id", "item-id", "output[1].id", body => body["output"]![1]!.AsObject().Remove("id")),
        Damage("no-call-id", "call-id", "output[1].call_id", body => body["output"]![1]!.AsObject().Remove("call_id")),
        Damage("item-in-progress", "item-status", "output[1].status", body => body["output"]![1]!["status"] = "in_progress"),
        Damage("arguments-cut", "arguments-json", "output[1].arguments", body => body["output"]![1]!["arguments"] = "{\"ci"),
        Damage("usage-as-text", "usage-shape", "usage.input_tokens", body => body["usage"]!["input_tokens"] = "9"),
        Damage("incomplete-without-reason", "outcome-fields", "incomplete_details.reason", body => body["status"] = "incomplete"),
        Damage("failed-without-error", "outcome-fields", "error", body => body["status"] = "failed"),
        Damage("chat-part", "part-type", "output[2].content[0].type", body => AddMessage(body, """{"type":"text","text":"a"}""")),
        Damage("part-without-text", "part-members", "output[2].content[0].text", body =>
            AddMessage(body, """{"type":"output_text","annotations":[],"logprobs":[]},"""
                + """{"type":"output_text","text":"a","annotations":[],"logprobs":[]}""")),
        Damage("empty-message-beside-a-call", "empty-message", "output[2].content", body => AddMessage(body, "")),
    ];

    [Test]
    public void Each_rule_about_responses_has_a_wrong_body()
    {
        // `request-echo` has a test of its own: it compares with the request.
        var ids = Damages().Select(damage => (string)damage.Arguments[1]!).Append("request-echo").ToHashSet(StringComparer.Ordinal);

        Assert.That(
            CheckCatalog.All.OfType<ResponseRule>().Select(rule => rule.Info.Id).Where(id => !ids.Contains(id)), Is.Empty);
    }

    private static void AddMessage(JsonObject body, string content) => body["output"]!.AsArray().Add(JsonNode.Parse(
        $$"""{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{{content}}]}"""));

    [Test]
    public void A_right_body_has_no_finding() => Assert.That(Judge(Final, "POST /v1/responses").Findings, Is.Empty);

    [TestCaseSource(nameof(Damages))]
    public void A_wrong_body_is_found_with_its_member(Action<JsonObject> spoil, string check, string member, string[] others)
    {
        var body = Final.DeepClone().AsObject();
        spoil(body);

        foreach (var line in new[] { "POST /v1/responses", "GET /v1/responses/resp_1", "POST /v1/responses/resp_1/cancel" })
        {
            var findings = Judge(body, line).Findings;
            Assert.That(findings.Select(finding => finding.Check).Distinct(), Is.EquivalentTo([check, .. others]), line);
            Assert.That(
                findings.First(finding => finding.Check == check),
                Has.Property(nameof(Finding.Member)).EqualTo(member).And.Property(nameof(Finding.Event)).Null);
        }
    }

    [TestCase("GET /v1/responses/resp_1/input_items")]
    [TestCase("POST /v1/responses/compact")]
    [TestCase("DELETE /v1/responses/resp_1")]
    [TestCase("GET /v1/models")]
    public void Other_answers_are_no_responses(string line) =>
        Assert.That(Judge(new JsonObject { ["object"] = "list" }, line).Findings, Is.Empty);

    [Test]
    public void An_echo_in_a_body_is_compared_with_the_request()
    {
        var turn = Turn(TestStream.Body(Final.ToJsonString()), "POST /v1/responses") with
        {
            Request = JsonElement.Parse("""{"model":"gpt-x","temperature":0.3,"stream":false}"""),
        };

        var finding = CheckRunner.Run(turn).Findings.Single();

        Assert.That((finding.Check, finding.Member), Is.EqualTo(("request-echo", "temperature")));
    }

    [Test]
    public void A_response_under_way_may_hold_what_is_under_way()
    {
        var body = Final.DeepClone().AsObject();
        body["status"] = "in_progress";
        body["usage"] = null;
        body["output"]![1]!["status"] = "in_progress";

        Assert.That(Judge(body, "GET /v1/responses/resp_1").Findings, Is.Empty);
    }

    [Test]
    public void A_body_that_breaks_off_is_found() =>
        Assert.That(CheckRunner.Run(Turn(
            TestStream.Body(Final.ToJsonString()) with { End = StreamEnd.Broken },
            "POST /v1/responses")).Findings.Single().Check, Is.EqualTo("body-end"));

    [TestCase("[1]")]
    [TestCase("not json")]
    public void A_success_that_is_no_object_is_found(string body) =>
        Assert.That(CheckRunner.Run(Turn(TestStream.Body(body), "POST /v1/responses")).Findings.Single().Check, Is.EqualTo("http-status"));

    [Test]
    public void The_tally_counts_bodies_and_streams()
    {
        var judged = RuleTally.CountJudgedTurns([GoodStreams.Text.ToTurn(), Turn(
            TestStream.Body(Final.ToJsonString()), "POST /v1/responses"), Turn(TestStream.Body("{}"), "GET /v1/models")]);

        Assert.That((judged["stream"], judged["response"], judged["answer"]), Is.EqualTo((1, 2, 3)));
    }

    private static CheckReport Judge(JsonObject body, string line) => CheckRunner.Run(Turn(TestStream.Body(body.ToJsonString()), line));

    private static RecordedTurn Turn(RecordedStream answer, string line)
    {
        var turn = GoodStreams.Text.Turn(answer, wire: null);
        var words = line.Split(' ');
        var client = turn.Turn.Client with { Stream = false, Http = line == "POST /v1/responses"
            ? null
            : new EndpointRequest(words[0], words[1], null) };
        return turn with
        {
            RequestLine = line,
            Request = JsonElement.Parse(words[0] == "POST" ? """{"model":"gpt-x","stream":false}""" : "null"),
            Scenario = turn.Scenario with { Turns = [turn.Turn with { Client = client }] },
        };
    }

    private static TestCaseData Damage(string name, string check, string member, Action<JsonObject> spoil, params string[] others) =>
        new TestCaseData(spoil, check, member, others).SetArgDisplayNames(name);
}
