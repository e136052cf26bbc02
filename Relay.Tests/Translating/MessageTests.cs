using System.Text.Json;
using NUnit.Framework;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>Text, refusals, sources, logprobs, and the envelope around them (Q47–Q63, Q108–Q117).</summary>
internal sealed class MessageTests
{
    [Test]
    public void Text_comes_out_in_the_full_grammar()
    {
        var run = Translation.Run(Delta("\"role\":\"assistant\",\"content\":\"\""), Text("He"), Text("llo"), Finish("stop"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 message (in_progress)",
            "content_part.added 0.0 ''",
            "output_text.delta 0.0 'He'",
            "output_text.delta 0.0 'llo'",
            "output_text.done 0.0 'Hello'",
            "content_part.done 0.0 'Hello'",
            "output_item.done 0 message 'Hello'",
            "completed",
        ]));
    }

    [TestCase("Q49 empty content", "\"role\":\"assistant\",\"content\":\"\"")]
    [TestCase("Q50 null content", "\"content\":null,\"refusal\":null,\"tool_calls\":null,\"reasoning\":null,\"audio\":null")]
    [TestCase("Q53 role noise", "\"role\":\"\"")]
    [TestCase("an empty array", "\"content\":[],\"tool_calls\":[]")]
    [TestCase(
        "members of other types",
        "\"content\":7,\"reasoning\":true,\"tool_calls\":\"x\",\"refusal\":{},\"function_call\":\"y\",\"annotations\":{}")]
    public void Nothing_opens_nothing(string name, string members)
    {
        var run = Translation.Run(Delta(members), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed"), name);
        Assert.That(run.Warnings, Has.Some.Contains("no output"));
    }

    [TestCase("Q51 text parts", "\"content\":[{\"type\":\"text\",\"text\":\"h\"},{\"type\":\"text\",\"text\":\"i\"}]", "message 'hi'")]
    [TestCase("Q51 parts without type", "\"content\":[{\"text\":\"hi\"}]", "message 'hi'")]
    [TestCase(
        "Q52 thinking parts",
        "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"hi\"}]",
        "reasoning 'hm' | message 'hi'")]
    [TestCase("a refusal part", "\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]", "message refusal 'no'")]
    public void Content_in_parts_is_joined(string name, string members, string output)
    {
        var run = Translation.Run(Delta(members), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo($"completed | {output}"), name);
    }

    [Test]
    public void A_growing_message_beside_deltas_is_ignored()
    {
        var run = Translation.Run(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"message":{"content":"a"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"b"},"message":{"content":"ab"},"finish_reason":"stop"}]}""");

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'ab'"));
    }

    [TestCase("with the finish", """{"choices":[{"index":0,"message":{"content":"all","reasoning":"why"},"finish_reason":"stop"}]}""")]
    [TestCase(
        "before the finish",
        """{"choices":[{"index":0,"message":{"content":"al"}}]}""",
        """{"choices":[{"index":0,"message":{"content":"all","reasoning":"why"}}]}""")]
    public void A_message_counts_when_no_delta_came(string name, params string[] payloads)
    {
        var run = Translation.Run([.. payloads, Done]);

        Assert.That(run.Outcome, Is.EqualTo("completed | reasoning 'why' | message 'all'"), name);
    }

    [Test]
    public void Content_in_the_chunk_that_finishes_is_kept()
    {
        var run = Translation.Run(Text("a"), """{"choices":[{"index":0,"delta":{"content":"."},"finish_reason":"stop"}]}""", Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a.'"));
    }

    [TestCase("accept", "completed | message 'ab'")]
    [TestCase("drop", "completed | message 'a'")]
    [TestCase("fail", "failed(upstream_bad_response) | message 'a' (incomplete)")]
    public void Content_after_the_finish_follows_its_policy(string policy, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With($"post_finish_delta={policy}"), Text("a"), Finish("stop"), Text("b"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void Text_may_follow_a_finish_on_the_first_chunk()
    {
        var run = Translation.Run(Finish("stop"), Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a'"));
    }

    [Test]
    public void A_refusal_is_a_part_of_its_own()
    {
        var run = Translation.Run(Text("Well"), Delta("\"refusal\":\"I can\""), Delta("\"refusal\":\"not\""), Finish("stop"), Done);

        Assert.That(run.Lines, Is.EqualTo([
            "output_item.added 0 message (in_progress)",
            "content_part.added 0.0 ''",
            "output_text.delta 0.0 'Well'",
            "output_text.done 0.0 'Well'",
            "content_part.done 0.0 'Well'",
            "content_part.added 0.1 refusal ''",
            "refusal.delta 0.1 'I can'",
            "refusal.delta 0.1 'not'",
            "refusal.done 0.1 'I cannot'",
            "content_part.done 0.1 refusal 'I cannot'",
            "output_item.done 0 message 'Well' + refusal 'I cannot'",
            "completed",
        ]));
    }

    [TestCase("annotations", "\"annotations\":[{\"type\":\"url_citation\",\"url\":\"http://a\"}],", "")]
    [TestCase("citations", "", ",\"citations\":[\"http://a\"]")]
    public void Sources_beside_calls_belong_to_the_text_before_the_calls(string name, string member, string beside)
    {
        var run = Translation.Run(
            $$$"""
            {"choices":[{"index":0,"delta":{"content":"a",{{{member}}}
            "tool_calls":[{"index":0,"id":"c","function":{"name":"x","arguments":"{}"}}]},"finish_reason":"tool_calls"}]{{{beside}}}}
            """,
            Done);

        Assert.That(
            run.Response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("annotations").GetArrayLength(),
            Is.EqualTo(1),
            name);
    }

    [Test]
    public void Sources_become_annotations_once_after_the_text()
    {
        const string Nested =
            "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"http://a\",\"title\":\"A\",\"start_index\":1,\"end_index\":2}}";

        var run = Translation.Run(
            Delta($"\"content\":\"a\",\"annotations\":[{Nested}]"),
            $$$"""{"choices":[{"index":0,"delta":{"content":"b","annotations":[{{{Nested}}}]}}],"citations":["http://b"]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"citations":["http://b"]}""",
            Done);

        Assert.That(run.Lines.Where(line => line.Contains("annotation.added", StringComparison.Ordinal)), Is.EqualTo([
            "output_text.annotation.added 0.0 {\"type\":\"url_citation\",\"start_index\":1,\"end_index\":2,\"url\":\"http://a\","
                + "\"title\":\"A\"}",
            "output_text.annotation.added 0.0 {\"type\":\"url_citation\",\"start_index\":0,\"end_index\":0,\"url\":\"http://b\","
                + "\"title\":\"\"}",
        ]));
        Assert.That(
            run.Response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("annotations").GetArrayLength(), Is.EqualTo(2));
    }

    [TestCase(true, 1)]
    [TestCase(false, 0)]
    public void Logprobs_come_only_when_asked_for(bool asked, int count)
    {
        var setup = new TranslationSetup { Echo = TranslationSetup.EchoOf("{}") with { Logprobs = asked } };
        const string Logprobs = "{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":null,\"top_logprobs\":[{\"token\":\"b\","
            + "\"logprob\":-9999,\"bytes\":[98]}]}]}";

        var run = Translation.Run(
            setup, $$"""{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{{Logprobs}}}]}""", Finish("stop"), Done);

        var delta = run.Events.Single(data => data.GetProperty("type").GetString() == "response.output_text.delta");
        var part = run.Response.GetProperty("output")[0].GetProperty("content")[0];
        Assert.That(delta.GetProperty("logprobs").GetArrayLength(), Is.EqualTo(count));
        Assert.That(part.GetProperty("logprobs").GetArrayLength(), Is.EqualTo(count));
        Assert.That(part.GetProperty("logprobs").GetRawText(), Is.EqualTo(delta.GetProperty("logprobs").GetRawText()));
    }

    [Test]
    public void Images_are_left_out_with_a_warning()
    {
        var run = Translation.Run(Delta("\"content\":\"a\",\"images\":[{\"image_url\":{\"url\":\"data:\"}}]"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a'"));
        Assert.That(run.Warnings, Has.Some.Contains("image"));
    }

    [TestCase("Q108 Azure's opener", """{"choices":[],"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}""")]
    [TestCase("Q109 a choice without delta", """{"choices":[{"index":0,"finish_reason":null,"content_filter_offsets":{"a":1}}]}""")]
    [TestCase("Q110 null choices", """{"choices":null}""")]
    [TestCase("Q110 no choices", """{"id":"x"}""")]
    [TestCase("Q110 null", "null")]
    [TestCase("Q110 a null choice", """{"choices":[null,7]}""")]
    [TestCase(
        "Q114 extra members",
        """{"choices":[],"obfuscation":"xx","service_tier":"default","timings":{"a":[1,{"choices":[{"delta":{"content":"no"}}]}]}}""")]
    [TestCase("Q115 a changing id", """{"id":"other","created":7,"model":"x-0813","choices":[{"delta":{}}]}""")]
    [TestCase("Q145 a heartbeat", """{"choices":[],"error":null,"usage":null}""")]
    public void The_envelope_is_passed_over(string name, string payload)
    {
        var run = Translation.Run(payload, Text("a"), payload, Text("b"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'ab'"), name);
        Assert.That(run.Outcomes[0], Is.EqualTo(Relay.Contract.ChunkOutcome.Idle));
        Assert.That(run.Response.GetProperty("model").GetString(), Is.EqualTo("m"), "Q117");
        Assert.That(run.Warnings, Is.Empty);
    }

    [TestCase("first", "completed | message 'a'")]
    [TestCase("merge", "completed | message 'ab'")]
    [TestCase("fail", "failed(upstream_bad_response) | message 'a' (incomplete)")]
    public void Other_choices_follow_their_policy(string policy, string outcome)
    {
        var run = Translation.Run(
            TranslationSetup.With($"choices={policy}"),
            Text("a"),
            """{"choices":[{"index":1,"delta":{"content":"b"},"finish_reason":"length"}]}""",
            Finish("stop"),
            Done);

        Assert.That(run.Outcome.Replace("incomplete(max_output_tokens)", "completed", StringComparison.Ordinal)
            .Replace("(incomplete)", policy == "merge" ? "" : "(incomplete)", StringComparison.Ordinal)
            .TrimEnd(), Is.EqualTo(outcome));
    }

    [TestCase("skip", "completed | message 'ab'")]
    [TestCase("fail", "failed(upstream_bad_response) | message 'a' (incomplete)")]
    public void A_chunk_that_is_no_json_follows_its_policy(string policy, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With($"bad_chunk={policy}"), Text("a"), "{bad", Text("b"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("[]")]
    [TestCase("")]
    [TestCase("ping")]
    [TestCase("PONG")]
    [TestCase("\"keep-alive\"")]
    [TestCase("ping - 2026-11-27 12:00:00.123456+00:00")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"type":"ping"}""")]
    public void A_heartbeat_is_no_loss(string payload)
    {
        var run = Translation.Run(payload, Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a'"));
        Assert.That(run.Warnings, Is.Empty);
    }

    [TestCase("7")]
    [TestCase("\"x\"")]
    [TestCase("x")]
    [TestCase("pinged by another host")]
    [TestCase("[{\"a\":1}]")]
    [TestCase("true")]
    public void Anything_else_may_have_been_part_of_the_answer(string payload)
    {
        var run = Translation.Run(payload, Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_bad_response)"));
    }

    [TestCase("{} {}")]
    [TestCase("""{"choices":[{"delta":{"content":"x"}}]""")]
    [TestCase("""content":"x"}}]}""")]
    public void What_may_have_held_words_fails_the_response(string payload)
    {
        var run = Translation.Run(payload, Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_bad_response)"));
    }

    [TestCase("{} {}")]
    [TestCase("""{"choices":[{"delta":{"content":"x"}}]""")]
    public void Nothing_of_a_bad_chunk_is_used(string payload)
    {
        var run = Translation.Run(TranslationSetup.With("bad_chunk=skip"), payload, Text("a"), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a'"));
        Assert.That(run.Warnings, Has.Some.Contains("skipped"));
    }

    [Test]
    public void A_chunk_that_is_no_utf8_fails_the_response()
    {
        byte[] broken = [.. "{\"choices\":[{\"delta\":{\"content\":\"a"u8, 0xE4, 0xBD, .. "\"}}]}"u8];

        var run = Translation.RunBytes(
            new TranslationSetup(),
            Relay.Contract.UpstreamEnding.Done,
            [broken, "{\"choices\":[{\"delta\":{\"content\":\"b\"}}]}"u8.ToArray()]);

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_bad_response)"));
    }

    [Test]
    public void Whatever_text_holds_stays_text()
    {
        const string Text = "\"quoted\" \\ / \b\f\n\r\t \u2028 \u2029 <b>&amp;</b> 你好 😀 \0 data: [DONE]\n\nevent: x";

        var run = Translation.Run(Chunks.Text(Text), Delta("\"content\":\"\\/\\u4f60\\ud83d\\ude00\""), Finish("stop"), Done);

        Assert.That(run.Response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString(), Is.EqualTo(Text
            + "/你😀"));
    }

    [TestCase("two chunks", "\\ude00", "\ud83d\ude00")]
    [TestCase("the second half never comes", "x", "\ufffdx")]
    [TestCase("another first half", "\\ud83d\\ude01", "\ufffd\ud83d\ude01")]
    [TestCase("an escape of another kind", "\\n", "\ufffd\n")]
    public void A_split_surrogate_pair_is_mended(string name, string second, string expected)
    {
        var run = Translation.Run(Delta("\"content\":\"a\\ud83d\""), Delta($"\"content\":\"{second}\""), Finish("stop"), Done);

        Assert.That(run.Response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString(), Is.EqualTo("a"
            + expected), name);
    }

    [Test]
    public void Half_a_character_at_the_end_is_replaced()
    {
        var run = Translation.Run(Delta("\"content\":\"a\\uD83D\""), Finish("stop"), Done);
        var lone = Translation.Run(Delta("\"content\":\"\\ude00\\\\ud83d\""), Finish("stop"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a\ufffd'"));
        Assert.That(lone.Outcome, Is.EqualTo("completed | message '\ufffd\\ud83d'"));
    }

    [Test]
    public void Half_characters_anywhere_else_harm_nothing()
    {
        var run = Translation.Run(
            Delta("\"annotations\":[{\"type\":\"url_citation\",\"url\":\"http://\\ud83d\"}],\"content\":[{\"type\":\"text\","
                + "\"text\":\"a\\ud83d\"}]"),
            Delta("\"tool_calls\":[{\"index\":0,\"id\":\"\\ude00\",\"function\":{\"name\":\"x\\ud83d\","
                + "\"arguments\":{\"\\ud83d\":\"\\ude00\"}}}]"),
            """{"choices":[{"index":0,"delta":{},"finish_reason":"\ud83d"}],"usage":{"prompt_tokens":1,"x\ud83d":"\ud83d"}}""",
            Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a\ufffd' | \ufffd x\ufffd {\"\ufffd\":\"\ufffd\"}"));
    }

    [Test]
    public void A_large_delta_passes_whole()
    {
        var text = new string('x', 4 * 1024 * 1024);

        var run = Translation.Run(Text(text), Call(0, "A", "x", JsonSerializer.Serialize(new { text })), Finish("tool_calls"), Done);

        Assert.That(
            run.Response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString(),
            Has.Length.EqualTo(text.Length));
    }
}
