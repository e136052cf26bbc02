using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>Decides how a response ends, from what was read and how the upstream's bytes ended. What success cannot be proved for has failed.</summary>
internal sealed class EndingRules(TranslationContext context)
{
    private readonly RelayPolicies _policies = context.Policies;

    /// <summary>What a finish reason means, once the choice that counts has given one.</summary>
    public FinishMeaning? Finish { get; set; }

    /// <summary>Whether any payload came at all.</summary>
    public bool HasPayload { get; set; }

    /// <summary>Whether the answer was one whole JSON body, so that its end needs no sentinel.</summary>
    public bool IsWhole { get; set; }

    public Verdict Decide(UpstreamEnding ending)
    {
        if (context.Failure is not null)
        {
            return Verdict.Failed;
        }

        if (ending.Kind is UpstreamEndingKind.Failed && !IsMereBreak(ending.Failure))
        {
            return Fail(ending.Failure ?? new ApiError("upstream_error", "The upstream failed."));
        }

        if (ending.Kind is UpstreamEndingKind.Filtered)
        {
            return OnContentFilter();
        }

        return Finish is { } finish ? ByFinish(finish) : WithoutFinish(ending.Kind);
    }

    /// <summary>After a finish reason a broken or silent connection costs the usage at most; every other failure is still one.</summary>
    private bool IsMereBreak(ApiError? failure)
    {
        if (Finish is null || failure?.Code is not ("upstream_connection_lost" or "upstream_truncated" or "idle_timeout" or "transport_idle_timeout"))
        {
            return false;
        }

        context.Warnings.Add($"After the finish reason: {failure.Code}.");
        return true;
    }

    private Verdict ByFinish(FinishMeaning finish) => finish switch
    {
        FinishMeaning.Stop or FinishMeaning.ToolCalls => Verdict.Completed,
        FinishMeaning.Length => OnLength(),
        FinishMeaning.ContentFilter => OnContentFilter(),
        FinishMeaning.Error => Fail("upstream_error", "The upstream ended its answer with an error."),
        _ when _policies.UnknownFinish is UnknownFinish.Fail => Fail("upstream_error", "The upstream ended its answer with an unknown finish reason."),
        _ => Verdict.Completed,
    };

    private Verdict OnLength() => _policies.OnLength switch
    {
        Policies.OnLength.Completed => Verdict.Completed,
        Policies.OnLength.FailedContextWindow => Fail("context_length_exceeded", "The answer exceeded the model's context window."),
        _ => Verdict.MaxOutputTokens,
    };

    private Verdict OnContentFilter() => _policies.OnContentFilter switch
    {
        Policies.OnContentFilter.Completed => Verdict.Completed,
        Policies.OnContentFilter.Failed => Fail("content_filter", "The upstream's content filter ended the answer."),
        _ => Verdict.ContentFilter,
    };

    private Verdict WithoutFinish(UpstreamEndingKind ending)
    {
        if (ending is not UpstreamEndingKind.Closed || IsWhole)
        {
            return _policies.MissingFinish is MissingFinish.Complete ? Verdict.Completed : Truncated();
        }

        if (!HasPayload)
        {
            return Fail("upstream_empty", "The upstream's answer was empty.");
        }

        return _policies.OnTruncation switch
        {
            OnTruncation.Complete => Verdict.Completed,
            OnTruncation.Incomplete => Verdict.MaxOutputTokens,
            _ => Truncated(),
        };
    }

    private Verdict Truncated() => Fail("upstream_truncated", "The upstream's answer ended without a finish reason.");

    private Verdict Fail(string code, string message) => Fail(new ApiError(code, message));

    private Verdict Fail(ApiError failure)
    {
        context.Fail(failure);
        return Verdict.Failed;
    }
}
