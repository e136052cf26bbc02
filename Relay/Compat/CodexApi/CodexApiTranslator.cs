using System.Text.Json;
using Relay.Contract;

namespace Relay.Compat.CodexApi;

/// <summary>
/// Translates as both chat clients in codex-api do: every choice is used, each delta is a separate part, an empty text opens a message, the
/// message is done last, <c>length</c> is an error, and reading continues after <c>stop</c>.
/// </summary>
internal abstract class CodexApiTranslator(ResponseEcho echo) : CodexTranslator(echo)
{
    private static readonly ApiError ContextExceeded =
        new("context_length_exceeded", "The answer exceeded the model's context window.", "invalid_request_error", 400);

    private List<string>? _message;
    private List<string>? _reasoning;

    protected bool IsCompleted { get; private set; }

    /// <summary>Translates the data of an event that is not the sentinel.</summary>
    protected bool TakeChunk(ReadOnlySpan<byte> payload)
    {
        using var document = Parse(payload);
        if (document?.RootElement.Member("choices").Elements() is { } choices)
        {
            foreach (var choice in choices)
            {
                if (!TakeChoice(choice))
                {
                    return false;
                }
            }
        }

        return true;
    }

    protected override void WriteEnd(UpstreamEnding ending)
    {
        if (ending.Failure is { } failure)
        {
            Fail(failure);
        }
        else
        {
            WriteEndOfBody();
        }
    }

    protected abstract void WriteEndOfBody();

    protected abstract void TakeCall(JsonElement call);

    protected abstract void FinishCalls();

    protected void FinishItems()
    {
        FinishReasoning();
        if (_message is not null)
        {
            WriteItemDone(new CodexMessage(_message));
            _message = null;
        }
    }

    protected void CompleteOnce()
    {
        if (!IsCompleted)
        {
            IsCompleted = true;
            WriteCompleted();
        }
    }

    private bool TakeChoice(JsonElement choice)
    {
        if (choice.Member("delta") is { } delta)
        {
            TakeReasoning(delta);
            TakeContent(delta.Member("content"));
            TakeCalls(delta.Member("tool_calls"));
        }

        if (choice.Member("message") is { } message)
        {
            TakeReasoning(message);
        }

        return TakeFinish(choice.Member("finish_reason").Text());
    }

    private bool TakeFinish(string? reason)
    {
        switch (reason)
        {
            case "stop":
                FinishItems();
                CompleteOnce();
                return true;
            case "length":
                Fail(ContextExceeded);
                return false;
            case "tool_calls":
                FinishReasoning();
                FinishCalls();
                return true;
            default:
                return true;
        }
    }

    private void TakeReasoning(JsonElement owner)
    {
        var reasoning = owner.Member("reasoning");
        if ((reasoning.Text() ?? reasoning.Member("text").Text() ?? reasoning.Member("content").Text()) is not { } text)
        {
            return;
        }

        if (_reasoning is null)
        {
            _reasoning = [];
            WriteItemAdded(new CodexReasoning([]));
        }

        _reasoning.Add(text);
        WriteReasoningDelta(text, _reasoning.Count - 1);
    }

    private void TakeContent(JsonElement? content)
    {
        if (content.Elements() is { } parts)
        {
            foreach (var part in parts)
            {
                TakeText(part.Member("text").Text());
            }
        }
        else
        {
            TakeText(content.Text());
        }
    }

    private void TakeText(string? text)
    {
        if (text is null)
        {
            return;
        }

        if (_message is null)
        {
            _message = [];
            WriteItemAdded(new CodexMessage([]));
        }

        _message.Add(text);
        WriteTextDelta(text);
    }

    private void TakeCalls(JsonElement? calls)
    {
        if (calls.Elements() is { } elements)
        {
            foreach (var call in elements)
            {
                TakeCall(call);
            }
        }
    }

    private void FinishReasoning()
    {
        if (_reasoning is not null)
        {
            WriteItemDone(new CodexReasoning(_reasoning));
            _reasoning = null;
        }
    }
}
