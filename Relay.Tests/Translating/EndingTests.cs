using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Translating;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>How a response ends, for every way an answer ends (Q83–Q107, Q118–Q133).</summary>
internal sealed class EndingTests
{
    private static readonly ApiError Reset = new("upstream_connection_lost", "The upstream broke the connection.");

    [TestCase("stop", "completed")]
    [TestCase("end_turn", "completed")]
    [TestCase("eos", "completed")]
    [TestCase("tool_calls", "completed")]
    [TestCase("function_call", "completed")]
    [TestCase("refusal", "completed")]
    [TestCase("STOP", "completed")]
    [TestCase("repetition", "completed")]
    [TestCase("length", "incomplete(max_output_tokens)")]
    [TestCase("max_tokens", "incomplete(max_output_tokens)")]
    [TestCase("max_output_tokens", "incomplete(max_output_tokens)")]
    [TestCase("model_context_window_exceeded", "incomplete(max_output_tokens)")]
    [TestCase("content_filter", "incomplete(content_filter)")]
    [TestCase("sensitive", "incomplete(content_filter)")]
    [TestCase("safety", "incomplete(content_filter)")]
    [TestCase("error", "failed(upstream_error)")]
    [TestCase("network_error", "failed(upstream_error)")]
    [TestCase("insufficient_system_resource", "failed(upstream_overloaded)")]
    [TestCase("abort", "failed(upstream_cancelled)")]
    [TestCase("MALFORMED_FUNCTION_CALL", "failed(invalid_tool_call)")]
    [TestCase("timedOut", "failed(upstream_timeout)")]
    [TestCase("internal-error", "failed(upstream_error)")]
    public void Every_finish_reason_has_its_meaning(string reason, string head)
    {
        var status = head.StartsWith("completed", StringComparison.Ordinal) ? "" : " (incomplete)";

        var run = Translation.Run(Text("a"), Finish(reason), Done);

        Assert.That(run.Outcome, Is.EqualTo($"{head} | message 'a'{status}"));
    }

    [TestCase("on_length=completed", "length", "completed | message 'a'")]
    [TestCase("on_length=failed_context_window", "length", "failed(context_length_exceeded) | message 'a' (incomplete)")]
    [TestCase("on_content_filter=completed", "content_filter", "completed | message 'a'")]
    [TestCase("on_content_filter=failed", "content_filter", "failed(content_filter) | message 'a' (incomplete)")]
    [TestCase("unknown_finish=fail", "repetition", "failed(upstream_error) | message 'a' (incomplete)")]
    public void What_a_finish_reason_means_may_be_set(string policy, string reason, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With(policy), Text("a"), Finish(reason), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public void An_unknown_finish_reason_is_worth_a_warning()
    {
        var run = Translation.Run(Text("a"), Finish("because"), Done);

        Assert.That(run.Warnings, Has.Some.Contains("'because'"));
    }

    [TestCase("Q84 empty on every chunk", """{"choices":[{"delta":{"content":"a"},"finish_reason":""}]}""", "failed(upstream_truncated)")]
    [TestCase("Q96 camel case", """{"choices":[{"delta":{"content":"a"},"finishReason":"stop"}]}""", "completed")]
    [TestCase(
        "Q98 others beside it",
        """{"choices":[{"delta":{"content":"a"},"native_finish_reason":"STOP","stop_reason":2,"matched_stop":7}]}""",
        "failed(upstream_truncated)")]
    [TestCase("no string", """{"choices":[{"delta":{"content":"a"},"finish_reason":1}]}""", "failed(upstream_truncated)")]
    public void Only_a_finish_reason_finishes(string name, string payload, string head)
    {
        var run = Translation.Run(payload);

        Assert.That(run.Outcome, Does.StartWith(head), name);
    }

    [Test]
    public void The_first_finish_reason_counts()
    {
        var run = Translation.Run(Text("a"), Finish("stop"), Finish("length"), Done);

        Assert.That(run.Outcome, Is.EqualTo("completed | message 'a'"));
    }

    private static IEnumerable<TestCaseData> Endings()
    {
        yield return Row("Q85 sentinel without finish", UpstreamEnding.Done, "completed | message 'a'", Text("a"));
        yield return Row("Q86 finish without sentinel", UpstreamEnding.Closed, "completed | message 'a'", Text("a"), Finish("stop"));
        yield return Row("Q87 neither", UpstreamEnding.Closed, "failed(upstream_truncated) | message 'a' (incomplete)", Text("a"));
        yield return Row("Q87 after the role alone", UpstreamEnding.Closed, "failed(upstream_truncated)", Delta("\"role\":\"assistant\""));
        yield return Row("Q89 grace over", UpstreamEnding.GraceOver, "completed | message 'a'", Text("a"), Finish("stop"));
        yield return Row("Q131 nothing", UpstreamEnding.Closed, "failed(upstream_empty)");
        yield return Row("the sentinel alone", UpstreamEnding.Done, "completed");
        yield return Row("Q133 a finish alone", UpstreamEnding.Done, "completed", Finish("stop"));
        yield return Row(
            "Q154 reset", UpstreamEnding.Failed(Reset), "failed(upstream_connection_lost) | message 'a' (incomplete)", Text("a"));
        yield return Row("reset after the finish", UpstreamEnding.Failed(Reset), "completed | message 'a'", Text("a"), Finish("stop"));
        yield return Row(
            "an error after the finish",
            UpstreamEnding.Failed(new("rate_limit_exceeded", "It said so.")),
            "failed(rate_limit_exceeded) | message 'a' (incomplete)",
            Text("a"),
            Finish("stop"));
        yield return Row(
            "what was done stays",
            UpstreamEnding.Failed(Reset),
            "failed(upstream_connection_lost) | reasoning 'r' | message 'a' (incomplete)",
            Reasoning("r"),
            Text("a"),
            Call(0));
    }

    [TestCaseSource(nameof(Endings))]
    public void Every_ending_has_its_meaning(UpstreamEnding ending, string outcome, string[] payloads)
    {
        var run = Translation.Run(new TranslationSetup().EndingWith(ending), payloads);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
        Assert.That(
            run.Failure?.Code, Is.EqualTo(outcome.StartsWith("failed", StringComparison.Ordinal) ? outcome.Split('(', ')')[1] : null));
    }

    [TestCase("on_truncation=complete", "completed | message 'a'")]
    [TestCase("on_truncation=incomplete", "incomplete(max_output_tokens) | message 'a' (incomplete)")]
    public void A_truncated_answer_follows_its_policy(string policy, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With(policy), Text("a"));

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [TestCase("missing_finish=fail", "failed(upstream_truncated)")]
    [TestCase("empty_output=fail", "failed(upstream_empty)")]
    public void A_sentinel_alone_may_be_a_failure(string policy, string outcome)
    {
        var run = Translation.Run(TranslationSetup.With(policy), Done);

        Assert.That(run.Outcome, Is.EqualTo(outcome));
    }

    [TestCase(
        """{"error":{"message":"no","code":"context_length_exceeded","type":"invalid_request_error"}}""",
        "context_length_exceeded",
        "no",
        "invalid_request_error")]
    [TestCase("""{"error":{"message":"no","code":null}}""", "upstream_error", "no", "server_error")]
    [TestCase("""{"error":{"message":"no","code":429}}""", "rate_limit_exceeded", "no", "rate_limit_error")]
    [TestCase("""{"error":{"message":"no","code":"429"}}""", "rate_limit_exceeded", "no", "rate_limit_error")]
    [TestCase("""{"error":{"message":"no","type":"rate_limit_error"}}""", "rate_limit_exceeded", "no", "rate_limit_error")]
    [TestCase(
        """{"error":{"message":"no","code":"insufficient_quota","type":"insufficient_quota"}}""",
        "insufficient_quota",
        "no",
        "insufficient_quota")]
    [TestCase("""{"error":{"message":"no","code":502,"metadata":{}}}""", "upstream_error", "no", "server_error")]
    [TestCase("""{"error":{"message":"no","code":"1301"}}""", "upstream_error", "no", "server_error")]
    [TestCase("""{"error":{"message":"no","code":"Bad Gateway!"}}""", "upstream_error", "no", "server_error")]
    [TestCase("""{"error":{"code":7.5}}""", "upstream_error", "The upstream reported an error.", "server_error")]
    [TestCase("""{"error":"boom"}""", "upstream_error", "boom", "server_error")]
    [TestCase("""{"object":"error","message":"no","type":"BadRequestError","code":400}""", "upstream_rejected", "no", "BadRequestError")]
    public void An_error_in_the_stream_is_a_failure_with_both_shapes(string payload, string code, string message, string type)
    {
        var run = Translation.Run(Text("a"), payload);

        var error = run.Events[^2];
        Assert.Multiple(() =>
        {
            Assert.That(run.Outcome, Is.EqualTo($"failed({code}) | message 'a' (incomplete)"));
            Assert.That(run.Outcomes[^1], Is.EqualTo(ChunkOutcome.Failed));
            Assert.That(run.Response.GetProperty("error").GetProperty("message").GetString(), Is.EqualTo(message));
            Assert.That(error.GetProperty("type").GetString(), Is.EqualTo("error"));
            Assert.That(error.GetProperty("code").GetString(), Is.EqualTo(code));
            Assert.That(error.GetProperty("message").GetString(), Is.EqualTo(message));
            Assert.That(error.GetProperty("param").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo(code));
            Assert.That(error.GetProperty("error").GetProperty("type").GetString(), Is.EqualTo(type));
        });
    }

    [Test]
    public void An_error_beside_choices_fails_after_what_they_brought()
    {
        var run = Translation.Run(
            """{"error":{"code":502,"message":"no"},"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"error"}]}""", Done);

        Assert.That(run.Outcome, Is.EqualTo("failed(upstream_error) | message 'a' (incomplete)"));
    }

    [Test]
    public void An_error_fails_even_after_a_finish()
    {
        var run = Translation.Run(Text("a"), Finish("stop"), """{"error":{"message":"no"}}""", Done);

        Assert.That(run.Outcome, Does.StartWith("failed(upstream_error)"));
    }

    [TestCase("both", "type,sequence_number,code,message,param,error")]
    [TestCase("flat", "type,sequence_number,code,message,param")]
    [TestCase("nested", "type,sequence_number,error")]
    public void The_error_event_has_the_shape_asked_for(string policy, string members)
    {
        var run = Translation.Run(TranslationSetup.With($"error_event={policy}"), """{"error":"boom"}""");

        Assert.That(string.Join(',', run.Events[^2].EnumerateObject().Select(member => member.Name)), Is.EqualTo(members));
    }

    [Test]
    public void The_error_event_may_be_left_out()
    {
        var run = Translation.Run(TranslationSetup.With("error_event=none"), """{"error":"boom"}""");

        Assert.That(run.Lines, Is.EqualTo(["failed"]));
    }

    [Test]
    public void A_long_sentence_is_cut()
    {
        var run = Translation.Run($"{{\"error\":{{\"message\":\"{string.Concat(Enumerable.Repeat("ab \\ud83d\\ude00 ", 10_000))}\"}}}}");

        Assert.That(run.Failure!.Message, Has.Length.InRange(490, 500));
    }

    [TestCase(
        "Q99 in a chunk of its own", """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""", "3,0,2,0,5")]
    [TestCase("Q101 the last counts", """{"choices":[],"usage":{"prompt_tokens":1}}""", "1,0,0,0,1")]
    [TestCase("Q103 x_groq", """{"choices":[],"x_groq":{"id":"r","usage":{"prompt_tokens":3,"completion_tokens":2}}}""", "3,0,2,0,5")]
    [TestCase("in the choice", """{"choices":[{"index":0,"delta":{},"usage":{"prompt_tokens":3,"completion_tokens":2}}]}""", "3,0,2,0,5")]
    [TestCase("Q105 details", """{"usage":{"prompt_tokens":9,"prompt_tokens_details":"""
        + """{"cached_tokens":4},"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":1}}}""", "9,4,2,1,11")]
    [TestCase(
        "Q105 null details",
        """{"usage":{"prompt_tokens":9,"prompt_tokens_details":null,"completion_tokens":2,"completion_tokens_details":{}}}""",
        "9,0,2,0,11")]
    [TestCase("Q105 DeepSeek", """{"usage":{"prompt_tokens":9,"prompt_cache_hit_tokens":4,"completion_tokens":2}}""", "9,4,2,0,11")]
    [TestCase(
        "Q105 Moonshot", """{"usage":{"prompt_tokens":9,"cached_tokens":4,"completion_tokens":2,"reasoning_tokens":1}}""", "9,4,2,1,11")]
    [TestCase("Q106 a total of its own", """{"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":20}}""", "9,0,2,0,20")]
    [TestCase(
        "Q106 negative and real",
        """{"usage":{"prompt_tokens":-9,"completion_tokens":2.9,"total_tokens":1e300}}""",
        "7,0,2,0,9")]
    [TestCase("Q106 a real total", """{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3.0}}""", "1,0,2,0,3")]
    [TestCase("Q107 beside an empty delta", """{"choices":[{"delta":{}}],"usage":{"input_tokens":3,"output_tokens":2}}""", "3,0,2,0,5")]
    [TestCase("Q102 null", """{"choices":[],"usage":null}""", "7,0,0,0,7")]
    [TestCase("empty", """{"choices":[],"usage":{}}""", "7,0,0,0,7")]
    public void Usage_is_found_wherever_it_stands(string name, string payload, string numbers)
    {
        var run = Translation.Run("""{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":7}}""", Finish("stop"), payload, Done);

        Assert.That(Numbers(run.Response.GetProperty("usage")), Is.EqualTo(numbers), name);
    }

    [Test]
    public void Usage_that_never_came_is_zeros_or_null()
    {
        var zeros = Translation.Run(Text("a"), Finish("stop"), Done);
        var omitted = Translation.Run(TranslationSetup.With("missing_usage=omit"), Text("a"), Finish("stop"), Done);

        Assert.That(Numbers(zeros.Response.GetProperty("usage")), Is.EqualTo("0,0,0,0,0"));
        Assert.That(omitted.Response.GetProperty("usage").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void The_end_marker_may_be_left_out()
    {
        var run = Translation.Run(TranslationSetup.With("done_marker=off"), Text("a"), Finish("stop"), Done);

        Assert.That(Encoding.UTF8.GetString(run.Bytes), Does.Not.Contain("[DONE]"));
    }

    [Test]
    public void Outcomes_tell_progress_from_noise()
    {
        var run = Translation.Run(
            Delta("\"role\":\"assistant\",\"content\":\"\""),
            Text("a"),
            Reasoning("r"),
            Call(0, "A", "x", "{}"),
            "{}",
            Finish("stop"),
            "{}",
            Done);

        Assert.That(run.Outcomes, Is.EqualTo([
            ChunkOutcome.Idle,
            ChunkOutcome.Progress,
            ChunkOutcome.Progress,
            ChunkOutcome.Progress,
            ChunkOutcome.Idle,
            ChunkOutcome.Finished,
            ChunkOutcome.Finished,
        ]));
    }

    [Test]
    public void The_time_of_the_end_is_the_callers()
    {
        var completed = Translation.Run(
            new TranslationSetup().EndingWith(UpstreamEnding.Done with { At = 1_700_000_007 }), Text("a"), Finish("stop"));
        var incomplete = Translation.Run(
            new TranslationSetup().EndingWith(UpstreamEnding.Done with { At = 1_700_000_007 }), Text("a"), Finish("length"));

        Assert.That(completed.Response.GetProperty("completed_at").GetInt64(), Is.EqualTo(1_700_000_007));
        Assert.That(incomplete.Response.GetProperty("completed_at").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static string Numbers(JsonElement usage) => string.Join(',', (JsonElement[])
    [
        usage.GetProperty("input_tokens"),
        usage.GetProperty("input_tokens_details").GetProperty("cached_tokens"),
        usage.GetProperty("output_tokens"),
        usage.GetProperty("output_tokens_details").GetProperty("reasoning_tokens"),
        usage.GetProperty("total_tokens"),
    ]);

    private static TestCaseData Row(string name, UpstreamEnding ending, string outcome, params string[] payloads) =>
        new TestCaseData(ending, outcome, payloads).SetArgDisplayNames(name);
}
