using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Checking;

namespace Relay.Requests.Input;

/// <summary>Finds the item by which a client asks for a compaction in place of an answer.</summary>
internal static class CompactionTrigger
{
    /// <summary>The request for the summary. It is the last message of the chat request.</summary>
    public const string Question =
        "Summarize the conversation so far. The summary will replace it, and another model will continue from the summary alone. "
        + "State the goals and constraints that the user gave, the decisions that were made and why, the facts and results that tools "
        + "returned (with exact names, paths, numbers and ids), the current state of the work, and the steps that are still open. "
        + "Write only the summary. Do not answer the user, and do not call tools.";

    /// <summary>The message after a summary that ends the conversation: the turn that it interrupted goes on.</summary>
    public const string Continuation = "Continue from this summary.";

    /// <summary>
    /// Returns whether the input ends with a trigger. A trigger before a compaction item is in the past; one anywhere else is a problem.
    /// </summary>
    public static bool IsAtEnd(JsonElement request, RelayPolicies policies, RequestCheck check)
    {
        if (policies.NewerItems is not NewerItems.Translate
            || !RequestCheck.TryGet(request, "input", out var input)
            || input.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var pending = -1;
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            if (IsTrigger(item))
            {
                pending = pending < 0 ? index : pending;
            }
            else if (pending >= 0)
            {
                ReportUnlessCompacted(item, pending, check);
                pending = -1;
            }

            index++;
        }

        if (pending >= 0 && policies.Translation != RelayPolicies.OwnTranslation)
        {
            check.ReportUnsupported($"input[{pending}].type", "This upstream's translation has no compaction.");
        }

        return pending >= 0;
    }

    public static bool IsTrigger(JsonElement item) => RequestCheck.IsOfType(item, "compaction_trigger");

    public static bool IsCompaction(JsonElement item) =>
        RequestCheck.IsOfType(item, "compaction")
        || RequestCheck.IsOfType(item, "compaction_summary")
        || RequestCheck.IsOfType(item, "context_compaction");

    private static void ReportUnlessCompacted(JsonElement next, int trigger, RequestCheck check)
    {
        if (!IsCompaction(next))
        {
            check.ReportMisplaced(
                $"input[{trigger}]", "A compaction_trigger must be the last item of the input, or be followed by its compaction item.");
        }
    }
}
