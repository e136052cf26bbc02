using System.ClientModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OpenAI;
using OpenAI.Chat;

namespace Conformance.Tests.RealClients;

/// <summary>OpenAI's .NET library, as its users set it up, in front of <c>relayconf serve</c> and no relay.</summary>
[Category("DotnetClients")]
[CancelAfter(60_000)]
internal sealed class DotnetChatClientTests
{
    private const string Limited = """
        [{status: 429, headers: {retry-after: "2"}, body: {error: {message: Slow down, type: requests, param: null, code: rate_limit_exceeded}}}, {steps: [text: Hello, finish: stop, done]}]
        """;

    [Test]
    public async Task Text_arrives_in_deltas_with_its_reason_and_usage(CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(cancellationToken);
        var deltas = new List<string>();
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Client(serve, "rc-text.plain")
            .CompleteChatStreamingAsync([new UserChatMessage("Say hello")], cancellationToken: cancellationToken))
        {
            deltas.AddRange(update.ContentUpdate.Select(static part => part.Text).Where(static text => text.Length > 0));
            reason ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Multiple(() =>
        {
            Assert.That(deltas, Is.EqualTo(new[] { "Hello", ", world" }));
            Assert.That((reason, usage?.InputTokenCount, usage?.OutputTokenCount), Is.EqualTo((ChatFinishReason.Stop, 9, 4)));
        });
    }

    [Test]
    public async Task Calls_whose_arguments_come_interleaved_are_told_apart(CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(cancellationToken);
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        ChatFinishReason? reason = null;

        await foreach (var update in Client(serve, "rc-tools.arguments-interleaved")
            .CompleteChatStreamingAsync([new UserChatMessage("Weather and time in Oslo?")], cancellationToken: cancellationToken))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                calls.TryAdd(call.Index, (call.ToolCallId, call.FunctionName, new StringBuilder()));
                calls[call.Index].Arguments.Append(call.FunctionArgumentsUpdate);
            }

            reason ??= update.FinishReason;
        }

        Assert.That(reason, Is.EqualTo(ChatFinishReason.ToolCalls));
        Assert.That(
            calls.Values.Select(static call => (call.Id, call.Name, call.Arguments.ToString())),
            Is.EqualTo(new[] { ("call_1", "get_weather", """{"city":"Oslo"}"""), ("call_2", "get_time", """{"zone":"CET"}""") }));
    }

    [Test]
    public async Task An_error_is_an_exception_with_its_status_and_words_after_one_request(CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(cancellationToken);

        var failure =
            await Assert.ThrowsAsync<ClientResultException>(() => StreamAsync(Client(serve, "rc-errors.unauthorised"), cancellationToken));

        Assert.Multiple(async () =>
        {
            Assert.That(failure!.Status, Is.EqualTo(401)); // It was thrown.
            Assert.That(failure.Message, Does.Contain("Incorrect API key provided").And.Contain("invalid_api_key"));
            Assert.That(await RequestsAsync(serve, cancellationToken), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public async Task A_429_is_retried_after_the_time_that_it_names(CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(
            [("retries/limited", CaseText.WithUpstream(Limited.TrimEnd()))], cancellationToken);

        var text = await StreamAsync(Client(serve, "rc-retries.limited"), cancellationToken);

        var requests = await RequestsAsync(serve, cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That((text, requests.Length), Is.EqualTo(("Hello", 2)));
            Assert.That(requests.Select(static request => request.Status), Is.EqualTo(new[] { 429, 200 }));

            // Without the header the library waits for 0.8 s.
            Assert.That(requests[^1].At - requests[0].At, Is.GreaterThan(TimeSpan.FromSeconds(1.9)));
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_request_that_matches_no_case_is_made_once(bool stream, CancellationToken cancellationToken)
    {
        await using var serve = await ServeProcess.StartAsync(cancellationToken);
        var client = Client(serve, "rc-text.plane");

        var failure = await Assert.ThrowsAsync<ClientResultException>(() => stream
            ? StreamAsync(client, cancellationToken)
            : client.CompleteChatAsync([new UserChatMessage("Say hello")], cancellationToken: cancellationToken));

        var headers = failure!.GetRawResponse()!.Headers; // It was thrown for an answer.
        var requests = await RequestsAsync(serve, cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(failure.Status, Is.EqualTo(404));
            Assert.That(failure.Message, Does.Contain("rc-text.plain"));
            Assert.That(headers.TryGetValue("x-should-retry", out var retry) ? retry : null, Is.EqualTo("false"));
            Assert.That(requests.Select(static request => request.Status), Is.EqualTo(new[] { 404 }));
        });
    }

    private static ChatClient Client(ServeProcess serve, string model) =>
        new(model, new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = serve.BaseUrl });

    private static async Task<string> StreamAsync(ChatClient client, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var update in client.CompleteChatStreamingAsync(
            [new UserChatMessage("Say hello")], cancellationToken: cancellationToken))
        {
            text.AppendJoin("", update.ContentUpdate.Select(static part => part.Text));
        }

        return text.ToString();
    }

    private static async Task<(DateTime At, int Status)[]> RequestsAsync(ServeProcess serve, CancellationToken cancellationToken) =>
    [
        .. JsonElement.Parse(await serve.GetAsync("/__admin/requests", cancellationToken)).EnumerateArray().Select(static entry => (
            DateTime.Parse(
                entry.GetProperty("Request").GetProperty("DateTime").GetString()!,
                CultureInfo.InvariantCulture), // Each request has a time.
            entry.GetProperty("Response").GetProperty("StatusCode").GetInt32())),
    ];
}
