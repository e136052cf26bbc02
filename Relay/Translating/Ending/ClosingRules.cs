using System.Buffers;
using Relay.ChatCompletions;
using Relay.Policies;
using Relay.Translating.Calls;
using Relay.Translating.Items;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>
/// Closes the open items when a response ends. All calls are checked before any item is closed: an incomplete one turns success into
/// failure, and then no item may be closed as complete.
/// </summary>
internal sealed class ClosingRules(TranslationContext context, OpenItems items, IReadOnlyList<CallItem> calls)
{
    private readonly RelayPolicies _policies = context.Policies;
    private readonly HashSet<CallItem> _incomplete = [];
    private bool _hasDropped;

    public Verdict Close(Verdict verdict, FinishMeaning? finish)
    {
        if (verdict.Kind is not VerdictKind.Failed)
        {
            FlushHeldArguments();
            AnnounceRest(verdict, finish);
            CheckCalls(verdict, finish);
            CheckCut(verdict);
            CheckLosses(verdict, finish);
            CheckOutput(verdict);
        }

        if (context.Failure is not null)
        {
            return Verdict.Failed;
        }

        CloseAll(verdict);
        return verdict;
    }

    /// <summary>Returns the items for the terminal event. For a failed response these are the finished items and unfinished text.</summary>
    public List<ReadOnlySequence<byte>> GetOutput() =>
    [
        .. items.Announced.Where(item => item.IsDone || item is not CallItem).Select(item => item.Final ?? item.Snapshot("incomplete")),
    ];

    private void FlushHeldArguments()
    {
        foreach (var call in calls)
        {
            call.FlushHeld();
        }
    }

    private void AnnounceRest(Verdict verdict, FinishMeaning? finish)
    {
        // Some vendors finish with `stop` after tool calls (Q83).
        if (finish is FinishMeaning.Stop && calls.Count > 0 && _policies.StopWithTools is not StopWithTools.Keep)
        {
            DropCallsAtStop();
            return;
        }

        foreach (var call in calls.Where(call => !call.IsAnnounced))
        {
            if (!IsDropped(call, verdict))
            {
                items.AnnounceCall(call);
            }
        }
    }

    private void DropCallsAtStop()
    {
        if (_policies.StopWithTools is StopWithTools.Fail)
        {
            context.Fail("invalid_tool_call", "The upstream called a tool and then finished with 'stop'.");
            return;
        }

        context.Warnings.Add("Tool calls before a finish with 'stop' were dropped.");
    }

    private bool IsDropped(CallItem call, Verdict verdict)
    {
        if (call.Name.IsKnown)
        {
            // Cut off before its first argument byte and never announced, so the client does not know of it.
            return verdict.Kind is VerdictKind.Incomplete && !call.HasArguments;
        }

        // The name never arrived (Q23).
        if (_policies.NamelessCall is NamelessCall.Fail)
        {
            context.Fail("invalid_tool_call", "The upstream called a tool without a name.");
        }
        else if (_policies.NamelessCall is NamelessCall.Drop)
        {
            context.Warnings.Add("A tool call without a name was dropped.");
            _hasDropped = true;
        }

        return _policies.NamelessCall is not NamelessCall.Emit;
    }

    private void CheckCalls(Verdict verdict, FinishMeaning? finish)
    {
        foreach (var call in items.Announced.OfType<CallItem>().Where(call => !call.IsDone))
        {
            switch (call.CheckArguments())
            {
                case ArgumentsKind.Object:
                    break;
                // Forwarded as they came, because the call may still be usable (Q44).
                case ArgumentsKind.EncodedObject:
                    context.Warnings.Add("The arguments of a tool call are encoded twice.");
                    break;
                case ArgumentsKind.Empty when verdict.Kind is VerdictKind.Completed:
                    FillEmptyArguments(call);
                    break;
                case ArgumentsKind.OtherValue when call.IsCustom && IsFinished(verdict, finish):
                case ArgumentsKind.Broken when call.MayBePlainInput && IsFinished(verdict, finish):
                    break;
                default:
                    ReportBrokenCall(call, verdict, finish);
                    break;
            }
        }
    }

    /// <summary>
    /// Returns whether the upstream finished. Free text has no structure to check, so only the finish reason proves that it is complete.
    /// </summary>
    private static bool IsFinished(Verdict verdict, FinishMeaning? finish) => verdict.Kind is VerdictKind.Completed && finish is not null;

    // Clients parse arguments as JSON, and an empty string is not JSON (Q35).
    private void FillEmptyArguments(CallItem call)
    {
        if (_policies.EmptyArguments is EmptyArguments.EmptyObject)
        {
            call.AppendEmptyObject();
        }
    }

    private void ReportBrokenCall(CallItem call, Verdict verdict, FinishMeaning? finish)
    {
        if (verdict.Kind is VerdictKind.Incomplete)
        {
            _incomplete.Add(call);
        }
        else if (_policies.InvalidArguments is InvalidArguments.Pass)
        {
            context.Warnings.Add("The arguments of a tool call are not a JSON object.");
        }
        // Half a call must not be executed, whatever the finish reason claims (Q41, Q42).
        else if (finish is null)
        {
            context.Fail("upstream_truncated", "The upstream's answer ended within a tool call.");
        }
        else
        {
            context.Fail("invalid_tool_call", "The upstream finished, but the arguments of a tool call are not a complete JSON object.");
        }
    }

    /// <summary>
    /// Fails if a call was cut off that is not the last item. A token limit cuts only the last item (V19), so such a call was lost in
    /// another way.
    /// </summary>
    private void CheckCut(Verdict verdict)
    {
        if (verdict.Kind is VerdictKind.Incomplete
            && items.Announced.SkipLast(1).Any(item => item is CallItem call && _incomplete.Contains(call)))
        {
            context.Fail("invalid_tool_call", "The upstream broke off in a tool call that is not the last item of its answer.");
        }
    }

    /// <summary>
    /// Fails if nothing of the answer is left but what cannot be used: a call without a name, payloads that are no chunks. Reasoning is not
    /// an answer.
    /// </summary>
    private void CheckLosses(Verdict verdict, FinishMeaning? finish)
    {
        if (verdict.Kind is not VerdictKind.Completed || items.Announced.Any(static item => item is not ReasoningItem))
        {
            return;
        }

        if (_hasDropped || (finish is FinishMeaning.ToolCalls && calls.Count == 0))
        {
            context.Fail("invalid_tool_call", "The upstream finished for a tool call, but sent none that can be run.");
        }
        else if (context.HasUnreadable)
        {
            context.Fail("upstream_bad_response", "The upstream sent nothing that can be read as an answer.");
        }
    }

    private void CheckOutput(Verdict verdict)
    {
        if (verdict.Kind is not VerdictKind.Completed || items.Announced.Count > 0 || context.Failure is not null)
        {
            return;
        }

        // The upstream finished without any output (Q133).
        if (_policies.EmptyOutput is EmptyOutput.Fail)
        {
            context.Fail("upstream_empty", "The upstream's answer had no output.");
        }
        else
        {
            context.Warnings.Add("The answer had no output.");
        }
    }

    private void CloseAll(Verdict verdict)
    {
        for (var i = 0; i < items.Announced.Count; i++)
        {
            var item = items.Announced[i];
            if (!item.IsDone)
            {
                items.Close(item, IsCutOff(item, isLast: i == items.Announced.Count - 1, verdict) ? "incomplete" : "completed");
            }
        }

        AddLastHiddenData(verdict);
    }

    /// <summary>Adds an item for collected data without one, unless the last item was cut off and must stay the last (V19).</summary>
    private void AddLastHiddenData(Verdict verdict)
    {
        items.ForgetOpen();
        if (verdict.Kind is VerdictKind.Completed)
        {
            items.AddHiddenData();
        }
        else if (context.Reasoning is { HasAny: true })
        {
            context.Warnings.Add("Vendor-specific data in the cut end of an answer will not be sent back.");
        }
    }

    /// <summary>
    /// Returns whether an item is incomplete: the last one of an incomplete response (V19), and calls that cannot be used.
    /// </summary>
    private bool IsCutOff(OutputItem item, bool isLast, Verdict verdict) =>
        item is CallItem call ? _incomplete.Contains(call) : isLast && verdict.Kind is VerdictKind.Incomplete;
}
