using Relay.ChatCompletions;
using Relay.Json;
using Relay.Policies;

namespace Relay.Translating;

/// <summary>Gives a call delta to the call it belongs to, and announces the call once it is known which tool it is.</summary>
internal sealed class CallTranslator(TranslationContext context, OpenItems items, ToolCallResolver resolver)
{
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

        if (!call.IsAnnounced && !context.HoldsCalls && call.CanBeAnnounced)
        {
            items.AnnounceCall(call);
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
