using System.Text;
using System.Text.Json;
using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>The response object, and that a stream and a body agree on it.</summary>
internal sealed class ResponseObjectTests
{
    private static readonly string[] Members =
    [
        "id", "object", "created_at", "completed_at", "status", "incomplete_details", "model", "previous_response_id", "instructions",
        "output", "error",
        "tools", "tool_choice", "truncation", "parallel_tool_calls", "text", "top_p", "presence_penalty", "frequency_penalty",
        "top_logprobs", "temperature",
        "reasoning", "usage", "max_output_tokens", "max_tool_calls", "store", "background", "service_tier", "metadata", "safety_identifier",
        "prompt_cache_key", "user",
    ];

    [Test]
    public void Every_lifecycle_event_carries_the_whole_object()
    {
        var run = Translation.Run(Text("a"), Finish("stop"), Done);

        var objects = run.Events.Where(data => data.TryGetProperty("response", out _))
            .Select(data => data.GetProperty("response"))
            .ToList();
        Assert.That(objects, Has.Count.EqualTo(3));
        foreach (var response in objects)
        {
            Assert.That(response.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(Members));
            Assert.That(response.GetProperty("id").GetString(), Is.EqualTo("resp_1"));
            Assert.That(response.GetProperty("created_at").GetInt64(), Is.EqualTo(1_700_000_000));
        }

        Assert.That(objects[0].GetProperty("status").GetString(), Is.EqualTo("in_progress"));
        Assert.That(objects[0].GetProperty("output").GetArrayLength(), Is.Zero);
        Assert.That(objects[0].GetProperty("usage").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("temperature", "1")]
    [TestCase("top_p", "1")]
    [TestCase("tools", "[]")]
    [TestCase("tool_choice", "\"auto\"")]
    [TestCase("truncation", "\"disabled\"")]
    [TestCase("text", "{\"format\":{\"type\":\"text\"}}")]
    [TestCase("reasoning", "{\"effort\":null,\"summary\":null}")]
    [TestCase("metadata", "{}")]
    [TestCase("parallel_tool_calls", "true")]
    [TestCase("store", "true")]
    [TestCase("background", "false")]
    [TestCase("service_tier", "\"default\"")]
    [TestCase("instructions", "null")]
    [TestCase("max_output_tokens", "null")]
    [TestCase("top_logprobs", "0")]
    public void What_the_request_is_silent_about_has_its_default(string member, string value)
    {
        var silent = Translation.Run(Done);
        var nulls = Translation.Run(new TranslationSetup { Echo = TranslationSetup.EchoOf($"{{\"{member}\":null}}") }, Done);

        Assert.That(silent.Response.GetProperty(member).GetRawText(), Is.EqualTo(value));
        Assert.That(nulls.Response.GetProperty(member).GetRawText(), Is.EqualTo(value));
    }

    [TestCase("temperature", "0.2")]
    [TestCase("instructions", "\"be \\\"kind\\\" \\ud83d\\ude00\"", "\"be \\\"kind\\\" 😀\"")]
    [TestCase("instructions", "\"half \\ud83d\"", "\"half \ufffd\"")]
    [TestCase("metadata", "{ \"a\" :\n\"b\" }", "{\"a\":\"b\"}")]
    [TestCase("text", "{\"verbosity\":\"low\"}", "{\"format\":{\"type\":\"text\"},\"verbosity\":\"low\"}")]
    [TestCase("text", "{\"format\":{\"type\":\"json_object\"}}", "{\"format\":{\"type\":\"json_object\"}}")]
    [TestCase("reasoning", "{\"effort\":\"low\"}", "{\"effort\":\"low\",\"summary\":null}")]
    [TestCase(
        "tools",
        "[{\"type\":\"function\",\"name\":\"x\"},{\"type\":\"web_search\"}]",
        "[{\"type\":\"function\",\"name\":\"x\",\"description\":null,\"parameters\":null,\"strict\":null},{\"type\":\"web_search\"}]")]
    [TestCase("tool_choice", "{\"type\":\"function\",\"name\":\"x\"}")]
    public void The_request_is_echoed(string member, string value, string? echoed = null)
    {
        var run = Translation.Run(new TranslationSetup { Echo = TranslationSetup.EchoOf($"{{\"{member}\":{value}}}") }, Done);

        Assert.That(run.Response.GetProperty(member).GetRawText(), Does.StartWith("\"be").Or.EqualTo(echoed ?? value));
        Assert.That(JsonElement.DeepEquals(run.Response.GetProperty(member), JsonDocument.Parse(echoed ?? value).RootElement));
    }

    [Test]
    public void A_body_is_translated_like_a_stream_that_says_the_same()
    {
        const string Usage = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}";
        var message = $"{{\"role\":\"assistant\",\"content\":\"<think>hm</think>hi\",\"tool_calls\":[{Element(null, "A", "x", "{}")}]}}";

        var body = Translation.RunCompletion($"{{\"object\":\"chat.completion\",\"choices\":[{{\"index\":0,\"message\":{message},"
            + $"\"finish_reason\":\"tool_calls\"}}],{Usage}}}");
        var stream = Translation.Run(
            Text("<thi"),
            Text("nk>hm</think>h"),
            Text("i"),
            Call(0, "A", "x"),
            Call(0, args: "{"),
            Call(0, args: "}"),
            Finish("tool_calls"),
            $"{{\"choices\":[],{Usage}}}",
            Done);

        Assert.That(body.Outcome, Is.EqualTo("completed | reasoning 'hm' | message 'hi' | A x {}"));
        Assert.That(body.Response.GetRawText(), Is.EqualTo(stream.Response.GetRawText()));
    }

    [TestCase("""{"error":{"message":"no","code":"model_not_found"}}""", "failed(model_not_found)")]
    [TestCase(
        """{"choices":[{"message":{"content":"a"},"finish_reason":"length"}]}""",
        "incomplete(max_output_tokens) | message 'a' (incomplete)")]
    [TestCase("""{"choices":[{"message":{"content":"a"}}]}""", "completed | message 'a'")]
    [TestCase("""{"choices":[]}""", "failed(upstream_bad_response)")]
    [TestCase("""{"detail":"Not Found"}""", "failed(upstream_error)")]
    [TestCase("""{"node":7}""", "failed(upstream_bad_response)")]
    [TestCase("<!doctype html>", "failed(upstream_bad_response)")]
    [TestCase("", "failed(upstream_bad_response)")]
    public void A_body_is_judged_as_a_whole(string body, string outcome)
    {
        Assert.That(Translation.RunCompletion(body).Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void The_same_answer_makes_the_same_bytes()
    {
        string[] payloads = [Reasoning("r"), Text("a"), Call(0, "A", "x", "{}"), Finish("tool_calls"), Done];

        var first = Translation.Run(payloads);
        var second = Translation.Run(payloads);

        Assert.That(Encoding.UTF8.GetString(second.Bytes), Is.EqualTo(Encoding.UTF8.GetString(first.Bytes)));
    }
}
