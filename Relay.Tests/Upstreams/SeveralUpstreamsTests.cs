using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay;
using Relay.Options;
using Relay.Policies;
using Relay.Tests.Support;

namespace Relay.Tests.Upstreams;

/// <summary>A relay in front of several vendors, on real sockets.</summary>
internal sealed class SeveralUpstreamsTests : IDisposable
{
    private const int Patience = 30_000;
    private const string Stream =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private readonly RawUpstream _a = new();
    private readonly RawUpstream _b = new();

    [Test]
    [CancelAfter(Patience)]
    public async Task A_request_goes_to_its_upstream_under_the_name_used_there_and_comes_back_under_the_clients(
        CancellationToken cancellationToken)
    {
        var options = Options() with { Models = [new ModelRoute("alias", "b", "real")] };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        var asking = relay.PostAsync("""{"model":"alias","input":"x","stream":true}""", cancellationToken);
        using var exchange = await _b.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: text/event-stream\r\n", Stream, cancellationToken);
        using var answer = await asking;
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(exchange.Body, Does.Contain("\"model\":\"real\""));
            Assert.That(events, Does.Contain("\"model\":\"alias\"").And.Not.Contain("\"real\""));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Each_upstream_has_its_own_key_headers_parameters_and_policies(CancellationToken cancellationToken)
    {
        var b = Options().Upstreams[1] with
        {
            ApiKey = "key-of-b",
            Headers = [KeyValuePair.Create("X-Team", "t"), KeyValuePair.Create("User-Agent", "acme/1")],
            DropParams = ["temperature"],
            Policies = RelayPolicies.Default with { MaxTokensField = MaxTokensField.MaxCompletionTokens, DoneMarker = DoneMarker.Off },
        };
        await using var relay = await RelayUnderTest.StartAsync(
            Options() with { Upstreams = [Options().Upstreams[0], b] }, cancellationToken);

        var asking = relay.PostAsync(
            """{"model":"b/m","input":"x","stream":true,"temperature":1,"max_output_tokens":5}""",
            "Bearer of-the-client",
            cancellationToken);
        using var exchange = await _b.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: text/event-stream\r\n", Stream, cancellationToken);
        using var answer = await asking;
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(exchange.Head, Does.Contain("Authorization: Bearer key-of-b").And
                .Contain("X-Team: t").And
                .Contain("User-Agent: acme/1").And.Not
                .Contain("of-the-client").And.Not
                .Contain("User-Agent: relay"));
            Assert.That(exchange.Body, Does.Contain("\"max_completion_tokens\":5").And.Not.Contain("temperature"));
            Assert.That(events, Does.EndWith("}\n\n"), "done_marker=off is followed");
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_header_that_is_a_credential_stands_for_the_key(CancellationToken cancellationToken)
    {
        var a = Options().Upstreams[0] with { Headers = [KeyValuePair.Create("api-key", "the-azure-key")] };
        await using var relay = await RelayUnderTest.StartAsync(new RelayOptions { Upstreams = [a] }, cancellationToken);

        var asking = relay.PostAsync("""{"model":"m","input":"x"}""", "Bearer of-the-client", cancellationToken);
        using var exchange = await _a.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(
            "401 No", "Content-Type: application/json\r\n", """{"error":{"message":"no such key: the-azure-key"}}""", cancellationToken);
        using var answer = await asking;
        var error = await answer.Content.ReadAsStringAsync(cancellationToken);

        Assert.That(exchange.Head, Does.Contain("api-key: the-azure-key").And.Not.Contain("Authorization"));
        Assert.That(error, Does.Not.Contain("the-azure-key"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Listed_headers_pass_both_ways_and_those_of_an_account_never_do(CancellationToken cancellationToken)
    {
        var a = Options().Upstreams[0] with { HeadersUp = ["x-trace-*"], HeadersDown = ["x-served-by", "set-*"], ApiKey = "k" };
        await using var relay = await RelayUnderTest.StartAsync(new RelayOptions { Upstreams = [a] }, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
        {
            Content = new StringContent("""{"model":"m","input":"x","stream":true}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Trace-Id", "17");
        request.Headers.Add("X-Other", "no");

        var asking = relay.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var exchange = await _a.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(
            "200 OK",
            "Content-Type: text/event-stream\r\nX-Served-By: rack-9\r\nSet-Cookie: a=b\r\nX-Private: 1\r\n",
            Stream,
            cancellationToken);
        using var answer = await asking;

        Assert.Multiple(() =>
        {
            Assert.That(exchange.Head, Does.Contain("X-Trace-Id: 17").And.Not.Contain("X-Other"));
            Assert.That(answer.Headers.GetValues("X-Served-By"), Is.EqualTo(new[] { "rack-9" }));
            Assert.That(answer.Headers.Select(static header => header.Key), Has.None.EqualTo("Set-Cookie").And.None.EqualTo("X-Private"));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_model_nobody_takes_is_a_404_that_names_it_and_calls_nobody(CancellationToken cancellationToken)
    {
        var nobody = RawUpstream.Unreachable();
        var options = new RelayOptions
        {
            Upstreams = [new UpstreamOptions { Name = "a", BaseUrl = nobody }, new UpstreamOptions { Name = "b", BaseUrl = nobody }],
        };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        using var answer = await relay.PostAsync("""{"model":"no-such","input":"x"}""", cancellationToken);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            (error["code"]!.GetValue<string>(), error["param"]!.GetValue<string>(), error["type"]!.GetValue<string>()),
            Is.EqualTo(("model_not_found", "model", "invalid_request_error")));
        Assert.That(error["message"]!.GetValue<string>(), Does.Contain("'no-such'"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task The_lists_of_models_are_joined_under_names_that_lead_back(CancellationToken cancellationToken)
    {
        var options = Options() with { Models = [new ModelRoute("alias", "b", "y"), new ModelRoute("own", "a")] };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        var asking = relay.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken);
        await SendListAsync(
            _a, """{"object":"list","data":[{"id":"own","object":"model","owned_by":"v"},{"id":"x"},{"id":7}]}""", cancellationToken);
        await SendListAsync(_b, """{"data":[{"id":"own"},{"id":"y"}]}""", cancellationToken);
        using var answer = await asking;

        const string expected = """{"object":"list","data":[{"id":"own","object":"model","owned_by":"v"},{"id":"a/x"},{"id":"b/own"},"""
            + """{"id":"b/y"},{"id":"alias","object":"model","created":0,"owned_by":"b"}]}""";
        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo(expected));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_upstream_that_fails_is_left_out_of_the_list_with_a_warning(CancellationToken cancellationToken)
    {
        var options = Options() with
        {
            Upstreams = [Options().Upstreams[0], new UpstreamOptions { Name = "b", BaseUrl = RawUpstream.Unreachable() }],
        };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        var asking = relay.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken);
        await SendListAsync(_a, """{"data":[{"id":"x"}]}""", cancellationToken);
        using var answer = await asking;

        Assert.That(await answer.Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("""{"object":"list","data":[{"id":"a/x"}]}"""));
        Assert.That(relay.Log, Does.Contain("Warning 112 models of upstream b omitted: upstream_unreachable"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task When_no_upstream_has_a_list_the_failure_is_told(CancellationToken cancellationToken)
    {
        var nobody = RawUpstream.Unreachable();
        var options = new RelayOptions
        {
            Upstreams = [new UpstreamOptions { Name = "a", BaseUrl = nobody }, new UpstreamOptions { Name = "b", BaseUrl = nobody }],
        };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        using var answer = await relay.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [Test]
    public async Task No_listing_shows_a_key_or_an_address()
    {
        const string file = """
            upstream: http://secret-host-1/v1
            api_key: secret-key-1
            headers: {x-a: secret-value-1}
            upstreams:
              a: {base_url: http://secret-host-2/v1, api_key: secret-key-2, headers: {x-b: secret-value-2}}
            """;
        using var written = new WrittenFile(file);
        await using var output = new StringWriter();

        await RelayHost.RunAsync(["--config", written.Path, "--print-policies"], output, TextWriter.Null);

        Assert.That(output.ToString(), Does.Contain("\"api_key\": \"set\"").And.Contain("x-b").And.Not.Contain("secret"));
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    private static async Task SendListAsync(RawUpstream upstream, string list, CancellationToken cancellationToken)
    {
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync("200 OK", "Content-Type: application/json\r\n", list, cancellationToken);
    }

    private RelayOptions Options() => new()
    {
        Upstreams = [new UpstreamOptions { Name = "a", BaseUrl = _a.BaseUrl }, new UpstreamOptions { Name = "b", BaseUrl = _b.BaseUrl }],
    };
}
