using NUnit.Framework;
using Scenarios.Model;

namespace Scenarios.Tests.Reading;

public sealed class ExpectationTests
{
    [Test]
    public void One_request_pattern_or_one_for_each_exchange()
    {
        var one = Only("{request: {model: $model}, http: {status: 200}}");
        var two = Only("{request: [{model: $model}, {stream: true}], http: {status: 200}}");

        Assert.That(one.Requests.Select(request => request.GetRawText()), Is.EqualTo(new[] { """{"model":"$model"}""" }));
        Assert.That(
            two.Requests.Select(request => request.GetRawText()), Is.EqualTo(new[] { """{"model":"$model"}""", """{"stream":true}""" }));
    }

    [Test]
    public void What_the_mock_saw_is_counted_and_timed()
    {
        var expect = Only("{final: {status: completed}, request_headers: {authorization: {$match: '^Bearer '}}, upstream: {requests: 2, "
            + "aborted: false, gap: {min: 1s}}}");

        Assert.Multiple(() =>
        {
            Assert.That(expect.RequestHeaders!.Value.GetRawText(), Is.EqualTo("""{"authorization":{"$match":"^Bearer "}}"""));
            Assert.That(
                (expect.Upstream!.Requests, expect.Upstream.Aborted, expect.Upstream.MinimumGap),
                Is.EqualTo((new RequestCount(2, 2), (bool?)false, (TimeSpan?)TimeSpan.FromSeconds(1))));
        });
    }

    [Test]
    public void The_number_of_requests_may_be_a_range()
    {
        var expect = Only("{final: {status: completed}, upstream: {requests: {min: 1, max: 3}}}");

        Assert.That(expect.Upstream!.Requests, Is.EqualTo(new RequestCount(1, 3)));
    }

    [Test]
    public void The_order_of_some_events_may_be_the_subject()
    {
        var expect = Only("{final: {status: completed}, order: [output_item.done: {output_index: 0}, completed]}");

        Assert.That(
            expect.Order.Select(expected => expected.Type), Is.EqualTo(new[] { "response.output_item.done", "response.completed" }));
    }

    [TestCase("equal", Grade.Passed)]
    [TestCase("non_strict", Grade.NonStrict)]
    [TestCase("info", Grade.Info)]
    public void Another_outcome_has_its_grade(string word, Grade grade)
    {
        var expect = Only(
            $"{{final: {{status: failed, cause: truncated}}, or: [{{grade: {word}, because: reasons, final: {{status: completed}}}}]}}");

        Assert.That(expect.Outcomes.Select(outcome => outcome.Grade), Is.EqualTo(new[] { Grade.Passed, grade }));
    }

    [TestCase("final: {status: failed, cause: lost}")]
    [TestCase("http: {status: 502, cause: lost}")]
    [TestCase("events: [created, failed: {cause: lost}]")]
    public void A_cause_is_one_of_a_closed_list(string outcome)
    {
        var problems = CaseText.Problems(CaseText.WithExpect($"{{{outcome}}}"));

        Assert.That(problems, Has.Some.Contains("'lost'"));
    }

    [Test]
    public void An_outcome_may_be_several_things_together()
    {
        var outcome = Only("{http: {status: 200, headers: {content-type: text/event-stream}, body: $any}, final: {items: [{type: "
            + "message}], incomplete: $absent}, events: [created, error, failed: {error: {code: $string}}]}").Outcomes[0];

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Http!.Value.GetProperty("status").GetInt32(), Is.EqualTo(200));
            Assert.That(outcome.Final!.Value.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
            Assert.That(
                outcome.Events!.Select(expected => expected.Type), Is.EqualTo(new[] { "response.created", "error", "response.failed" }));
            Assert.That(outcome.Events![2].Place.ToString(), Is.EqualTo("Scenarios/area/name.yaml:7:168"));
        });
    }

    [Test]
    public void Deltas_may_be_joined_text_or_a_pattern()
    {
        var events = Only("{events: [output_text.deltas: Hello, output_text.deltas: {delta: Hello, item_id: $m}, output_text.delta: "
            + "{$match: H}, custom_tool_call_input.done: $any]}").Outcomes[0].Events!;

        Assert.Multiple(() =>
        {
            Assert.That(events.Select(expected => expected.Joined), Is.EqualTo(new[] { true, true, false, false }));
            Assert.That(events[1].Pattern!.Value.GetRawText(), Is.EqualTo("""{"delta":"Hello","item_id":"$m"}"""));
            Assert.That(events[3].Pattern!.Value.GetString(), Is.EqualTo("$any"));
        });
    }

    [Test]
    public void Nothing_may_arrive_upstream_when_the_case_says_so()
    {
        var scenario = CaseText.ReadGood("""
            schema: relay-scenario/v1
            id: area/name
            title: A request without a model is refused
            level: must
            client: {request: {}}
            expect: {http: {status: 400}, upstream: {requests: 0}}
            """);

        Assert.That(scenario.Turns[0].Upstream, Is.Empty);
    }

    private static Expectation Only(string expect) => CaseText.ReadGood(CaseText.WithExpect(expect)).Turns[0].Expect;
}
