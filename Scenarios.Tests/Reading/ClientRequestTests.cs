using NUnit.Framework;
using Scenarios.Model;

namespace Scenarios.Tests.Reading;

public sealed class ClientRequestTests
{
    [Test]
    public void Short_words_become_fields_of_the_request()
    {
        var client = Only("{ask: Hi, stream: false, previous: resp_1}");

        Assert.That(client.Body.GetRawText(), Is.EqualTo("""{"input":"Hi","stream":false,"previous_response_id":"resp_1"}"""));
        Assert.That(client.Stream, Is.False);
    }

    [Test]
    public void Other_fields_are_merged_on_top()
    {
        var client = Only("{request: {input: [{role: user, content: Hi}], temperature: 0.0, stream: false}}");

        Assert.That(
            client.Body.GetRawText(), Is.EqualTo("""{"stream":false,"input":[{"role":"user","content":"Hi"}],"temperature":0.0}"""));
        Assert.That(client.Stream, Is.False);
    }

    [Test]
    public void Tools_are_named_or_written_out()
    {
        var tools = Only("{ask: Hi, tools: [do_a, {type: custom, name: patch}]}").Body.GetProperty("tools");

        Assert.That(
            tools[0].GetProperty("parameters").GetRawText(),
            Is.EqualTo("""{"type":"object","properties":{},"additionalProperties":false}"""));
        Assert.That(tools[1].GetRawText(), Is.EqualTo("""{"type":"custom","name":"patch"}"""));
    }

    [Test]
    public void The_client_hangs_up_or_reads_slowly()
    {
        var client =
            Only("{ask: Hi, headers: {x-trace: 7}, then: {hang_up_after: {event: output_text.delta, count: 2}, read_slowly: 20ms}}");

        Assert.Multiple(() =>
        {
            Assert.That(client.HangUpAfter, Is.EqualTo(new EventCount("response.output_text.delta", 2)));
            Assert.That(client.ReadSlowly, Is.EqualTo(TimeSpan.FromMilliseconds(20)));
            Assert.That(client.Headers, Is.EqualTo(new[] { KeyValuePair.Create("x-trace", "7") }));
        });
    }

    [Test]
    public void A_client_that_hangs_up_needs_no_outcome()
    {
        var scenario = CaseText.ReadGood("""
            schema: relay-scenario/v1
            id: area/name
            title: The client goes away
            level: must
            client: {ask: Hi, then: {hang_up_after: created}}
            upstream: {steps: [text: Hi, stall]}
            expect: {upstream: {aborted: true}}
            """);

        Assert.That(scenario.Turns[0].Expect.Outcomes, Is.Empty);
        Assert.That(scenario.Turns[0].Expect.Upstream!.Aborted, Is.True);
    }

    [Test]
    public void A_name_bound_in_one_turn_may_be_asked_for_in_the_next()
    {
        var scenario = CaseText.ReadGood("""
            schema: relay-scenario/v1
            id: area/name
            title: A response continues another
            level: must
            relay: {preset: openai, set: {on_length: completed, max_retries: 2, group: true}, config: {upstreams: {a: {retry_max: 1}}}}
            turns:
              - client: {ask: Hi}
                upstream: {steps: [text: Hi, finish: stop, done]}
                expect: {events: [created: {id: $resp}, completed]}
              - client: {ask: More, previous: $resp}
                upstream: {steps: [text: Yo, finish: stop, done]}
                expect: {final: {status: completed}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(scenario.Turns[1].Client.Body.GetProperty("previous_response_id").GetString(), Is.EqualTo("$resp"));
            Assert.That(scenario.Relay!.Preset, Is.EqualTo("openai"));
            Assert.That(scenario.Relay.Config?.GetRawText(), Is.EqualTo("""{"upstreams":{"a":{"retry_max":1}}}"""));
            Assert.That(
                scenario.Relay.Set.Select(pair => $"{pair.Key}={pair.Value}"),
                Is.EqualTo(new[] { "on_length=completed", "max_retries=2", "group=true" }));
        });
    }

    [Test]
    public void Another_endpoint_may_be_asked_and_then_nothing_need_be_said_of_the_upstream()
    {
        var scenario = CaseText.ReadGood("""
            schema: relay-scenario/v1
            id: area/name
            title: A response is read back
            level: must
            turns:
              - client: {ask: Hi}
                upstream: {steps: [text: Hi, finish: stop, done]}
                expect: {events: [created: {id: $resp}, completed]}
              - client: {http: {method: GET, path: "/v1/responses/$resp?stream=true", headers: {authorization: Bearer other}}}
                expect: {http: {status: 404, body: {error: {message: $why}}}}
              - client: {http: {method: POST, path: /v1/responses, body: {input: [$resp], n: 1.0}}}
                expect: {http: {status: 400}}
            """);

        var (read, sent) = (scenario.Turns[1], scenario.Turns[2].Client);
        Assert.Multiple(() =>
        {
            Assert.That(read.Upstream, Is.Empty);
            Assert.That(read.Client.Http, Is.EqualTo(new EndpointRequest("GET", "/v1/responses/$resp?stream=true", null)));
            Assert.That(read.Client.Stream, Is.True);
            Assert.That(read.Client.Headers, Is.EqualTo(new[] { KeyValuePair.Create("authorization", "Bearer other") }));
            Assert.That(sent.Http!.Body!.Value.GetRawText(), Is.EqualTo("""{"input":["$resp"],"n":1.0}"""));
            Assert.That(sent.Stream, Is.False);
        });
    }

    private static ClientRequest Only(string client) => CaseText.ReadGood(CaseText.WithClient(client)).Turns[0].Client;
}
