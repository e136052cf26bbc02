using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>
/// Decides how a response ends, from the chunks and from the end of the upstream's bytes. Without proof of success it has failed.
/// </summary>
internal sealed class EndingRules(TranslationContext context)
{
    private readonly RelayPolicies _policies = context.Policies;

    /// <summary>The meaning of the finish reason, once one has arrived.</summary>
    public FinishMeaning? Finish { get; set; }

    /// <summary>Whether any payload has arrived.</summary>
    public bool HasPayload { get; set; }

    /// <summary>Whether the answer was one JSON body, which needs no sentinel at its end.</summary>
    public bool IsWhole { get; set; }

    public Verdict Decide(UpstreamEnding ending)
    {
        if (context.Failure is not null)
        {
            return Verdict.Failed;
        }

        if (ending.Kind is UpstreamEndingKind.Failed && !IsHarmlessBreak(ending.Failure))
        {
            return Fail(ending.Failure ?? new ApiError("upstream_error", "The upstream failed."));
        }

        if (ending.Kind is UpstreamEndingKind.Filtered)
        {
            return DecideContentFilter();
        }

        return Finish is { } finish ? DecideByFinish(finish) : DecideWithoutFinish(ending.Kind);
    }

    /// <summary>Returns whether a failure is harmless: after a finish reason a lost or silent connection can only cost the usage.</summary>
    private bool IsHarmlessBreak(ApiError? failure)
    {
        if (Finish is null
            || failure?.Code is not ("upstream_connection_lost" or "upstream_truncated" or "idle_timeout" or "transport_idle_timeout"))
        {
            return false;
        }

        context.Warnings.Add($"After the finish reason: {failure.Code}.");
        return true;
    }

    private Verdict DecideByFinish(FinishMeaning finish) => finish switch
    {
        FinishMeaning.Stop or FinishMeaning.ToolCalls => Verdict.Completed,
        FinishMeaning.Length => DecideLength(),
        FinishMeaning.ContentFilter => DecideContentFilter(),
        FinishMeaning.Error => Fail("upstream_error", "The upstream ended its answer with an error."),
        FinishMeaning.BadCall => Fail("invalid_tool_call", "The upstream ended its answer because a tool call was malformed."),
        FinishMeaning.Timeout => Fail(new ApiError("upstream_timeout", "The upstream ran out of time.", Status: 504)),
        FinishMeaning.Cancelled => Fail("upstream_cancelled", "The upstream's answer was cancelled there."),
        FinishMeaning.Overloaded => Fail(new ApiError("upstream_overloaded", "The upstream is overloaded.", Status: 503)),
        _ when _policies.UnknownFinish is UnknownFinish.Fail =>
            Fail("upstream_error", "The upstream ended its answer with an unknown finish reason."),
        _ => Verdict.Completed,
    };

    private Verdict DecideLength() => _policies.OnLength switch
    {
        Policies.OnLength.Completed => Verdict.Completed,
        Policies.OnLength.FailedContextWindow => Fail("context_length_exceeded", "The answer exceeded the model's context window."),
        _ => Verdict.MaxOutputTokens,
    };

    private Verdict DecideContentFilter() => _policies.OnContentFilter switch
    {
        Policies.OnContentFilter.Completed => Verdict.Completed,
        Policies.OnContentFilter.Failed => Fail("content_filter", "The upstream's content filter ended the answer."),
        _ => Verdict.ContentFilter,
    };

    private Verdict DecideWithoutFinish(UpstreamEndingKind ending)
    {
        // With a sentinel the answer is complete although its finish reason is missing (Q85).
        if (ending is not UpstreamEndingKind.Closed || IsWhole)
        {
            return _policies.MissingFinish is MissingFinish.Complete ? Verdict.Completed : FailTruncated();
        }

        // An empty body, or comments only (Q131, Q132).
        if (!HasPayload)
        {
            return Fail("upstream_empty", "The upstream's answer was empty.");
        }

        // Neither a finish reason nor a sentinel: a connection that was cut looks the same (Q87).
        return _policies.OnTruncation switch
        {
            OnTruncation.Complete => Verdict.Completed,
            OnTruncation.Incomplete => Verdict.MaxOutputTokens,
            _ => FailTruncated(),
        };
    }

    private Verdict FailTruncated() => Fail("upstream_truncated", "The upstream's answer ended without a finish reason.");

    private Verdict Fail(string code, string message) => Fail(new ApiError(code, message));

    private Verdict Fail(ApiError failure)
    {
        context.Fail(failure);
        return Verdict.Failed;
    }
}
