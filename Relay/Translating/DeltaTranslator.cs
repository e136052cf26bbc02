using Relay.ChatCompletions;
using Relay.Json;
using Relay.Policies;
using Relay.Responses;
using ContentParts = Relay.ChatCompletions.ContentParts;

namespace Relay.Translating;

/// <summary>
/// The delta path: what one delta brought goes to the item it belongs to — reasoning, then text, then calls. A text delta costs a look at each member, one
/// copy into the event and one into the text kept for the end.
/// </summary>
internal sealed class DeltaTranslator : IThinkSink, IMarkupSink
{
    private readonly TranslationContext _context;
    private readonly OpenItems _items;
    private readonly ToolCallResolver _resolver;
    private readonly CallTranslator _calls;
    private readonly ThinkTagSplitter _tags;
    private readonly MarkupHealer? _healer;
    private readonly NestedDeltas? _nestedText;
    private readonly NestedDeltas? _nestedReasoning;
    private readonly EscapedText _taggedThinking = new();
    private byte[] _logprobs = [];
    private ReasoningSource _reasoningSource;
    private bool _hasText;

    public DeltaTranslator(TranslationContext context, OpenItems items, ToolCallResolver resolver)
    {
        _context = context;
        _items = items;
        _resolver = resolver;
        _calls = new CallTranslator(context, items, resolver);
        _tags = new ThinkTagSplitter(context.Policies.ThinkTags);
        _healer = MarkupHealer.For(context);
        if (context.Policies.CumulativeDeltas is CumulativeDeltas.Detect)
        {
            _nestedText = new NestedDeltas();
            _nestedReasoning = new NestedDeltas();
        }
    }

    /// <summary>Where reasoning was found, the better source last. Once a better one has spoken, what a lesser one says is taken for a repetition (Q67, Q69).</summary>
    private enum ReasoningSource
    {
        None,
        Tags,
        Parts,
        Details,
        Member,
    }

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

        if (_reasoningSource is not ReasoningSource.None)
        {
            message.ForgetReasoning();
        }

        if (_resolver.Calls.Count > 0)
        {
            message.ToolCalls.Clear();
        }

        return Translate(choice, message, payload);
    }

    /// <summary>Whether a message holds what no delta has brought so far.</summary>
    public bool IsNews(ChatDelta message) =>
        (message.HasText && !_hasText)
        || (message.HasReasoning && _reasoningSource is ReasoningSource.None)
        || (message.ToolCalls.Count > 0 && _resolver.Calls.Count == 0)
        || message.Images.IsArray;

    /// <summary>No delta follows: what was held back is let go.</summary>
    public void Flush()
    {
        SettleReasoning();
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
        if (_reasoningSource > ReasoningSource.Tags)
        {
            // The vendor's own member has spoken; what the tags say is compared with it when it is whole (Q76).
            _taggedThinking.Append(token);
        }
        else if (!token.IsEmpty)
        {
            _reasoningSource = ReasoningSource.Tags;
            _items.AppendReasoning(token);
        }
    }

    void IThinkSink.ThinkingClosed()
    {
        var isRepetition = _items.LatestReasoning is { } said && Trimmed(said.Span).SequenceEqual(Trimmed(_taggedThinking.Span));
        if (_taggedThinking.Length > 0 && !isRepetition)
        {
            _items.AppendReasoning(_taggedThinking.Span);
        }

        _taggedThinking.Clear();
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> token)
    {
        var text = token[JsonText.BlankLength(token)..];
        while (text.EndsWith(" "u8) || text.EndsWith("\\n"u8))
        {
            text = text[..^(text[^1] == ' ' ? 1 : 2)];
        }

        return text;
    }

    private bool TakeReasoning(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (delta.ReasoningContent.HasText)
        {
            return Reason(delta.ReasoningContent.In(payload), ReasoningSource.Member);
        }

        if (delta.Reasoning.HasText)
        {
            return Reason(delta.Reasoning.In(payload), ReasoningSource.Member);
        }

        if (delta.Reasoning.IsObject)
        {
            return Reason(ContentParts.ReadReasoning(delta.Reasoning, payload), ReasoningSource.Member);
        }

        return delta.ReasoningDetails.IsArray && Reason(ContentParts.ReadReasoning(delta.ReasoningDetails, payload), ReasoningSource.Details);
    }

    private bool Reason(ReadOnlySpan<byte> token, ReasoningSource source)
    {
        if (token.IsEmpty || source < _reasoningSource)
        {
            return false;
        }

        _reasoningSource = source;
        _tags.BeginOutside();
        if (_nestedReasoning is not null)
        {
            token = _nestedReasoning.Take(token);
        }

        if (!token.IsEmpty)
        {
            SettleText();
            _items.AppendReasoning(token);
        }

        return true;
    }

    /// <summary>Text follows, or nothing: reasoning that waited is what it seems to be.</summary>
    private void SettleReasoning()
    {
        if (_nestedReasoning is { IsHolding: true } && _nestedReasoning.Settle() is { IsEmpty: false } rest)
        {
            _items.AppendReasoning(rest);
        }
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
        if (_context.Echo.Logprobs && choice.Logprobs.IsObject)
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
            SettleReasoning();
            Split(token);
        }
    }

    private void Split(ReadOnlySpan<byte> token)
    {
        if (_tags.IsPassing && _healer is null && _items.OpenMessage is { } message)
        {
            message.AppendText(token, _logprobs);
            _logprobs = [];
            return;
        }

        if (_items.OpenMessage is null)
        {
            _tags.Restart();
        }

        _tags.Feed(token, this);
    }

    private void Show(ReadOnlySpan<byte> token)
    {
        if (!token.IsEmpty)
        {
            _items.Message().AppendText(token, _logprobs);
            _logprobs = [];
        }
    }

    private void Refuse(ReadOnlySpan<byte> token)
    {
        _hasText = true;
        Flush();
        if (_context.Policies.RefusalOut is RefusalOut.Text)
        {
            _items.Message().AppendText(token);
            return;
        }

        _items.Message().AppendRefusal(token);
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
                    arrived |= Reason(part.Token, ReasoningSource.Parts);
                    break;
                case PartKind.Refusal:
                    Refuse(part.Token);
                    arrived = true;
                    break;
                default:
                    _context.Warnings.Add("A content part of an unknown type was left out.");
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
        }

        return arrived;
    }

    private bool TakeRest(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        _items.Annotations.Add(delta.Annotations, payload);
        if (delta.Audio.IsObject)
        {
            _context.Warnings.Add("Audio of the answer was left out.");
        }

        return delta.Images.IsArray && TakeImages(delta.Images, payload);
    }

    private bool TakeImages(JsonSlice images, ReadOnlySpan<byte> payload)
    {
        foreach (var image in ImageReader.Read(images, payload))
        {
            if (image is null || _context.Policies.ImagesOut is ImagesOut.Drop)
            {
                _context.Warnings.Add("An image of the answer was left out.");
                continue;
            }

            Flush();
            _items.AddImage(image);
        }

        return true;
    }
}
