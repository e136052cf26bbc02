using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Translating.Items;
using Relay.Translating.State;

namespace Relay.Translating.Deltas;

/// <summary>Gives a call delta to the call it belongs to, and announces the call once it is known which tool it is.</summary>
internal sealed class CallTranslator(TranslationContext context, OpenItems items, ToolCallResolver resolver)
{
    // Calls with a name that are not announced yet.
    private readonly Queue<CallItem> _waiting = new();

    private readonly bool _detectsNesting = context.Policies.CumulativeDeltas is CumulativeDeltas.Detect;

    public void Translate(int choice, in ToolCallDelta delta, ReadOnlySpan<byte> payload)
    {
        var name = delta.Name.TextIn(payload);
        var arguments = Arguments(delta.Arguments, payload);
        if (_detectsNesting && !name.IsEmpty)
        {
            resolver.Settle();
        }

        var call = resolver.Resolve(choice, delta.Index, delta.Id.TextIn(payload), name, arguments);
        KeepExtras(call, delta.WithExtras, payload);
        if (call.IsDone)
        {
            NoteStraggler(call, arguments);
            return;
        }

        if (!name.IsEmpty && !call.IsAnnounced)
        {
            call.Name.Take(name, call.HasArguments);
        }

        if (!arguments.IsEmpty && _detectsNesting)
        {
            call.AppendNested(arguments);
        }
        else if (!arguments.IsEmpty)
        {
            call.Append(arguments);
        }

        if (!call.IsAnnounced && !context.HoldsCalls)
        {
            AnnounceInOrder(call);
        }
    }

    /// <summary>Announces what can be. A call waits for those that began before it and wait for more of their names or for their ids, so that the calls keep the vendor's order.</summary>
    private void AnnounceInOrder(CallItem call)
    {
        if (!call.Name.IsKnown)
        {
            return;
        }

        if (!call.IsWaiting)
        {
            call.IsWaiting = true;
            _waiting.Enqueue(call);
        }

        while (_waiting.TryPeek(out var first) && first.CanBeAnnounced)
        {
            items.AnnounceCall(_waiting.Dequeue());
        }
    }

    /// <summary>Takes what a vendor adds to a call it says nothing else of.</summary>
    public void TranslateExtras(int choice, in ToolCallDelta delta, ReadOnlySpan<byte> payload)
    {
        if (resolver.Find(choice, delta.Index) is { } call)
        {
            KeepExtras(call, delta.WithExtras, payload);
        }
    }

    private void KeepExtras(CallItem call, JsonSlice withExtras, ReadOnlySpan<byte> payload)
    {
        if (withExtras.IsPresent && context.KeepsProviderFields && call.TakeExtras(CallExtras.Read(withExtras, payload)) && call.IsAnnounced)
        {
            context.Thoughts?.AddCall(call.CallId, call.Extras);
        }
    }

    private static ReadOnlySpan<byte> Arguments(JsonSlice arguments, ReadOnlySpan<byte> payload) =>
        arguments.IsObject || arguments.IsArray ? JsonText.EncodeValue(arguments.In(payload)) : arguments.TextIn(payload);

    private void NoteStraggler(CallItem call, ReadOnlySpan<byte> arguments)
    {
        if (!JsonText.IsBlank(arguments) && !call.IsRepeat(arguments))
        {
            context.Warnings.Add("Arguments for a tool call that was already complete were left out.");
        }
    }
}
