using System.Text.Json;
using Conformance.Recording;
using Conformance.Running.Features;
using MockUpstream.Contract;
using Scenarios.Model;
using static Conformance.Running.Wiring.FeatureFinding;

namespace Conformance.Running.Wiring;

/// <summary>The probes of all features. Each looks for the one thing that its feature is, and for nothing else about the answer.</summary>
internal static class FeatureProbes
{
    private const string TurnState = "x-codex-turn-state";
    private const string Thought = "Seven has no divisors.";
    private const string Pixel =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(16);

    /// <summary>The probes in the order of <see cref="RelayFeatures.All"/>.</summary>
    public static IReadOnlyList<FeatureProbe> All { get; } =
    [
        Of(
            RelayFeatures.NonStream,
            [ProbeScenario.Turn("""{"input":"Say hello","stream":false}""", ProbeScenario.Answer())],
            static answers => JudgeBody(answers[0])),
        Of(RelayFeatures.State, [Stored("My name is Ada."), ProbeScenario.Turn(
            """{"input":"What is my name?","previous_response_id":"$resp","stream":true}""", ProbeScenario.Answer("Ada"))], JudgeState),
        Of(RelayFeatures.Retrieve, [Stored("Say hello"), Endpoint("GET", "/v1/responses/$resp")], JudgeRetrieval),
        Of(
            RelayFeatures.Background,
            [ProbeScenario.Turn("""{"input":"Say hello","background":true,"store":true,"stream":false}""", ProbeScenario.Answer())],
            static answers => JudgeBackground(answers[0])),
        Of(RelayFeatures.Models, [Endpoint("GET", "/v1/models")], static answers => JudgeModels(answers[0])),
        Of(
            RelayFeatures.Operations,
            [.. new[] { "/health", "/healthz", "/health/live", "/metrics" }.Select(static path => Endpoint("GET", path))],
            JudgeOperations),
        Of(
            RelayFeatures.CustomTools,
            [Tool("""{"type":"custom","name":"run_code","description":"Runs code."}""", "run_code")],
            static answers => JudgeCustomTool(answers[0])),
        Of(RelayFeatures.HostedTools, [Tool("""{"type":"local_shell"}""", "local_shell")], static answers => JudgeTools(answers[0], "")),
        Of(
            RelayFeatures.ToolSearch,
            [Tool("""{"type":"tool_search","execution":"client","description":"Searches."}""", "tool_search")],
            static answers => JudgeToolSearch(answers[0])),
        Of(
            RelayFeatures.Compaction,
            [ProbeScenario.Turn(
                """{"input":[{"role":"user","content":"Say hello"},{"type":"compaction_trigger"}],"store":false,"stream":true}""",
                ProbeScenario.Answer())],
            static answers => JudgeCompaction(answers[0])),
        Of(RelayFeatures.Namespaces, [Tool(
            """{"type":"namespace","name":"files","description":"Files.","tools":"""
                + """[{"type":"function","name":"read_all","description":"Reads.","parameters":{"type":"object","properties":{}}}]}""",
            "read_all")], static answers => JudgeTools(answers[0], "read_all")),
        Of(RelayFeatures.Images, [ProbeScenario.Turn(
            $$"""{"input":[{"role":"user","content":[{"type":"input_text","text":"What is """
                + $$"""this?"},{"type":"input_image","image_url":"{{Pixel}}"}]}],"stream":true}""",
            ProbeScenario.Answer())], static answers => JudgeChat(answers[0], "iVBORw0KGgo", "the image")),
        Of(RelayFeatures.Reasoning, [Reasoned("")], static answers => JudgeReasoning(answers[0])),
        Of(RelayFeatures.ReasoningInput, [ProbeScenario.Turn(
            $$"""{"input":[{"role":"user","content":"Is 7 """
                + $$"""prime?"},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"{{Thought}}"}]},{"role":"assistant","content":"Yes"},{"role":"user","content":"And 9?"}],"stream":true}""",
            ProbeScenario.Answer("No"))], static answers => JudgeChat(answers[0], Thought, "the reasoning")),
        Of(
            RelayFeatures.EncryptedReasoning,
            [Reasoned(""","store":false,"include":["reasoning.encrypted_content"]""")],
            static answers => JudgeEncrypted(answers[0])),
        Of(RelayFeatures.Retries, [ProbeScenario.Turn(
            """{"input":"Say hello","stream":true}""",
            ProbeScenario.Failure(503, "Overloaded"),
            ProbeScenario.Answer())], static answers => JudgeRetries(answers[0])),
        Of(RelayFeatures.TurnState, [WithTurnState()], static answers => JudgeTurnState(answers[0])),
        Of(RelayFeatures.KeepAlive, [Held(EventScanner.Comment)], static answers => JudgeKeepAlive(answers[0])) with
        {
            Timeout = SilencePatience,
        },
        Of(RelayFeatures.Clocks, [LeftOpen()], static answers => JudgeClocks(answers[0])),
    ];

    /// <summary>Whether text arrives while the upstream is still sending. Not a feature, because every relay must do this.</summary>
    public static FeatureProbe Streaming { get; } = Of(
        "streaming", [Held("response.output_text.delta")], static answers => JudgeStreaming(answers[0]));

    private static FeatureProbe Of(string feature, IReadOnlyList<Turn> turns, Func<IReadOnlyList<FeatureAnswer>, FeatureFinding> judge) =>
        new(feature, ProbeScenario.Create("probe/" + feature, turns), judge);

    private static Turn Stored(string input) =>
        ProbeScenario.Turn($$"""{"input":{{JsonSerializer.Serialize(input)}},"store":true,"stream":true}""", ProbeScenario.Answer());

    private static Turn Endpoint(string method, string path)
    {
        var turn = ProbeScenario.Turn("{}");
        return turn with { Client = turn.Client with { Http = new EndpointRequest(method, path, Body: null), Stream = false } };
    }

    private static Turn Tool(string tool, string call) => ProbeScenario.Turn(
        $$"""{"input":"Go","tools":[{{tool}}],"stream":true}""",
        ProbeScenario.Script(
            ProbeScenario.Role(),
            ProbeScenario.Delta($$$"""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":"""
                + $$$"""{"name":"{{{call}}}","arguments":"{\"input\":\"1\"}"}}]}"""),
            ProbeScenario.Finish("tool_calls"),
            ProbeScenario.Done()));

    private static Turn Reasoned(string more) => ProbeScenario.Turn(
        $$"""{"input":"Is 7 prime?","reasoning":{"effort":"low","summary":"auto"},"stream":true{{more}}}""",
        ProbeScenario.Script(
            ProbeScenario.Role(),
            ProbeScenario.Delta($$"""{"reasoning_content":"{{Thought}}"}"""),
            ProbeScenario.Text("Yes"),
            ProbeScenario.Finish("stop"),
            ProbeScenario.Usage(),
            ProbeScenario.Done()));

    private static Turn Held(string until) => ProbeScenario.Turn(
        """{"input":"Count","stream":true}""",
        ProbeScenario.Script(
            ProbeScenario.Role(),
            ProbeScenario.Text("one"),
            ProbeScenario.Hold(until),
            ProbeScenario.Text(" two"),
            ProbeScenario.Finish("stop"),
            ProbeScenario.Usage(),
            ProbeScenario.Done()));

    private static Turn LeftOpen() => ProbeScenario.Turn(
        """{"input":"Say hello","stream":true}""",
        ProbeScenario.Script(
            ProbeScenario.Role(), ProbeScenario.Text("Hello"), ProbeScenario.Finish("stop"), ProbeScenario.Usage(), ProbeScenario.Stall()));

    private static Turn WithTurnState()
    {
        var turn = ProbeScenario.Turn(
            """{"input":"Say hello","stream":true}""",
            ProbeScenario.Answer() with { Headers = [KeyValuePair.Create(TurnState, "from-upstream")] });
        return turn with { Client = turn.Client with { Headers = [KeyValuePair.Create(TurnState, "from-client")] } };
    }

    private static FeatureFinding JudgeBody(FeatureAnswer answer)
    {
        if (answer.Turn.Answer.Status is null)
        {
            return Unknown(answer.Words);
        }

        return answer is { IsSuccess: true, Turn.Wire: null, Response: not null } && answer.Item("message") is not null
            ? Present("one JSON body")
            : Lacking(answer.Turn.Wire is not null ? "an event stream anyway" : answer.Words);
    }

    private static FeatureFinding JudgeState(IReadOnlyList<FeatureAnswer> answers) => answers switch
    {
        [{ Id: "" }, ..] => Lacking("no id to continue from"),
        [_, { Requests: > 0 } second] => second.Chat.Contains("Ada", StringComparison.Ordinal)
            ? Present("the first turn reached the upstream again")
            : Lacking("the first turn was left out of the second request"),
        [_, var second] => Lacking(second.Words),
        _ => Unknown("the first turn failed"),
    };

    private static FeatureFinding JudgeRetrieval(IReadOnlyList<FeatureAnswer> answers) => answers switch
    {
        [{ Id: "" }, ..] => Lacking("no id to request"),
        [var first, { IsSuccess: true } second] when second.Id == first.Id => Present("the response was returned again"),
        [_, var second] => Lacking(second.Words),
        _ => Unknown("the first turn failed"),
    };

    private static FeatureFinding JudgeBackground(FeatureAnswer answer) => answer.Status is "queued" or "in_progress"
        ? Present($"answered at once with the status {answer.Status}")
        : Lacking(answer.IsSuccess ? "answered only when the response was ready" : answer.Words);

    private static FeatureFinding JudgeModels(FeatureAnswer answer) =>
        answer.IsSuccess && FeatureAnswer.Member(answer.Response, "data") is { ValueKind: JsonValueKind.Array }
            ? Present("a list")
            : Lacking(answer.Words);

    private static FeatureFinding JudgeOperations(IReadOnlyList<FeatureAnswer> answers) =>
        answers.FirstOrDefault(static answer => answer.IsSuccess) is { } found
            ? Present(found.Turn.RequestLine)
            : Lacking("none at /health, /healthz, /health/live or /metrics");

    private static FeatureFinding JudgeCustomTool(FeatureAnswer answer)
    {
        var declared = JudgeTools(answer, "run_code");
        return declared.State != FeatureState.Present || answer.Item("custom_tool_call") is not null
            ? declared
            : Lacking("the call did not come back as custom_tool_call");
    }

    private static FeatureFinding JudgeToolSearch(FeatureAnswer answer)
    {
        var declared = JudgeTools(answer, "tool_search");
        return declared.State != FeatureState.Present || answer.Item("tool_search_call") is not null
            ? declared
            : Lacking("the call did not come back as tool_search_call");
    }

    private static FeatureFinding JudgeCompaction(FeatureAnswer answer) =>
        answer.Turn.Answer.Status is null ? Unknown(answer.Words)
            : answer.Item("compaction") is not null ? Present("one compaction item")
            : Lacking(answer.IsSuccess ? "an ordinary answer" : answer.Words);

    internal static FeatureFinding JudgeTools(FeatureAnswer answer, string name)
    {
        if (answer.Requests == 0)
        {
            return answer.IsSuccess || answer.Turn.Answer.Status is null ? Unknown(answer.Words) : Lacking(answer.Words);
        }

        return answer.ChatTools.Any(tool => IsDeclared(tool, "function", name)) ? Present("declared to the upstream as a function")
            : answer.ChatTools.Any(tool => IsDeclared(tool, "custom", name)) ? Present("declared to the upstream as a custom tool")
            : answer.ChatTools.Any(tool => tool.GetRawText().Contains(
                name, StringComparison.Ordinal)) ? Lacking("sent to the upstream, but not as a named function")
            : Lacking("left out of the request to the upstream");
    }

    /// <summary>Whether a tool of a chat request is of that type and has a name that holds the given one.</summary>
    private static bool IsDeclared(JsonElement tool, string type, string name)
    {
        var own = FeatureAnswer.Text(FeatureAnswer.Member(FeatureAnswer.Member(tool, type), "name"));
        return own.Length > 0 && own.Contains(name, StringComparison.Ordinal);
    }

    private static FeatureFinding JudgeChat(FeatureAnswer answer, string text, string what)
    {
        if (answer.Requests == 0)
        {
            return answer.IsSuccess || answer.Turn.Answer.Status is null ? Unknown(answer.Words) : Lacking(answer.Words);
        }

        return answer.Chat.Contains(text, StringComparison.Ordinal)
            ? Present($"{what} reached the upstream")
            : Lacking($"{what} was left out of the request to the upstream");
    }

    private static FeatureFinding JudgeReasoning(FeatureAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            return Unknown(answer.Words);
        }

        return answer.Events.FirstOrDefault(static type => type.StartsWith("response.reasoning", StringComparison.Ordinal)) is { } shown
            ? Present(shown)
            : answer.Item("reasoning") is not null ? Present("an item of type reasoning") : Lacking("no reasoning in the answer");
    }

    private static FeatureFinding JudgeEncrypted(FeatureAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            return answer.Turn.Answer.Status is null ? Unknown(answer.Words) : Lacking(answer.Words);
        }

        return FeatureAnswer.Text(FeatureAnswer.Member(answer.Item("reasoning"), "encrypted_content")).Length > 0
            ? Present("encrypted_content in the reasoning item")
            : Lacking("no encrypted_content in the answer");
    }

    private static FeatureFinding JudgeRetries(FeatureAnswer answer) => answer.Requests switch
    {
        0 => Unknown(answer.Words),
        1 => Lacking("one request only"),
        _ => Present("retried after a 503"),
    };

    private static FeatureFinding JudgeTurnState(FeatureAnswer answer)
    {
        if (answer.Requests == 0)
        {
            return Unknown(answer.Words);
        }

        var up = Has(answer.Turn.Upstream.Exchanges[0].Request);
        var down = answer.Turn.Answer.GetHeader(TurnState) is not null;
        return (up, down) switch
        {
            (true, true) => Present("in both directions"),
            (true, false) => Lacking("to the upstream only"),
            (false, true) => Lacking("to the client only"),
            _ => Lacking("in neither direction"),
        };
    }

    private static bool Has(ReceivedRequest request) =>
        request.Headers.Any(static header => string.Equals(header.Key, TurnState, StringComparison.OrdinalIgnoreCase));

    private static FeatureFinding JudgeKeepAlive(FeatureAnswer answer) => IsOpened(answer)
        ? Present("a comment while the upstream was silent")
        : Unknown(answer.Requests == 0 ? answer.Words : $"no comment within {SilencePatience.TotalSeconds:0} s");

    private static FeatureFinding JudgeClocks(FeatureAnswer answer)
    {
        if (answer.Requests == 0)
        {
            return Unknown(answer.Words);
        }

        return answer.Turn.Answer.End == StreamEnd.TimedOut ? Lacking(
            "waits for an upstream that sent a finish_reason and then neither sent [DONE] nor closed")
            : Present("ends an answer whose upstream sent a finish_reason and then neither sent [DONE] nor closed");
    }

    private static FeatureFinding JudgeStreaming(FeatureAnswer answer)
    {
        if (answer.Requests == 0)
        {
            return Unknown(answer.Words);
        }

        return IsOpened(answer) ? Present("incremental") : Lacking("only after the upstream has finished");
    }

    private static bool IsOpened(FeatureAnswer answer) => answer.Turn.Upstream.Exchanges is [{ Completed: true }, ..];
}
