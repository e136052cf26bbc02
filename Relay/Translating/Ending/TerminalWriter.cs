using System.Buffers;
using Relay.Contract;
using Relay.ResponsesWire;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>Writes the first and the last events of a response, which contain the response object.</summary>
internal sealed class TerminalWriter(EventWriter events, TranslationContext context)
{
    // For usage, error and reason.
    private const int Room = 1024;

    private ArrayBufferWriter<byte> _object = new();
    private ResponseObjectWriter? _response;

    /// <summary>The response object as it was written last.</summary>
    public ReadOnlyMemory<byte> Response => _object.WrittenMemory;

    /// <summary>Whether the first events are written. The response's model cannot change afterwards (V21).</summary>
    public bool HasOpened => _response is not null;

    /// <summary>Writes the first events.</summary>
    /// <param name="model">The model to report; <see langword="null"/> for the requested one.</param>
    public void WriteOpening(string? model)
    {
        _response = new ResponseObjectWriter(model is null ? context.Echo : context.Echo with { Model = model });
        _response.Write(_object, ResponseState.InProgress);
        TerminalEvents.WriteLifecycle(events, EventTypes.Created, _object.WrittenSpan);
        TerminalEvents.WriteLifecycle(events, EventTypes.InProgress, _object.WrittenSpan);
    }

    /// <summary>Writes the terminal event, before <c>response.failed</c> an <c>error</c> event, and the end marker.</summary>
    public void WriteTerminal(Verdict verdict, IReadOnlyList<byte[]> output, TokenUsage? usage, long? at)
    {
        // As large as it will be: the first object had everything but the output.
        _object = new ArrayBufferWriter<byte>(_object.WrittenCount + output.Sum(static item => item.Length + 1) + Room);
        _response!.Write(_object, CreateState(verdict, output, usage, at));
        if (verdict.Kind is VerdictKind.Failed)
        {
            TerminalEvents.WriteFailed(events, context.Policies, context.Failure!, _object.WrittenSpan);
            return;
        }

        var type = verdict.Kind is VerdictKind.Completed ? EventTypes.Completed : EventTypes.Incomplete;
        TerminalEvents.Write(events, context.Policies, type, _object.WrittenSpan);
    }

    private ResponseState CreateState(Verdict verdict, IReadOnlyList<byte[]> output, TokenUsage? usage, long? at) => verdict.Kind switch
    {
        VerdictKind.Completed => new ResponseState { Status = "completed", CompletedAt = at, Output = output, Usage = usage },
        VerdictKind.Incomplete => new ResponseState
        {
            Status = "incomplete",
            IncompleteReason = verdict.Reason,
            Output = output,
            Usage = usage,
        },
        _ => new ResponseState
        {
            Status = "failed",
            ErrorCode = context.Failure!.Code,
            ErrorMessage = context.Failure.Message,
            Output = output,
            Usage = usage,
        },
    };
}
