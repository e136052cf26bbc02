using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MockUpstream;
using MockUpstream.Contract;
using MockUpstream.Playing;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Matching;

/// <summary>Which case answers a request, which exchange of it, and what is said when there is none.</summary>
[CancelAfter(60_000)]
internal sealed class CaseMatchingTests
{
    private const string Path = "/v1/chat/completions";

    private readonly HttpClient _client = new();

    [TearDown]
    public void CloseClient() => _client.Dispose();

    [TestCase("""{"model":"rc-stage"}""", null, TestName = "The_model")]
    [TestCase("""{"model":"gpt-5"}""", "rc-stage", TestName = "The_bearer_key")]
    [TestCase(
        """{"model":"gpt-5","messages":[{"role":"user","content":"Hi [x] [rc-stage]"}]}""",
        null,
        TestName = "A_marker_in_the_last_user_text")]
    [TestCase(
        """{"messages":[{"role":"user","content":[{"type":"text","text":"[rc-stage]"}]},{"role":"assistant","content":"[no]"}]}""",
        null,
        TestName = "A_marker_in_a_text_part")]
    public async Task A_request_is_matched_by(string body, string? bearer, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        var answer = await PostAsync(stage.Host, body, bearer, cancellationToken);

        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("hello"));
    }

    [Test]
    public async Task The_model_goes_before_the_key_and_the_key_before_the_marker(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        await using var other = stage.Host.Register(Scenario([Exchange(Raw("1")), Exchange(Raw("2"))]), "rc-other");
        other.BeginTurn(0);

        var byModel = await TextAsync(
            stage.Host, """{"model":"rc-other","messages":[{"role":"user","content":"[rc-stage]"}]}""", "rc-stage", cancellationToken);
        var byKey = await TextAsync(
            stage.Host, """{"model":"x","messages":[{"role":"user","content":"[rc-stage]"}]}""", "rc-other", cancellationToken);

        Assert.That((byModel, byKey), Is.EqualTo(("1", "2")));
    }

    [TestCase("""{"model":"rc-stagr"}""", "model was 'rc-stagr', case 'rc-stage' requires 'rc-stage'")]
    [TestCase("{}", "the request has no model, case 'rc-stage' requires 'rc-stage'")]
    public async Task No_match_is_a_404_that_names_the_nearest_case_and_may_not_be_repeated(
        string body, string condition, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        await using var far = stage.Host.Register(Scenario(Raw("x")), "rc-something-else-entirely");

        using var answer = await PostAsync(stage.Host, body, "wrong", cancellationToken);

        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).GetProperty("error");
        Assert.That(
            (answer.StatusCode, answer.Headers.GetValues("x-should-retry").Single()), Is.EqualTo((HttpStatusCode.NotFound, "false")));
        Assert.That(error.GetProperty("code").GetString(), Is.EqualTo("no_scenario_matched"));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain(condition));
        Assert.That(stage.Host.Unmatched.Single().Headers, Has.Member(new KeyValuePair<string, string>("Authorization", "***")));
    }

    [TestCase("this is no JSON", "body of 15 bytes is not JSON")]
    [TestCase("", "has no body")]
    public async Task A_body_that_is_not_JSON_is_a_400_and_stands_in_the_record_of_the_case_that_its_key_names(
        string body, string reason, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));

        using var answer = await PostAsync(stage.Host, body, Stage.Key, cancellationToken);
        using var good = await PostAsync(stage.Host, cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(
            (answer.StatusCode, answer.Headers.GetValues("x-should-retry").Single()), Is.EqualTo((HttpStatusCode.BadRequest, "false")));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.Contain(reason).And.Contain("invalid_json"));
        Assert.That(await good.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("hello"));
        Assert.That(
            turn.Exchanges.Select(exchange => (exchange.Exchange, exchange.Status)),
            Is.EqualTo(new (int?, int)[] { (null, 400), (0, 200) }));
    }

    [Test]
    public async Task Successive_requests_get_the_successive_exchanges_and_then_404(CancellationToken cancellationToken)
    {
        var busy = Exchange() with
        {
            Status = 429,
            Headers = [new("retry-after", "1"), new("x-two", "a"), new("x-two", "b")],
            Body = Make.Json("""{ "error": { "message": "busy" } }"""),
        };
        await using var stage = await Stage.OpenAsync(Scenario([busy, Exchange(Raw("hello"))]), new(), cancellationToken);

        using var first = await PostAsync(stage.Host, cancellationToken);
        using var second = await PostAsync(stage.Host, cancellationToken);
        using var third = await PostAsync(stage.Host, cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(await first.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("""{"error":{"message":"busy"}}"""));
        Assert.That(first.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/json"));
        Assert.That(first.Headers.GetValues("x-two"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(second.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/event-stream; charset=utf-8"));
        Assert.That(await third.Content.ReadAsStringAsync(cancellationToken), Does.Contain("no_exchange_left"));
        Assert.That(
            turn.Exchanges.Select(exchange => (exchange.Exchange, exchange.Status)),
            Is.EqualTo(new (int?, int)[] { (0, 429), (1, 200), (null, 404) }));
    }

    [Test]
    public async Task A_turn_begins_with_its_own_exchanges_and_counts_its_own_events(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(
            Scenario([Exchange(Raw("1"))], [Exchange(Hold("response.created"), Raw("2"))]), new(), cancellationToken);
        stage.Playback.ReportEvent("response.created");
        using var first = await PostAsync(stage.Host, cancellationToken);
        await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);
        using var between = await PostAsync(stage.Host, cancellationToken);

        stage.Playback.BeginTurn(1);
        using var peer = await stage.AskAsync(cancellationToken);
        await peer.ReadUntilAsync("\r\n\r\n", cancellationToken);

        // Another request there and back gives a hold that opened by mistake the time to show it.
        using var meanwhile = await PostAsync(stage.Host, "{}", null, cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(between.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(turn.Exchanges.Single().StoppedAtStep, Is.EqualTo(1));
    }

    [Test]
    public async Task Without_a_judge_turns_follow_by_themselves_and_begin_again(CancellationToken cancellationToken)
    {
        var scenario = Scenario([Exchange(Raw("1")), Exchange(Raw("2"))], [], [Exchange(Raw("3"))]);
        await using var host = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await host.StartAsync(cancellationToken);
        host.Register(scenario, Stage.Key);

        var told = "";
        for (var asked = 0; asked < 5; asked++)
        {
            told += await TextAsync(host, """{"model":"rc-stage"}""", null, cancellationToken);
        }

        Assert.That(told, Is.EqualTo("12312"));
    }

    [Test]
    public async Task Two_cases_played_at_once_do_not_mix(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("a"), Hold("response.created"), Raw("A"));
        await using var other = stage.Host.Register(Scenario(Raw("b"), Hold("response.created"), Raw("B")), "rc-other");
        other.BeginTurn(0);
        using var one = await stage.AskAsync(cancellationToken);
        using var two = await RawPeer.AskAsync(stage.Host.BaseUrl, "rc-other", cancellationToken);
        await one.ReadUntilAsync("a\r\n", cancellationToken);
        await two.ReadUntilAsync("b\r\n", cancellationToken);

        other.ReportEvent("response.created");
        await two.ReadUntilAsync("0\r\n\r\n", cancellationToken);
        var waiting = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);
        var done = await other.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That(two.Body, Is.EqualTo("1\r\nb\r\n1\r\nB\r\n0\r\n\r\n"));
        Assert.That((waiting.Exchanges.Single().Completed, done.Exchanges.Single().Completed), Is.EqualTo((false, true)));
    }

    [TestCase("""{"model":"rc-stage"}""", "application/json", "chat.completion\"")]
    [TestCase("""{"model":"rc-stage","stream":false}""", "application/json", "chat.completion\"")]
    [TestCase("""{"model":"rc-stage","stream":true}""", "text/event-stream; charset=utf-8", "chat.completion.chunk\"")]
    public async Task An_answer_is_one_body_unless_a_stream_is_asked_for(
        string body, string contentType, string kind, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Text("Hi"), Finish(), Done());

        using var answer = await PostAsync(stage.Host, body, null, cancellationToken);

        Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo(contentType));
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Does.Contain(kind).And.Contain("\"model\":\"rc-stage\""));
    }

    [Test]
    public async Task A_content_length_that_promises_too_much_ends_in_a_FIN(CancellationToken cancellationToken)
    {
        var exchange = Exchange(Raw("hello")) with { Headers = [new("content-length", "100")] };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), new(), cancellationToken);

        using var peer = await stage.AskAsync(cancellationToken);
        var ending = await peer.ReadToEndAsync(cancellationToken);
        var turn = await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken);

        Assert.That((peer.Body, ending, turn.Exchanges.Single().Completed), Is.EqualTo(("hello", Ending.Fin, true)));
    }

    [Test]
    public async Task A_request_of_more_than_64_megabytes_is_told_so(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("hello"));
        using var peer = new RawPeer();

        await peer.SendAsync(
            stage.Host.BaseUrl, "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nContent-Length: 70000000\r\n\r\n", cancellationToken);
        await peer.ReadToEndAsync(cancellationToken);

        Assert.That(peer.Received, Does.StartWith("HTTP/1.1 413 ").And.Contain("bad_request"));
    }

    [TestCase("\"<html>\"", "text/plain; charset=utf-8", "<html>")]
    [TestCase("[1.0]", "application/json", "[1.0]")]
    [TestCase(null, null, "")]
    public async Task A_body_that_is_no_script_is_sent_as_it_is(
        string? body, string? contentType, string expected, CancellationToken cancellationToken)
    {
        var exchange = Exchange() with { Status = 502, Body = body is null ? null : Make.Json(body) };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), new(), cancellationToken);

        using var answer = await PostAsync(stage.Host, cancellationToken);

        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo(expected));
        Assert.That(
            (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Content.Headers.ContentLength),
            Is.EqualTo((HttpStatusCode.BadGateway, contentType, (long?)expected.Length)));
        Assert.That(answer.Headers.Contains("Server"), Is.False);
    }

    [Test]
    public async Task What_is_asked_elsewhere_is_told_what_is_served(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("x"));

        using var answer = await _client.PostAsync(
            new Uri(stage.Host.BaseUrl, "/v1/responses"), new StringContent("{}"), cancellationToken);
        var models = await _client.GetStringAsync(new Uri(stage.Host.BaseUrl, "/v1/models"), cancellationToken);

        Assert.That(
            await answer.Content.ReadAsStringAsync(cancellationToken),
            Does.Contain("POST /v1/responses is not served.").And.Contain("unknown_url"));
        Assert.That(models, Does.Contain("\"id\":\"rc-stage\""));
    }

    [Test]
    public async Task A_key_is_registered_once_and_free_again_after_the_case(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("x"));

        Assert.That(() => stage.Host.Register(Scenario(Raw("y")), Stage.Key), Throws.ArgumentException.With.Message.Contains("rc-stage"));
        await stage.Playback.DisposeAsync();
        Assert.That(() => stage.Host.Register(Scenario(Raw("y")), Stage.Key), Throws.Nothing);
    }

    [Test]
    public async Task A_port_that_is_taken_is_told_in_one_sentence(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(cancellationToken, Raw("x"));
        await using var second = MockUpstreamHost.Build(new MockUpstreamOptions { Port = stage.Host.BaseUrl.Port });

        Assert.That(async () => await second.StartAsync(cancellationToken), Throws.InstanceOf<IOException>()
            .With.Message.EqualTo($"Cannot listen on 127.0.0.1 port {stage.Host.BaseUrl.Port}: the port is in use by another program."));
    }

    private Task<HttpResponseMessage> PostAsync(MockUpstreamHost host, CancellationToken cancellationToken) =>
        PostAsync(host, """{"model":"rc-stage","stream":true}""", null, cancellationToken);

    private async Task<HttpResponseMessage> PostAsync(
        MockUpstreamHost host, string body, string? bearer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.BaseUrl, Path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return await _client.SendAsync(request, cancellationToken);
    }

    private async Task<string> TextAsync(MockUpstreamHost host, string body, string? bearer, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync(host, body, bearer, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
