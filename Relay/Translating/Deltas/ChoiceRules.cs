using Relay.ChatCompletions;
using Relay.Policies;
using Relay.Translating.Ending;
using Relay.Translating.State;

namespace Relay.Translating.Deltas;

/// <summary>Decides which choices of a chunk are translated, and until when.</summary>
internal sealed class ChoiceRules(TranslationContext context, EndingRules ending)
{
    /// <summary>Returns whether a choice is part of the answer: the first is, and the policy decides about others.</summary>
    public bool IsUsed(ChatChoice choice)
    {
        if (choice.Index == 0 || context.Policies.Choices is Choices.Merge)
        {
            return true;
        }

        if (choice.Delta.HasOutput && context.Policies.Choices is Choices.Fail)
        {
            context.Fail("upstream_bad_response", "The upstream answered with more than one choice.");
        }
        else if (choice.Delta.HasOutput)
        {
            context.Warnings.Add("Choices other than the first were left out.");
        }

        return false;
    }

    /// <summary>Returns whether output is still accepted: after a finish reason the policy decides (Q59, Q97).</summary>
    public bool AcceptsOutput(ChatDelta delta)
    {
        if (ending.Finish is null || context.Policies.PostFinishDelta is PostFinishDelta.Accept || !delta.HasOutput)
        {
            return true;
        }

        if (context.Policies.PostFinishDelta is PostFinishDelta.Fail)
        {
            context.Fail("upstream_bad_response", "The upstream went on after its finish reason.");
        }
        else
        {
            context.Warnings.Add("Output after the finish reason was left out.");
        }

        return false;
    }
}
