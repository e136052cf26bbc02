using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Presets;
using Relay.Profiles;
using Relay.Sealing;

namespace Relay.Tests.Translating;

/// <summary>
/// Replaces every string and every member name of a chunk by values that break careless writers. Whatever the policy, each event stays one
/// event, and the stream ends with one terminal event.
/// </summary>
internal sealed partial class HostileValueTests
{
    private static readonly string[] Terminals = ["response.completed", "response.incomplete", "response.failed"];

    // Escaped as a vendor sends them: an injected event behind a quote, and half a surrogate pair.
    private static readonly string[] Tokens =
    [
        """ "x\"}\r\n\r\nevent: response.completed\r\ndata: {}\r\n\r\nevent: \n\n" """.Trim(),
        """ "a\ud800b" """.Trim(),
    ];

    private static readonly string[][] Streams =
    [
        [
            """{"id":"c1","object":"chat.completion.chunk","model":"m1","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"r"}}]}""",
            """
            {"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":"d","signature":"s","id":"i","format":"f"}]}}]}
            """,
            """
            {"choices":[{"index":0,"delta":{"content":"hello"},"logprobs":{"content":[
            {"token":"t","logprob":-1,"bytes":[1],"top_logprobs":[{"token":"u","logprob":-2}]}]}}]}
            """,
            """
            {"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"p"}],
            "annotations":[{"type":"url_citation","url_citation":{"url":"http://a","title":"t"}}]}}]}
            """,
            """{"choices":[{"index":0,"delta":{"thinking_blocks":[{"type":"thinking","thinking":"k","signature":"s"}]}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"<think>a</think>b"}}],"citations":["http://b"]}""",
            """
            {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function",
            "function":{"name":"x","arguments":"{\"a\":"},"extra_content":{"google":{"thought_signature":"v"}}}]}}]}
            """,
            """
            {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","function":{"arguments":"1}"},"extra_content":{"more":"w"}}]}}]}
            """,
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"z","arguments":"{}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
        ],
        [
            """{"choices":[{"index":0,"delta":{"refusal":"no","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"function_call":{"name":"x","arguments":"{}"}},"finish_reason":"stop"}]}""",
        ],
        ["""{"choices":[{"index":0,"delta":{"content":"a"}}]}""", """{"error":{"message":"m","type":"t","code":"c","param":"p"}}"""],
        [
            """
            {"choices":[{"index":0,"message":{"role":"assistant","content":"m","reasoning":"r",
            "tool_calls":[{"id":"M","type":"function","function":{"name":"x","arguments":"{}"}}]},"finish_reason":"stop"}]}
            """,
        ],
    ];

    private static IEnumerable<string> Settings() =>
    [
        .. PolicyCatalog.All.SelectMany(policy => policy.Values.Select(value => $"{policy.Name}={value.Name}")),
        .. PolicyPresets.Names.Select(name => $"preset {name}"),
    ];

    [TestCaseSource(nameof(Settings))]
    public void No_string_of_an_upstream_leaves_its_place(string setting)
    {
        var policies = Read(setting);
        var profile = new ProfileMap().Resolve(policies);
        var places = 0;
        foreach (var stream in Streams)
        {
            for (var chunk = 0; chunk < stream.Length; chunk++)
            {
                foreach (Match place in StringToken().Matches(stream[chunk]))
                {
                    foreach (var token in Tokens)
                    {
                        places++;
                        string[] hostile = [.. stream];
                        hostile[chunk] = string.Concat(
                            stream[chunk].AsSpan(0, place.Index), token, stream[chunk].AsSpan(place.Index + place.Length));
                        Check(Translate(profile, policies, hostile), profile, hostile[chunk]);
                    }
                }
            }
        }

        Assert.That(places, Is.GreaterThan(200));
    }

    [TestCase(70)]
    [TestCase(500)]
    public void Fields_of_a_vendor_nested_deep_in_two_chunks_are_merged(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        string[] stream =
        [
            $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"x","arguments":"{}"},"extra_content":{{{deep}}}}]}}]}""",
            $$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"more":{{{deep}}}}]},"finish_reason":"tool_calls"}]}""",
        ];

        var written = Translate(new ProfileMap().Resolve(RelayPolicies.Default), RelayPolicies.Default, stream);

        Assert.That(written, Does.Contain("event: response.completed\n"));
    }

    [Test]
    public void A_lone_surrogate_in_a_name_or_a_type_loses_nothing_else()
    {
        var run = Translation.Run(
            """{"\ud800":1,"object":"\udc00","choices":[{"index":0,"\ud800":[],"delta":{"content":"a","\udfff":"b"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"\ud83d":{}}""",
            Chunks.Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'ab'"));
    }

    private static RelayPolicies Read(string setting)
    {
        if (setting.StartsWith("preset ", StringComparison.Ordinal))
        {
            return PolicyPresets.Apply(setting["preset ".Length..], RelayPolicies.Default)!;
        }

        var parts = setting.Split('=');
        Assert.That(PolicyCatalog.TrySet(RelayPolicies.Default, parts[0], parts[1], out var policies, out var problem), problem);
        return policies;
    }

    private static ResponseEcho Echo { get; } =
        TranslationSetup.EchoOf("""{"include":["message.output_text.logprobs"]}""", "x") with { EncryptsReasoning = true };

    private static ReasoningSeal Seal { get; } = ReasoningSeal.ForThisProcess();

    private static string Translate(RelayProfile profile, RelayPolicies policies, IEnumerable<string> payloads)
    {
        using var events = new EventBuffer();
        var translator = profile.CreateTranslator(new TranslatorSettings(
            Echo, policies, new CountedIds(), SecretWords.None, Seal));
        var ending = UpstreamEnding.Done;
        foreach (var payload in payloads)
        {
            var outcome = translator.Translate(PayloadKind.Chunk, Encoding.UTF8.GetBytes(payload), events);
            if (outcome is ChunkOutcome.Failed or ChunkOutcome.Ended)
            {
                ending = UpstreamEnding.Closed;
                break;
            }
        }

        translator.End(ending, events);
        return Encoding.UTF8.GetString(events.Written);
    }

    // Plain conditions, since a constraint for each of some million frames costs more than the translations.
    private static void Check(string written, RelayProfile profile, string input)
    {
        var terminals = 0;
        Require(written.EndsWith("\n\n", StringComparison.Ordinal), "an unfinished event", input, written);
        Require(!written.Contains('\r', StringComparison.Ordinal), "a carriage return", input, written);
        var rest = written.AsSpan(0, written.Length - 2);
        foreach (var range in rest.Split("\n\n"))
        {
            var frame = rest[range];
            if (frame is "data: [DONE]")
            {
                continue;
            }

            var end = frame.IndexOf('\n');
            Require(end > 0 && !frame[(end + 1)..].Contains('\n'), "a frame that has not two lines", input, written);
            var type = frame["event: ".Length..end];
            var isTyped = TypeOf(frame[(end + "\ndata: ".Length)..]).AsSpan().SequenceEqual(type);
            Require(isTyped, "an event whose type is not its name", input, written);
            terminals += Terminals.Contains(type.ToString()) ? 1 : 0;
        }

        // Copies of older systems end as those ended.
        Require(profile.Opening is not StreamOpening.WithPayload || terminals == 1, $"{terminals} terminal events", input, written);
    }

    // Reads the whole object, so that invalid JSON throws.
    private static string? TypeOf(ReadOnlySpan<char> data)
    {
        string? type = null;
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(data.ToString()));
        while (json.Read())
        {
            if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("type"u8))
            {
                json.Read();
                type = json.GetString();
            }
        }

        return type;
    }

    private static void Require(bool holds, string fault, string input, string written)
    {
        if (!holds)
        {
            Assert.Fail($"{fault}\n{input}\n{written}");
        }
    }

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"
        """, RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex StringToken();
}
