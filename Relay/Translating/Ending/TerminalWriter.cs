using System.Buffers;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>Writes the first and the last events of a response, which contain the response object.</summary>
internal sealed class TerminalWriter(EventWriter events, TranslationContext context)
{
    // For usage, error, reason and the small items.
    private const int Room = 2048;
    private const int LargestFirst = 64 * 1024;

    private SegmentedBuffer _object = new(1024);
    private ResponseObjectWriter? _response;
    private string? _model;

    /// <summary>The response object as it was written last.</summary>
    public ReadOnlySequence<byte> Response => _object.Written;

    /// <summary>Whether the first events are written. The response's model cannot change afterwards (V21).</summary>
    public bool HasOpened => _response is not null;

    /// <summary>Writes the first events.</summary>
    /// <param name="model">The model to report; <see langword="null"/> for the requested one.</param>
    public void WriteOpening(string? model)
    {
        _model = model;
        _response = new ResponseObjectWriter(GetEcho());
        _response.Write(_object, ResponseState.InProgress);
        TerminalEvents.WriteLifecycle(events, EventTypes.Created, _object.Written);
        TerminalEvents.WriteLifecycle(events, EventTypes.InProgress, _object.Written);
    }

    /// <summary>Adds a warning to the metadata of the final response.</summary>
    public void Note(string warning) =>
        _response = new ResponseObjectWriter(GetEcho() with { Request = NotedRequest.Create(context.Echo.Request, warning) });

    /// <summary>Writes the terminal event, before <c>response.failed</c> an <c>error</c> event, and the end marker.</summary>
    public void WriteTerminal(Verdict verdict, IReadOnlyList<ReadOnlySequence<byte>> output, TokenUsage? usage, long? at)
    {
        _object = new SegmentedBuffer((int)Math.Min(_object.Length + Room, LargestFirst));
        _response!.Write(_object, CreateState(verdict, output, usage, at));
        if (verdict.Kind is VerdictKind.Failed)
        {
            TerminalEvents.WriteFailed(events, context.Policies, context.Failure!, _object.Written);
            return;
        }

        var isCompleted = verdict.Kind is VerdictKind.Completed || context.Policies.IncompleteEvent is IncompleteEvent.Completed;
        var type = isCompleted ? EventTypes.Completed : EventTypes.Incomplete;
        TerminalEvents.Write(events, context.Policies, type, _object.Written);
    }

    private ResponseEcho GetEcho() => _model is null ? context.Echo : context.Echo with { Model = _model };

    private ResponseState CreateState(
        Verdict verdict, IReadOnlyList<ReadOnlySequence<byte>> output, TokenUsage? usage, long? at) => verdict.Kind switch
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
