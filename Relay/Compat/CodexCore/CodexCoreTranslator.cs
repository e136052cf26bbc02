using System.Text;
using System.Text.Json;
using Relay.Contract;

namespace Relay.Compat.CodexCore;

/// <summary>
/// Translates as the chat client in codex-core does: only the first choice and the first call of a chunk are used, no item is
/// announced, and any finish reason ends the turn.
/// </summary>
internal sealed class CodexCoreTranslator(ResponseEcho echo, CoreAggregation aggregation) : CodexTranslator(echo)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _arguments = new();
    private readonly StringBuilder _allText = new();
    private readonly StringBuilder _allReasoning = new();
    private string? _name;
    private string? _callId;
    private bool _isCalling;

    protected override bool Take(string text, ReadOnlySpan<byte> payload)
    {
        if (IsSentinel(text))
        {
            FinishMessage();
            FinishReasoning();
            Complete();
            return false;
        }

        using var document = Parse(payload);
        return document is null
            || document.RootElement.Member("choices").Elements() is not { } choices
            || !choices.MoveNext()
            || TakeChoice(choices.Current);
    }

    // The end of the body ends the turn like the sentinel, but finishes no item.
    protected override void WriteEnd(UpstreamEnding ending)
    {
        if (ending.Failure is { } failure)
        {
            Fail(failure);
        }
        else
        {
            Complete();
        }
    }

    private bool TakeChoice(JsonElement choice)
    {
        var delta = choice.Member("delta");
        if (delta.Member("content").Text() is { Length: > 0 } content)
        {
            TakeText(content);
        }

        TakeReasoning(OfDelta(delta.Member("reasoning")));
        TakeReasoning(OfMessage(choice.Member("message").Member("reasoning")));
        if (delta.Member("tool_calls").Elements() is { } calls && calls.MoveNext())
        {
            TakeCall(calls.Current);
        }

        return choice.Member("finish_reason").Text() is not { } reason || !Finish(reason);
    }

    private void TakeText(string content)
    {
        _text.Append(content);
        _allText.Append(content);
        if (aggregation is not CoreAggregation.Aggregated)
        {
            WriteTextDelta(content);
        }
    }

    private static string? OfDelta(JsonElement? reasoning) => reasoning.Text() is { Length: > 0 } plain
        ? plain
        : reasoning.Member("text").Text() is { Length: > 0 } text ? text : reasoning.Member("content").Text();

    // Here an empty text hides the content.
    private static string? OfMessage(JsonElement? reasoning) =>
        reasoning.Text() ?? reasoning.Member("text").Text() ?? reasoning.Member("content").Text();

    private void TakeReasoning(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        _reasoning.Append(text);
        _allReasoning.Append(text);
        if (aggregation is not CoreAggregation.Aggregated)
        {
            WriteReasoningDelta(text, contentIndex: 0);
        }
    }

    private void TakeCall(JsonElement call)
    {
        _isCalling = true;
        _callId ??= call.Member("id").Text();
        _name ??= call.Member("function").Member("name").Text();
        _arguments.Append(call.Member("function").Member("arguments").Text());
    }

    private bool Finish(string reason)
    {
        if (reason == "tool_calls" && _isCalling)
        {
            FinishReasoning();
            WriteCallDone(_name ?? "", _arguments.ToString(), _callId ?? "");
        }
        else if (reason == "stop")
        {
            FinishMessage();
            FinishReasoning();
        }

        Complete();
        return true;
    }

    private void FinishMessage()
    {
        // An aggregated message is written at the end of the turn.
        if (_text.Length > 0 && aggregation is CoreAggregation.Off)
        {
            WriteItemDone(new CodexMessage([_text.ToString()]));
        }

        _text.Clear();
    }

    private void FinishReasoning()
    {
        if (_reasoning.Length > 0)
        {
            WriteItemDone(new CodexReasoning([_reasoning.ToString()]));
            _reasoning.Clear();
        }
    }

    private void Complete()
    {
        if (aggregation is CoreAggregation.Aggregated && _allReasoning.Length > 0)
        {
            WriteItemDone(new CodexReasoning([_allReasoning.ToString()]));
        }

        if (aggregation is not CoreAggregation.Off && _allText.Length > 0)
        {
            WriteItemDone(new CodexMessage([_allText.ToString()]));
        }

        WriteCompleted();
    }
}
