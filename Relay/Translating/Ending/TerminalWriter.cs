using System.Buffers;
using System.Text.Json;
using Relay.Contract;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Translating.State;

namespace Relay.Translating.Ending;

/// <summary>Writes the first and the last events of a response, which contain the response object.</summary>
internal sealed class TerminalWriter(EventWriter events, TranslationContext context)
{
    private readonly ArrayBufferWriter<byte> _object = new();
    private ResponseObjectWriter? _response;

    /// <summary>The last response object that was written.</summary>
    public ReadOnlySpan<byte> Response => _object.WrittenSpan;

    /// <summary>Whether the first events are written. The response's model cannot change afterwards (V21).</summary>
    public bool HasOpened => _response is not null;

    /// <summary>Writes the first events.</summary>
    /// <param name="model">The model to report; <see langword="null"/> for the requested one.</param>
    public void WriteOpening(string? model)
    {
        _response = new ResponseObjectWriter(model is null ? context.Echo : context.Echo with { Model = model });
        _response.Write(_object, ResponseState.InProgress);
        WriteLifecycle(EventTypes.Created);
        WriteLifecycle(EventTypes.InProgress);
    }

    public void WriteTerminal(Verdict verdict, IReadOnlyList<byte[]> output, TokenUsage? usage, long? at)
    {
        _object.ResetWrittenCount();
        _response!.Write(_object, CreateState(verdict, output, usage, at));
        if (verdict.Kind is VerdictKind.Failed)
        {
            WriteError(context.Failure!);
        }

        WriteLifecycle(verdict.Kind switch
        {
            VerdictKind.Completed => EventTypes.Completed,
            VerdictKind.Incomplete => EventTypes.Incomplete,
            _ => EventTypes.Failed,
        });
        if (context.Policies.DoneMarker is DoneMarker.On)
        {
            events.Done();
        }
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

    private void WriteLifecycle(string type)
    {
        var json = events.Open(type);
        json.WritePropertyName("response"u8);
        json.WriteRawValue(_object.WrittenSpan, skipInputValidation: true);
        events.Close();
    }

    /// <summary>
    /// Writes the error event. Some clients read the members at the top and others those of <c>error</c>, so the default form has both.
    /// </summary>
    private void WriteError(UpstreamFailure failure)
    {
        var form = context.Policies.ErrorEvent;
        if (form is ErrorEvent.None)
        {
            return;
        }

        var json = events.Open(EventTypes.Error);
        if (form is not ErrorEvent.Nested)
        {
            WriteMembers(json, failure);
        }

        if (form is not ErrorEvent.Flat)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, failure.Type);
            WriteMembers(json, failure);
            json.WriteEndObject();
        }

        events.Close();
    }

    private static void WriteMembers(Utf8JsonWriter json, UpstreamFailure failure)
    {
        json.WriteString("code"u8, failure.Code);
        json.WriteString("message"u8, failure.Message);
        json.WriteString("param"u8, failure.Param);
    }
}
