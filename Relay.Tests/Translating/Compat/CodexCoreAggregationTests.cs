using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Profiles;

namespace Relay.Tests.Translating.Compat;

/// <summary>The adapter around codex-core's client, in both of its modes, at every end of a stream.</summary>
internal sealed class CodexCoreAggregationTests
{
    private const string Text = """{"choices":[{"delta":{"content":"Hel"}}]}""";
    private const string Rest = """{"choices":[{"delta":{"content":"lo"}}]}""";
    private const string Reasoning = """{"choices":[{"delta":{"reasoning":"Hm"}}]}""";
    private const string Call = """{"choices":[{"delta":{"tool_calls":[{"id":"c","function":{"name":"f"}}]},"finish_reason":"tool_calls"}]}""";
    private const string Stop = """{"choices":[{"finish_reason":"stop"}]}""";
    private const string Length = """{"choices":[{"finish_reason":"length"}]}""";
    private const string ToolCalls = """{"choices":[{"finish_reason":"tool_calls"}]}""";
    private const string Done = "[DONE]";
    private const string Lost = "lost";
    private const string Deltas = "text Hel|text lo|thought Hm|";

    [TestCase("streaming", "", ExpectedResult = Deltas + "message Hello|completed")]
    [TestCase("streaming", Length, ExpectedResult = Deltas + "message Hello|completed")]
    [TestCase("streaming", ToolCalls, ExpectedResult = Deltas + "message Hello|completed")]
    [TestCase("streaming", Done, ExpectedResult = Deltas + "reasoning Hm|message Hello|completed")]
    [TestCase("streaming", Stop, ExpectedResult = Deltas + "reasoning Hm|message Hello|completed")]
    [TestCase("streaming", Call, ExpectedResult = Deltas + "reasoning Hm|function_call|message Hello|completed")]
    [TestCase("streaming", Lost, ExpectedResult = Deltas + "failed")]
    [TestCase("aggregated", "", ExpectedResult = "reasoning Hm|message Hello|completed")]
    [TestCase("aggregated", Length, ExpectedResult = "reasoning Hm|message Hello|completed")]
    [TestCase("aggregated", ToolCalls, ExpectedResult = "reasoning Hm|message Hello|completed")]
    [TestCase("aggregated", Done, ExpectedResult = "reasoning Hm|reasoning Hm|message Hello|completed")]
    [TestCase("aggregated", Stop, ExpectedResult = "reasoning Hm|reasoning Hm|message Hello|completed")]
    [TestCase("aggregated", Call, ExpectedResult = "reasoning Hm|function_call|reasoning Hm|message Hello|completed")]
    [TestCase("aggregated", Lost, ExpectedResult = "failed")]
    [TestCase("off", "", ExpectedResult = Deltas + "completed")]
    [TestCase("off", Done, ExpectedResult = Deltas + "message Hello|reasoning Hm|completed")]
    public string Each_end_is_told_as_the_adapter_told_it(string mode, string end)
    {
        var policies = PolicyPresets.Apply("codex-core", RelayPolicies.Default)!;
        Assert.That(PolicyCatalog.TrySet(policies, "core_aggregation", mode, out policies, out _), Is.True);
        var translator = new ProfileMap().Resolve(policies).CreateTranslator(
            new TranslatorSettings(TranslationSetup.EchoOf("{}"), policies, new CountedIds(), SecretWords.None));
        var events = new ArrayBufferWriter<byte>();

        foreach (var payload in new[] { Text, Rest, Reasoning, end }.Where(static payload => payload is not ("" or Lost)))
        {
            translator.Translate(PayloadKind.Chunk, Encoding.UTF8.GetBytes(payload), events);
        }

        translator.End(
            end == Lost ? UpstreamEnding.Failed(new ApiError("upstream_connection_lost", "Lost.")) : UpstreamEnding.Closed, events);

        using var stream = new MemoryStream(events.WrittenSpan.ToArray());
        return string.Join('|', SseParser.Create(stream).Enumerate().Select(static one => Name(JsonElement.Parse(one.Data))));
    }

    private static string Name(JsonElement json) => json.GetProperty("type").GetString() switch
    {
        "response.output_text.delta" => "text " + json.GetProperty("delta").GetString(),
        "response.reasoning_text.delta" => "thought " + json.GetProperty("delta").GetString(),
        "response.output_item.done" => Name(json.GetProperty("item"), "content"),
        var type => type!["response.".Length..],
    };

    private static string Name(JsonElement item, string content) =>
        item.GetProperty("type").GetString() + (item.TryGetProperty(content, out var parts)
            ? " " + string.Concat(parts.EnumerateArray().Select(static part => part.GetProperty("text").GetString()))
            : "");
}
