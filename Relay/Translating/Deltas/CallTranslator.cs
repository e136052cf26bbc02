using Relay.ChatCompletions;
using Relay.Json;
using Relay.Policies;
using Relay.Translating.Items;
using Relay.Translating.State;

namespace Relay.Translating.Deltas;

/// <summary>Appends a call delta to the call it belongs to, and announces the call once its tool is known.</summary>
internal sealed class CallTranslator(TranslationContext context, OpenItems items, ToolCallResolver resolver)
{
    // Calls with a name that are not announced yet.
    private readonly Queue<CallItem> _queued = new();

    private readonly bool _filtersCumulative = context.Policies.CumulativeDeltas is CumulativeDeltas.Detect;

    public void Translate(int choice, in ToolCallDelta delta, ReadOnlySpan<byte> payload)
    {
        var name = delta.Name.TextIn(payload);
        var arguments = EncodeArguments(delta.Arguments, payload);
        if (_filtersCumulative && !name.IsEmpty)
        {
            resolver.FlushHeld();
        }

        var call = resolver.Resolve(choice, delta.Index, delta.Id.TextIn(payload), name, arguments);
        CollectExtras(call, delta.WithExtras, payload);
        if (call.IsDone)
        {
            WarnLateArguments(call, arguments);
            return;
        }

        if (!name.IsEmpty && !call.IsAnnounced)
        {
            call.Name.Append(name, call.HasArguments);
        }

        if (!arguments.IsEmpty && _filtersCumulative)
        {
            resolver.AppendCumulative(call, arguments);
        }
        else if (!arguments.IsEmpty)
        {
            call.Append(arguments);
        }

        if (call.IsAnnounced)
        {
            items.NoteGrowth(call);
        }
        else if (!context.HoldsCalls)
        {
            AnnounceInOrder(call);
        }
    }

    /// <summary>
    /// Announces all calls that can be announced. A call waits for earlier ones that still wait for their names or ids, so that the calls
    /// keep the vendor's order.
    /// </summary>
    private void AnnounceInOrder(CallItem call)
    {
        if (!call.Name.IsKnown)
        {
            return;
        }

        if (!call.IsQueued)
        {
            call.IsQueued = true;
            _queued.Enqueue(call);
        }

        while (_queued.TryPeek(out var first) && first.CanBeAnnounced)
        {
            items.AnnounceCall(_queued.Dequeue());
        }
    }

    /// <summary>Adds members that a vendor sends for a call without any other content.</summary>
    public void TranslateExtras(int choice, in ToolCallDelta delta, ReadOnlySpan<byte> payload)
    {
        if (resolver.Find(choice, delta.Index) is { } call)
        {
            CollectExtras(call, delta.WithExtras, payload);
        }
    }

    private void CollectExtras(CallItem call, JsonSlice withExtras, ReadOnlySpan<byte> payload)
    {
        if (withExtras.IsPresent
            && context.KeepsProviderFields
            && call.MergeExtras(CallExtras.Read(withExtras, payload))
            && call.IsAnnounced)
        {
            context.Reasoning?.AddCall(call.CallId, call.Extras);
        }
    }

    private static ReadOnlySpan<byte> EncodeArguments(JsonSlice arguments, ReadOnlySpan<byte> payload) =>
        arguments.IsObject || arguments.IsArray ? JsonText.EncodeValue(arguments.In(payload)) : arguments.TextIn(payload);

    private void WarnLateArguments(CallItem call, ReadOnlySpan<byte> arguments)
    {
        if (!JsonText.IsBlank(arguments) && !call.IsRepeat(arguments))
        {
            context.Warnings.Add("Arguments for a tool call that was already complete were left out.");
        }
    }
}
