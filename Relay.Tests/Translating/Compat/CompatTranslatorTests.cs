using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using NUnit.Framework;
using Relay.ChatCompletions;
using Relay.Compat.CodexRelay;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Profiles;

namespace Relay.Tests.Translating.Compat;

/// <summary>The copies of older systems with input that no case plays: invalid text, complete answers, memory.</summary>
internal sealed class CompatTranslatorTests
{
    private const string Call = """{"choices":[{"delta":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}}]}""";

    private static readonly UpstreamEnding Lost = UpstreamEnding.Failed(new ApiError("upstream_connection_lost", "Lost."));

    [Test]
    public void Half_a_surrogate_pair_makes_a_chunk_unreadable(
        [Values("codex_relay", "codex_core", "codex_api_v1", "codex_api_v2")] string rules)
    {
        var events = Run(rules, UpstreamEnding.Closed, """{"choices":[{"index":0,"delta":{"content":"\ud83d"}}]}"""u8.ToArray());

        Assert.That(events, Has.None.Contains("delta"));
        Assert.That(events[^1], Does.Contain("response.completed"));
    }

    [Test]
    public void What_is_no_text_silences_the_rest_and_fails_at_the_end([Values("codex_core", "codex_api_v1", "codex_api_v2")] string rules)
    {
        var events = Run(rules, UpstreamEnding.Closed, [0xFF], Text("late"));

        Assert.That(events, Has.Count.EqualTo(1));
        Assert.That(events[0], Does.Contain("response.failed").And.Contain("upstream_bad_response"));
    }

    [Test]
    public void What_is_no_text_silences_the_rest_and_still_completes_codex_relay()
    {
        var events = Run("codex_relay", UpstreamEnding.Closed, Text("early"), [0xFF], Text("late"));

        Assert.That(events[^1], Does.Contain("response.completed").And.Contain("early").And.Not.Contain("late"));
    }

    [Test]
    public void The_end_of_the_body_after_a_completion_differs_between_the_two_versions()
    {
        var stop = """{"choices":[{"finish_reason":"stop"}]}"""u8.ToArray();

        Assert.That(Run("codex_api_v1", UpstreamEnding.Closed, stop, Text("x"))[^1], Does.Contain("output_item.done"));
        Assert.That(Run("codex_api_v2", UpstreamEnding.Closed, stop, Text("x"))[^1], Does.Contain("output_text.delta"));
    }

    [Test]
    public void A_connection_lost_after_a_completion_is_told_behind_it()
    {
        var events = Run("codex_api_v1", Lost, """{"choices":[{"finish_reason":"stop"}]}"""u8.ToArray());

        Assert.That(events[0], Does.Contain("response.completed"));
        Assert.That(events[1], Does.Contain("response.failed").And.Contain("upstream_connection_lost"));
    }

    [Test]
    public void A_refusal_is_the_status_and_nothing_else_a_connection_error()
    {
        var refused = UpstreamEnding.Failed(new ApiError("rate_limit_exceeded", "Slow down.") { UpstreamStatus = 429 }) with
        {
            IsRefusal = true,
        };
        var unreachable = Lost with { IsRefusal = true };

        Assert.That(Run("codex_relay", refused)[^1], Does.Contain("\"code\":\"429\""));
        Assert.That(Run("codex_relay", unreachable)[^1], Does.Contain("\"code\":\"connection_error\""));
    }

    [Test]
    public void A_whole_answer_is_translated_like_a_stream([Values(
        "codex_core", "codex_api_v1", "codex_api_v2", "codex_relay")] string rules)
    {
        var translator = Make(rules);
        var events = new ArrayBufferWriter<byte>();

        translator.Begin(events);
        translator.Translate(
            PayloadKind.Completion,
            """{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"""u8,
            events);
        var final = translator.End(UpstreamEnding.Done, events);

        Assert.That(
            Encoding.UTF8.GetString(final.Json.ToArray()), Does.Contain("\"status\":\"completed\"").And.Contain("\"call_id\":\"c\""));
    }

    [Test]
    public void A_call_that_is_done_is_forgotten_with_its_index()
    {
        var finish = """{"choices":[{"finish_reason":"tool_calls"}]}"""u8.ToArray();

        var events = Run("codex_api_v2", UpstreamEnding.Closed, Encoding.UTF8.GetBytes(Call), finish, finish);

        Assert.That(events.Count(line => line.Contains("output_item.done", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void A_call_of_a_tool_that_went_up_as_a_function_comes_back_as_it_was_declared(
        [Values("codex_relay", "codex_core", "codex_api_v1", "codex_api_v2")] string rules)
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Done(rules, new ToolOrigin("files.read", null, IsCustom: false), "{}"),
                Does.Contain("\"function_call\"").And.Contain("\"files.read\"").And.Not.Contain("namespace"));
            Assert.That(
                Done(rules, new ToolOrigin("exec", "agents", IsCustom: true), "{\\\"input\\\":\\\"ls\\\"}"),
                Does.Contain("\"custom_tool_call\"").And.Contain("\"namespace\":\"agents\",\"name\":\"exec\",\"input\":\"ls\""));
            Assert.That(
                Done(rules, new ToolOrigin("local_shell", null, IsCustom: false, BuiltInTool.LocalShell), "{\\\"command\\\":[\\\"ls\\\"]}"),
                Does.Contain("\"local_shell_call\"").And.Contain("\"command\":[\"ls\"]").And.Not.Contain("\"name\""));
        });
    }

    [Test]
    public void Codex_relay_sends_the_input_of_a_custom_tool_in_one_delta_and_the_action_of_a_built_in_one_in_none()
    {
        var custom = Calling("codex_relay", new ToolOrigin("exec", null, IsCustom: true), "{\\\"input\\\":\\\"ls\\\"}");
        var shell = Calling(
            "codex_relay", new ToolOrigin("local_shell", null, IsCustom: false, BuiltInTool.LocalShell), "{\\\"command\\\":[\\\"ls\\\"]}");

        Assert.That(
            custom.Single(line => line.Contains(".delta", StringComparison.Ordinal)),
            Does.Contain("response.custom_tool_call_input.delta").And.Contain("\"delta\":\"ls\""));
        Assert.That(shell, Has.None.Contains(".delta"));
    }

    [Test]
    public void Reasoning_is_found_by_its_client_only_and_the_oldest_is_removed_first()
    {
        var memory = new ReasoningMemory(maxBytes: 1200);
        memory.ForClient("Bearer one").Store(new TurnReasoning("first", "", ["call_1"]));
        memory.ForClient("Bearer one").Store(new TurnReasoning("second", "said", []));

        Assert.That(memory.ForClient("Bearer one").FindByCall("call_1"), Is.EqualTo("first"));
        Assert.That(memory.ForClient("Bearer one").FindByText("said"), Is.EqualTo("second"));
        Assert.That(memory.ForClient("Bearer two").FindByCall("call_1"), Is.Null);

        memory.ForClient("Bearer two").Store(new TurnReasoning(new string('x', 250), "", ["call_2"]));

        Assert.That(memory.ForClient("Bearer one").FindByCall("call_1"), Is.Null);
        Assert.That(memory.ForClient("Bearer two").FindByCall("call_2"), Is.Not.Null);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes($$$"""{"choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""");

    private static string Done(string rules, ToolOrigin origin, string arguments) =>
        Calling(rules, origin, arguments).Single(line => line.Contains("output_item.done", StringComparison.Ordinal));

    /// <summary>Calls a tool that the upstream knows as f.</summary>
    private static List<string> Calling(string rules, ToolOrigin origin, string arguments)
    {
        var echo = TranslationSetup.EchoOf("{}") with
        {
            DeclaredTools = new HashSet<string> { "f" },
            ToolOrigins = new Dictionary<string, ToolOrigin> { ["f"] = origin },
        };
        var call = $$$"""{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":"""
            + $$$"""{"name":"f","arguments":"{{{arguments}}}"}}]},"finish_reason":"tool_calls"}]}""";
        return Run(Make(rules, echo), UpstreamEnding.Closed, Encoding.UTF8.GetBytes(call));
    }

    private static IResponseTranslator Make(string rules, ResponseEcho? echo = null) =>
        Make(echo ?? TranslationSetup.EchoOf("{}"), RelayPolicies.Default with { Translation = rules });

    private static IResponseTranslator Make(ResponseEcho echo, RelayPolicies policies) =>
        new ProfileMap().Resolve(policies).CreateTranslator(new TranslatorSettings(echo, policies, new CountedIds(), SecretWords.None));

    private static List<string> Run(string rules, UpstreamEnding ending, params byte[][] payloads) => Run(Make(rules), ending, payloads);

    private static List<string> Run(IResponseTranslator translator, UpstreamEnding ending, params byte[][] payloads)
    {
        var buffer = new ArrayBufferWriter<byte>();
        translator.Begin(buffer);
        foreach (var payload in payloads)
        {
            if (translator.Translate(PayloadKind.Chunk, payload, buffer) is ChunkOutcome.Ended)
            {
                break;
            }
        }

        translator.End(ending, buffer);
        using var stream = new MemoryStream(buffer.WrittenSpan.ToArray());
        return [.. SseParser.Create(stream).Enumerate().Select(item => item.Data)];
    }
}
