using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using OpenAI.Responses;

namespace Conformance.Tests.RealClients;

/// <summary>OpenAI's .NET library, as its users call it.</summary>
[Category("DotnetClients")]
[CancelAfter(60_000)]
internal sealed class DotnetClientTests
{
    private static readonly Dictionary<string, string> ToolOutputs = new(StringComparer.Ordinal)
    {
        ["""get_time {"zone":"Europe/Oslo"}"""] = "noon",
        ["""get_weather {"city":"Oslo"}"""] = "11 degrees",
        ["""get_weather {"city":"Rome"}"""] = "25 degrees",
    };

    [TestCase("text/plain")]
    [TestCase("sse/bytewise")]
    public async Task Text_arrives_in_deltas_and_whole(string scenario, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync(scenario, cancellationToken);

        var answer = await DotnetAnswer.ReadAsync(Client(stage), Ask(stage, "Say hello"), cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.Not.Empty.And.EqualTo(answer.Final!.GetOutputText()));
            Assert.That(answer.Final!.Status, Is.EqualTo(ResponseStatus.Completed));
            Assert.That(vendor.Messages(0), Is.EqualTo(new[] { "user: Say hello" }));
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [Test]
    public async Task A_body_says_the_same_as_a_stream_and_counts_its_tokens(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("text/plain", cancellationToken);

        ResponseResult answer = await Client(stage).CreateResponseAsync(Ask(stage, "Say hello"), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.GetOutputText(), Is.EqualTo("Hello, world"));
            Assert.That(
                (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount), Is.EqualTo((9, 4, 13)));
        });
    }

    [Test]
    public async Task Reasoning_is_shown_as_a_summary(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("reasoning/reasoning-content", cancellationToken);

        var answer = await DotnetAnswer.ReadAsync(Client(stage), Ask(stage, "Is 7 prime?"), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Reasoning, Is.EqualTo("Seven has no divisors."));
            Assert.That(answer.Items.OfType<ReasoningResponseItem>().Single().GetSummaryText(), Is.EqualTo("Seven has no divisors."));
            Assert.That(answer.Text, Is.EqualTo("Yes"));
            Assert.That(answer.Final!.Usage.OutputTokenDetails.ReasoningTokenCount, Is.EqualTo(6));
        });
    }

    [Test]
    public async Task Calls_whose_arguments_come_interleaved_are_told_apart(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("tools/arguments-interleaved", cancellationToken);

        var answer = await DotnetAnswer.ReadAsync(Client(stage), AskWithTools(stage, "Weather and time in Oslo?"), cancellationToken);

        Assert.That(
            answer.Calls.Select(static call => (call.CallId, call.FunctionName, call.FunctionArguments.ToString())),
            Is.EqualTo(new[] { ("call_1", "get_weather", """{"city":"Oslo"}"""), ("call_2", "get_time", """{"zone":"CET"}""") }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_agent_is_understood_for_three_turns(bool stored, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("clients/agent-loop", cancellationToken);
        var options = AskWithTools(stage, "Is it warmer in Oslo or in Rome?");
        options.StoredOutputEnabled = stored;

        var answer = await DotnetAnswer.ReadAsync(Client(stage), options, cancellationToken);
        while (answer.Calls.Any())
        {
            options = Next(options, answer);
            answer = await DotnetAnswer.ReadAsync(Client(stage), options, cancellationToken);
        }

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("It is warmer in Rome."));
            Assert.That(vendor.Divergences(), Is.Empty);
            Assert.That(vendor.PlayedToTheEnd);
        });
    }

    [Test]
    public async Task A_schema_reaches_the_vendor_and_its_answer_parses(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("request/json-schema", cancellationToken);
        var schema = BinaryData.FromString(
            """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""");
        var options = Ask(stage, "Name a colour");
        options.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("colour", schema, jsonSchemaIsStrict: true),
        };

        var answer = await DotnetAnswer.ReadAsync(Client(stage), options, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("""{"name":"green"}"""));
            Assert.That(vendor.Divergences(), Is.Empty);
        });
    }

    [Test]
    public async Task An_image_reaches_the_vendor_beside_its_text(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("request/image", cancellationToken);
        var options = new CreateResponseOptions { Model = stage.Key };
        options.InputItems.Add(ResponseItem.CreateUserMessageItem([
            ResponseContentPart.CreateInputTextPart("What is this?"),
            ResponseContentPart.CreateInputImagePart(new Uri("data:image/png;base64,iVBORw0KGgo="), ResponseImageDetailLevel.Low),
        ]));

        var answer = await DotnetAnswer.ReadAsync(Client(stage), options, cancellationToken);

        var vendor = await stage.EndAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("A cat"));
            Assert.That(vendor.Divergences(), Is.Empty);
        });
    }

    [Test]
    public async Task A_reader_that_leaves_in_the_middle_stops_the_vendor(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("timing/hang-up-mid-stream", cancellationToken);

        await foreach (var update in Stream(stage, cancellationToken))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate)
            {
                break;
            }
        }

        Assert.That((await stage.EndAsync(cancellationToken)).Aborted);
    }

    [Test]
    public async Task A_reader_that_cancels_in_the_middle_stops_the_vendor(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("timing/hang-up-mid-stream", cancellationToken);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        await Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Stream(stage, reading.Token))
            {
                if (update is StreamingResponseOutputTextDeltaUpdate)
                {
                    await reading.CancelAsync();
                }
            }
        });

        Assert.That((await stage.EndAsync(cancellationToken)).Aborted);
    }

    [Test]
    public async Task A_failure_in_the_middle_is_told_with_the_vendors_words(CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("errors/in-stream-after-text", cancellationToken);

        var answer = await DotnetAnswer.ReadAsync(Client(stage), Ask(stage, "Tell a long story"), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("Once upon"));
            Assert.That(answer.Error, Does.Contain("overloaded"));
            Assert.That(answer.Final!.Status, Is.EqualTo(ResponseStatus.Failed));
            Assert.That(answer.Final.Error.Code.ToString(), Is.EqualTo("server_is_overloaded"));
            Assert.That(answer.Final.Error.Message, Does.Contain("overloaded"));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refusal_before_the_answer_is_an_exception_with_its_status_and_words(
        bool stream, CancellationToken cancellationToken)
    {
        await using var stage = await ClientStage.OpenAsync("errors/unauthorised", cancellationToken);
        var client = Client(stage);

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => stream
            ? DotnetAnswer.ReadAsync(client, Ask(stage, "Say hello"), cancellationToken)
            : client.CreateResponseAsync(Ask(stage, "Say hello"), cancellationToken));

        Assert.Multiple(() =>
        {
            Assert.That(refused!.Status, Is.EqualTo(401));
            Assert.That(refused.Message, Does.Contain("Incorrect API key provided").And.Contain("invalid_api_key"));
        });
    }

    private static ResponsesClient Client(ClientStage stage) => new(
        new ApiKeyCredential(stage.Key),
        new ResponsesClientOptions { Endpoint = stage.Relay, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    private static async IAsyncEnumerable<StreamingResponseUpdate> Stream(
        ClientStage stage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = Ask(stage, "Tell a long story");
        options.StreamingEnabled = true;
        await using var updates = await Client(stage).CreateResponseStreamingAsync(options, cancellationToken);
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            yield return update;
        }
    }

    private static CreateResponseOptions Ask(ClientStage stage, string question) =>
        new(stage.Key, [ResponseItem.CreateUserMessageItem(question)]);

    private static CreateResponseOptions AskWithTools(ClientStage stage, string question) => WithTools(Ask(stage, question));

    // With a store the client names the response before and sends only what is new; without one it sends everything again.
    private static CreateResponseOptions Next(CreateResponseOptions before, DotnetAnswer answer)
    {
        var outputs = answer.Calls.Select(static call => ResponseItem.CreateFunctionCallOutputItem(
            call.CallId, ToolOutputs[$"{call.FunctionName} {call.FunctionArguments}"]));
        return WithTools(before.StoredOutputEnabled is true
            ? new CreateResponseOptions(before.Model, outputs) { StoredOutputEnabled = true, PreviousResponseId = answer.Final!.Id }
            : new CreateResponseOptions(before.Model, [.. before.InputItems, .. answer.Items, .. outputs]) { StoredOutputEnabled = false });
    }

    private static CreateResponseOptions WithTools(CreateResponseOptions options)
    {
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_weather", Parameters("city"), strictModeEnabled: false));
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_time", Parameters("zone"), strictModeEnabled: false));
        return options;
    }

    private static BinaryData Parameters(string name) =>
        BinaryData.FromString($$$"""{"type":"object","properties":{"{{{name}}}":{"type":"string"}},"required":["{{{name}}}"]}""");
}
