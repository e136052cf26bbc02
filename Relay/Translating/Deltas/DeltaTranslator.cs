using Relay.ChatCompletions;
using Relay.Json;
using Relay.Policies;
using Relay.Sealing;
using Relay.Translating.Items;
using Relay.Translating.State;
using Relay.Translating.Text;
using ContentParts = Relay.ChatCompletions.ContentParts;

namespace Relay.Translating.Deltas;

/// <summary>
/// The delta path: what one delta brought goes to the item it belongs to — reasoning, then text, then calls. A text delta costs a look at each member, one
/// copy into the event and one into the text kept for the end.
/// </summary>
internal sealed class DeltaTranslator(TranslationContext context, OpenItems items, ToolCallResolver resolver) : IThinkSink, IMarkupSink
{
    private readonly ReasoningDeltas _reasoning = new(context, items);
    private readonly CallTranslator _calls = new(context, items, resolver);
    private readonly ThinkTagSplitter _tags = new(context.Policies.ThinkTags);
    private readonly MarkupHealer? _healer = MarkupHealer.For(context.Policies.HealMarkup, context.Echo);
    private readonly NestedDeltas? _nestedText = NestedDeltas.For(context.Policies);
    private byte[] _logprobs = [];
    private bool _hasText;

    /// <summary>Translates what a delta adds.</summary>
    /// <returns>Whether anything of the answer arrived.</returns>
    public bool Translate(ChatChoice choice, ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        var arrived = TakeReasoning(delta, payload);
        arrived |= TakeText(choice, delta, payload);
        arrived |= TakeCalls(choice.Index, delta, payload);
        arrived |= TakeRest(delta, payload);
        return arrived;
    }

    /// <summary>Takes from a message that repeats the whole answer what no delta has brought (Q46, Q55, Q56, Q68).</summary>
    public bool TranslateMessage(ChatChoice choice, ReadOnlySpan<byte> payload)
    {
        var message = choice.Message;
        if (_hasText)
        {
            message.ForgetText();
        }

        _reasoning.ForgetRepeated(message, payload);
        if (resolver.Calls.Count > 0)
        {
            message.ToolCalls.Clear();
        }

        return Translate(choice, message, payload);
    }

    /// <summary>Whether a message holds what no delta has brought so far.</summary>
    public bool IsNews(ChatDelta message) =>
        (message.HasText && !_hasText)
        || (message.HasReasoning && !_reasoning.HasSpoken)
        || (message.ToolCalls.Count > 0 && resolver.Calls.Count == 0)
        || message.Images.IsArray;

    /// <summary>No delta follows: what was held back is let go.</summary>
    public void Flush()
    {
        _reasoning.Settle();
        SettleText();
        if (!_tags.IsPassing)
        {
            _tags.Flush(this);
        }

        _healer?.Flush(this);
    }

    void IThinkSink.Text(ReadOnlySpan<byte> token)
    {
        if (_healer is null)
        {
            Show(token);
        }
        else
        {
            _healer.Feed(token, this);
        }
    }

    void IMarkupSink.Text(ReadOnlySpan<byte> token) => Show(token);

    void IMarkupSink.Call(in ToolCallDelta call, ReadOnlySpan<byte> payload)
    {
        _logprobs = [];
        _calls.Translate(choice: 0, call, payload);
    }

    void IThinkSink.Thinking(ReadOnlySpan<byte> token)
    {
        _logprobs = [];
        _reasoning.Think(token);
    }

    void IThinkSink.ThinkingClosed() => _reasoning.CloseThinking();

    private bool TakeReasoning(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        _reasoning.KeepDetails(delta, payload);
        var token = ReasoningDeltas.Find(delta, payload, out var source, out var field);
        return Reason(token, source, field);
    }

    private bool Reason(ReadOnlySpan<byte> token, ReasoningSource source, ThoughtField field)
    {
        if (!_reasoning.Hears(token, source, field))
        {
            return false;
        }

        _tags.BeginOutside();
        var fresh = _reasoning.Fresh(token);
        if (!fresh.IsEmpty)
        {
            SettleText();
            items.AppendReasoning(fresh);
        }

        return true;
    }

    private void SettleText()
    {
        if (_nestedText is { IsHolding: true } && _nestedText.Settle() is { IsEmpty: false } rest)
        {
            Split(rest);
        }
    }

    private bool TakeText(ChatChoice choice, ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (context.Echo.Logprobs && choice.Logprobs.IsObject)
        {
            TakeLogprobs(choice, payload);
        }

        var arrived = false;
        if (delta.Content.HasText)
        {
            Say(delta.Content.In(payload));
            arrived = true;
        }
        else if (delta.Content.IsArray || delta.Content.IsObject)
        {
            arrived = TakeParts(delta.Content, payload);
        }

        if (delta.Refusal.HasText)
        {
            Refuse(delta.Refusal.In(payload));
            arrived = true;
        }

        return arrived;
    }

    private void Say(ReadOnlySpan<byte> token)
    {
        _hasText = true;
        if (_nestedText is not null)
        {
            token = _nestedText.Take(token);
        }

        if (!token.IsEmpty)
        {
            _reasoning.Settle();
            Split(token);
        }
    }

    private void Split(ReadOnlySpan<byte> token)
    {
        if (_tags.IsPassing && _healer is null && items.OpenMessage is { } message)
        {
            message.AppendText(token, _logprobs);
            _logprobs = [];
            return;
        }

        if (items.OpenMessage is null)
        {
            _tags.Restart();
        }

        _tags.Feed(token, this);
    }

    private void Show(ReadOnlySpan<byte> token)
    {
        if (!token.IsEmpty)
        {
            items.Message().AppendText(token, _logprobs);
            _logprobs = [];
        }
    }

    private void Refuse(ReadOnlySpan<byte> token)
    {
        _hasText = true;
        Flush();
        if (context.Policies.RefusalOut is RefusalOut.Text)
        {
            items.Message().AppendText(token);
            return;
        }

        items.Message().AppendRefusal(token);
    }

    private bool TakeParts(JsonSlice content, ReadOnlySpan<byte> payload)
    {
        var arrived = false;
        foreach (var part in ContentParts.Read(content, payload))
        {
            switch (part.Kind)
            {
                case PartKind.Text:
                    Say(part.Token);
                    arrived = true;
                    break;
                case PartKind.Reasoning:
                    arrived |= Reason(part.Token, ReasoningSource.Parts, ThoughtField.Parts);
                    break;
                case PartKind.Refusal:
                    Refuse(part.Token);
                    arrived = true;
                    break;
                default:
                    context.Warnings.Add("A content part of an unknown type was left out.");
                    break;
            }
        }

        return arrived;
    }

    private void TakeLogprobs(ChatChoice choice, ReadOnlySpan<byte> payload)
    {
        var more = LogprobsReader.Read(choice.Logprobs, payload);
        _logprobs = _logprobs.Length == 0 ? more : [.. _logprobs, (byte)',', .. more];
    }

    private bool TakeCalls(int choice, ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        var arrived = false;
        foreach (var call in delta.ToolCalls)
        {
            if (!call.IsEmpty)
            {
                Flush();
                _calls.Translate(choice, call, payload);
                arrived = true;
            }
            else if (call.WithExtras.IsPresent)
            {
                _calls.TranslateExtras(choice, call, payload);
            }
        }

        return arrived;
    }

    private bool TakeRest(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        items.Annotations.Add(delta.Annotations, payload);
        if (delta.Audio.IsObject)
        {
            context.Warnings.Add("Audio of the answer was left out.");
        }

        return delta.Images.IsArray && TakeImages(delta.Images, payload);
    }

    private bool TakeImages(JsonSlice images, ReadOnlySpan<byte> payload)
    {
        foreach (var image in ImageReader.Read(images, payload))
        {
            if (image is null || context.Policies.ImagesOut is ImagesOut.Drop)
            {
                context.Warnings.Add("An image of the answer was left out.");
                continue;
            }

            Flush();
            items.AddImage(image);
        }

        return true;
    }
}
