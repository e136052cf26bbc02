using Conformance.Fuzzing;
using Conformance.Fuzzing.Generating;
using Conformance.Fuzzing.Requesting;
using Conformance.Running;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using Conformance.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.Requesting;

/// <summary>A run of generated requests, against relays on real sockets that are wrong in one way.</summary>
[CancelAfter(120_000)]
internal sealed class RequestRunTests
{
    private const string Refusal = """{"error":{"message":"No.","type":"invalid_request_error","param":null,"code":null}}""";
    private const string Terminal = "data: {\"type\":\"response.completed\",\"response\":{}}\n\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("relayconf-fuzz").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_relay_that_refuses_in_the_shape_of_openai_has_no_failures(CancellationToken cancellationToken)
    {
        var (end, written) = await RunAsync(context => AnswerAsync(context, 400, Refusal), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(end.Failures, Is.Empty);
            Assert.That((end.Requests, end.Unsteady, end.Problem), Is.EqualTo((60L, 0L, default(string))));
            Assert.That(written, Is.Empty);
        });
    }

    [Test]
    public async Task A_relay_that_answers_500_is_reported_once_for_each_endpoint(CancellationToken cancellationToken)
    {
        var (end, written) = await RunAsync(
            context => AnswerAsync(context, context.Request.Method == "POST" ? 500 : 404, Refusal), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(end.Failures.Select(static failure => failure.Fault.Kind), Is.All.EqualTo(RequestFault.ServerError));
            Assert.That(end.Failures.Select(static failure => failure.Endpoint), Does.Contain("POST /v1/responses").And.Unique);
            Assert.That(end.Failures[0].Fault.Message, Does.StartWith("The answer has status 500: {\"error\""));
            Assert.That(end.Failures.Sum(static failure => failure.Times), Is.GreaterThan(30));
            Assert.That(written, Is.EquivalentTo(end.Failures.Select(static failure => failure.File)));
        });
    }

    [Test]
    public async Task What_a_relay_does_not_serve_may_be_not_implemented(CancellationToken cancellationToken)
    {
        var (end, _) = await RunAsync(
            context => AnswerAsync(context, context.Request.Method == "POST" ? 400 : 501, Refusal), cancellationToken);

        Assert.That(end.Failures, Is.Empty);
    }

    [TestCase("http://h:1", "/v1/responses/resp_1?a=b", "/v1/responses/resp_1?a=b")]
    [TestCase("http://h:1/openai/v2", "/v1/responses", "/openai/v2/responses")]
    [TestCase("http://h:1/openai/v2", "/v1/models", "/openai/v2/models")]
    [TestCase("http://h:1/openai/v2?version=3", "/v1/responses?a=%zz", "/openai/v2/responses?a=%zz&version=3")]
    [TestCase("http://h:1/openai/v2", "/%2e%2e/x", "/%2e%2e/x")]
    public void A_request_goes_to_the_paths_of_the_relay(string relay, string target, string path)
    {
        var address = new RequestAddress(new Uri(relay)) { Responses = RelayAccess.Plain.GetResponsesUrl(new Uri(relay)) };

        Assert.That(address.Resolve(target), Is.EqualTo(path));
    }

    [TestCase(502, """{"error":"bad gateway"}""", RequestFault.ErrorShape)]
    [TestCase(404, "<html>", RequestFault.ErrorShape)]
    [TestCase(200, "{\"id\":", RequestFault.BadBody)]
    public async Task A_wrong_body_is_reported(int status, string body, string check, CancellationToken cancellationToken)
    {
        var (end, _) = await RunAsync(context => AnswerAsync(context, status, body), cancellationToken);

        Assert.That(end.Failures.Select(static failure => failure.Fault.Kind), Is.Not.Empty.And.All.EqualTo(check));
    }

    [TestCase("", "The stream has 0 terminal events instead of one.")]
    [TestCase(Terminal + Terminal, "The stream has 2 terminal events instead of one.")]
    [TestCase("data: {\"type\":\"response.cre", "The stream breaks off in an event: data: {\"type\":\"response.cre")]
    [TestCase("data: null\n\n", "An event has no object with a type: null")]
    public async Task A_wrong_stream_is_reported(string stream, string message, CancellationToken cancellationToken)
    {
        var (end, _) = await RunAsync(
            context => context.Request.Path == "/v1/responses" && context.Request.Method == "POST"
                ? AnswerAsync(context, 200, stream, "text/event-stream")
                : AnswerAsync(context, 404, Refusal),
            cancellationToken);

        Assert.That(
            end.Failures.Select(static failure => (failure.Fault.Kind, failure.Fault.Message)),
            Is.EqualTo(new[] { (RequestFault.BadStream, message) }));
    }

    [Test]
    public async Task An_answer_that_breaks_off_is_reported(CancellationToken cancellationToken)
    {
        var (end, _) = await RunAsync(
            async context =>
            {
                context.Response.ContentLength = 10;
                await context.Response.WriteAsync("half", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
            },
            cancellationToken);

        Assert.That(
            end.Failures.Select(static failure => failure.Fault.Kind), Is.Not.Empty.And.All.EqualTo(RequestFault.BreaksOff));
    }

    [Test]
    public async Task An_answer_that_hangs_is_reported(CancellationToken cancellationToken)
    {
        var (end, _) = await RunAsync(
            static context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted),
            cancellationToken,
            count: 4,
            timeout: TimeSpan.FromMilliseconds(300));

        Assert.That(
            end.Failures.Select(static failure => (failure.Fault.Kind, failure.Fault.Message)),
            Is.Not.Empty.And.All.EqualTo((RequestFault.Hangs, "The answer hangs: no end after 0.3 s.")));
    }

    [Test]
    public async Task A_fault_that_does_not_occur_again_is_unsteady(CancellationToken cancellationToken)
    {
        var isFirst = 1;

        var (end, written) = await RunAsync(
            context => AnswerAsync(
                context,
                context.Request.Path == "/v1/responses" && Interlocked.Exchange(ref isFirst, 0) == 1 && context.Request.Method == "POST"
                    ? 500
                    : 400,
                Refusal),
            cancellationToken,
            stores: false);

        Assert.That((end.Failures.Count, end.Unsteady, written.Length), Is.EqualTo((0, 1L, 0)));
    }

    [Test]
    public async Task A_relay_that_is_gone_stops_the_run(CancellationToken cancellationToken)
    {
        var run = CreateRun(new FixedRelay(new Uri("http://127.0.0.1:1"), TimeProvider.System), TimeSpan.FromSeconds(5));

        var end = await run.RunAsync(Settings, 60, cancellationToken);

        Assert.That(end.Problem, Does.StartWith("No relay answers at http://127.0.0.1:1/"));
    }

    [Test]
    public async Task The_bundled_relay_has_no_failures_and_each_request_has_its_answer(CancellationToken cancellationToken)
    {
        var (stage, fault) = await PlayingStage.OpenAsync(
            new StageSettings { Target = Theatre.Bundled }, Theatre.Catalog.Vocabulary, TimeProvider.System, cancellationToken);
        Assert.That(fault, Is.Null);
        await using var playing = stage!;
        var run = new RequestRun(playing.Requests, new RequestFiles(_folder, 5), new Silent(), TimeProvider.System);

        var end = await run.RunAsync(Settings with { Seed = 5 }, 500, cancellationToken);

        Assert.That(end.Failures, Is.Empty);
        Assert.That((end.Requests, end.Unsteady, end.Problem), Is.EqualTo((500L, 0L, default(string))));
    }

    [Test]
    public void A_failing_request_is_written_byte_for_byte()
    {
        var request = new WildRequest("POST", "/v1/responses/resp_$known/cancel", [KeyValuePair.Create("x-odd", "a")], [0xFF, 0x00])
        {
            IsChunked = true,
        };

        var file = new RequestFiles(_folder, 7).Write(request, 12);

        Assert.Multiple(() =>
        {
            Assert.That(Path.GetRelativePath(_folder, file), Is.EqualTo(Path.Combine("requests", "s7-12.http")));
            Assert.That(
                File.ReadAllText(file, System.Text.Encoding.Latin1),
                Is.EqualTo("POST /v1/responses/resp_$known/cancel HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-odd: a\r\n"
                    + "transfer-encoding: chunked\r\n\r\n2\r\n\u00ff\0\r\n0\r\n\r\n"));
            Assert.That(request.Endpoint, Is.EqualTo("POST /v1/responses/{id}/cancel"));
        });
    }

    private static FuzzSettings Settings =>
        new() { Seed = 7, MaxTime = TimeSpan.MaxValue, MaxCases = 0, Jobs = 4, MaxFailures = 20 };

    private async Task<(RequestEnd End, string[] Written)> RunAsync(
        RequestDelegate answer, CancellationToken cancellationToken, long count = 60, TimeSpan? timeout = null, bool stores = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var relay = builder.Build();
        // The first request stores a response that the others refer to. Unless a test overrides it, its answer is valid.
        relay.Run(context =>
            stores || context.Request.ContentLength != StoringLength ? answer(context) : AnswerAsync(context, 400, Refusal));
        await relay.StartAsync(cancellationToken);
        var run = CreateRun(new FixedRelay(new Uri(relay.Urls.First()), TimeProvider.System), timeout ?? TimeSpan.FromSeconds(20));
        var end = await run.RunAsync(Settings, count, cancellationToken);
        return (end, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    private static int StoringLength => """{"model":"rc-fuzz.requests","input":"Hello","store":true}""".Length;

    private RequestRun CreateRun(IRelayPool relay, TimeSpan timeout) => new(
        new RequestStage(relay, new NoUpstream(), RelayAccess.Plain, timeout),
        new RequestFiles(_folder, Settings.Seed),
        new Silent(),
        TimeProvider.System);

    private static Task AnswerAsync(HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    private sealed class Silent : IRequestWatcher
    {
        public void ReportRequests(long requests, int failures, TimeSpan elapsed)
        {
        }

        public void ReportFailure(RequestFailure failure)
        {
        }
    }

    private sealed class NoUpstream : IUpstream, IPlayback
    {
        public Uri BaseUrl => new("http://127.0.0.1:1/v1");

        public IPlayback Register(Scenario scenario, string key) => this;

        public void BeginTurn(int turn)
        {
        }

        public void Saw(string eventType)
        {
        }

        public Task<UpstreamRecord> EndTurnAsync(TimeSpan grace, CancellationToken cancellationToken) =>
            Task.FromResult(new UpstreamRecord([]));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
