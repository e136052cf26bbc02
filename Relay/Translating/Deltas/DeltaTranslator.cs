using System.Buffers;
using System.Text.Json;
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
/// Passes the contents of one delta to their items: reasoning, then text, then calls. For a text delta this is one look at each member, one
/// copy into the event and one into the text for the final event.
/// </summary>
internal sealed class DeltaTranslator(TranslationContext context, OpenItems items, ToolCallResolver resolver) : IThinkTagSink, IMarkupSink
{
    private readonly ReasoningDeltas _reasoning = new(context, items);
    private readonly CallTranslator _calls = new(context, items, resolver);
    private readonly ThinkTagSplitter _tags = new(context.Policies.ThinkTags, context.Policies.ThinkTagNames);
    private readonly MarkupHealer? _healer = MarkupHealer.Create(context.Policies.HealMarkup, context.Echo);
    private readonly CumulativeDeltaFilter? _cumulativeText = CumulativeDeltaFilter.Create(context.Policies);
    private readonly ArrayBufferWriter<byte> _logprobs = new();

    // White space after calls in the reasoning. It does not count as an answer.
    private readonly ArrayBufferWriter<byte> _blank = new();
    private int _healed;
    private bool _hasText;

    /// <summary>Translates the contents of a delta.</summary>
    /// <returns>Whether the delta contained output.</returns>
    public bool Translate(ChatChoice choice, ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        var arrived = TranslateReasoning(delta, payload);
        arrived |= TranslateText(choice, delta, payload);

        // Before the calls, which close the text that the sources belong to.
        items.Annotations.Add(delta.Annotations, payload);
        arrived |= TranslateCalls(choice.Index, delta, payload);
        arrived |= TranslateRest(delta, payload);
        return arrived;
    }

    /// <summary>
    /// Translates the contents of a message that repeats the whole answer, except for those that deltas have sent (Q46, Q55, Q56, Q68).
    /// </summary>
    public bool TranslateMessage(ChatChoice choice, ReadOnlySpan<byte> payload)
    {
        var message = choice.Message;
        if (_hasText)
        {
            message.RemoveText();
        }

        _reasoning.RemoveRepeated(message, payload);
        if (resolver.Calls.Count > 0)
        {
            message.ToolCalls.Clear();
        }

        return Translate(choice, message, payload);
    }

    /// <summary>Returns whether a message contains output that no delta has sent.</summary>
    public bool HasNews(ChatDelta message) =>
        (message.HasText && !_hasText)
        || (message.HasReasoning && !_reasoning.HasReasoning)
        || (message.ToolCalls.Count > 0 && resolver.Calls.Count == 0)
        || message.Images.IsArray;

    /// <summary>Writes all output that was held back, because output of another kind follows.</summary>
    public void Flush()
    {
        FlushTexts();
        ReleaseReasoning();
    }

    /// <summary>Writes all output that was held back, because no delta follows.</summary>
    /// <param name="isComplete">Whether the answer is complete. Then calls at the end of its reasoning are calls (Q172).</param>
    /// <param name="isAnnounced">Whether the finish reason announces a call.</param>
    public void End(bool isComplete, bool isAnnounced)
    {
        var calls = _reasoning.End(isComplete && resolver.Calls.Count == 0, isAnnounced);
        if (calls.Count == 0)
        {
            ReleaseReasoning();
        }

        foreach (var call in calls)
        {
            AddCall(call);
        }
    }

    /// <summary>Writes the texts that were held back.</summary>
    public void FlushTexts()
    {
        _reasoning.FlushHeld();
        FlushHeldText();
        if (!_tags.IsPassing)
        {
            _tags.Flush(this);
        }

        _healer?.Flush(this);
    }

    void IThinkTagSink.AppendText(ReadOnlySpan<byte> token)
    {
        if (_healer is null)
        {
            WriteText(token);
        }
        else
        {
            _healer.Feed(token, this);
        }
    }

    void IMarkupSink.AppendText(ReadOnlySpan<byte> token) => WriteText(token);

    void IMarkupSink.AddCalls(IReadOnlyList<MarkupCall> calls, ReadOnlySpan<byte> block)
    {
        _logprobs.ResetWrittenCount();
        ReleaseReasoning();
        foreach (var call in calls)
        {
            AddCall(call);
        }
    }

    void IThinkTagSink.AppendReasoning(ReadOnlySpan<byte> token)
    {
        _logprobs.ResetWrittenCount();
        if (!token.IsEmpty)
        {
            EndBlank();
        }

        _reasoning.AppendTagged(token);
    }

    void IThinkTagSink.CloseReasoning() => _reasoning.CloseTagged();

    private bool TranslateReasoning(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        _reasoning.CollectDetails(delta, payload);
        var token = ReasoningDeltas.FindReasoning(delta, payload, out var source, out var field);
        return !(field is ReasoningLocation.Blocks && _reasoning.RepeatsBlock(delta, payload, token))
            && AppendReasoning(token, source, field);
    }

    private bool AppendReasoning(ReadOnlySpan<byte> token, ReasoningSource source, ReasoningLocation field)
    {
        if (!_reasoning.TryAccept(token, source, field))
        {
            return false;
        }

        _tags.StartOutside();
        var fresh = _reasoning.FilterCumulative(token);
        if (!fresh.IsEmpty)
        {
            FlushHeldText();
            EndBlank();
            _reasoning.Append(fresh);
        }

        return true;
    }

    private void FlushHeldText()
    {
        if (_cumulativeText is { IsHolding: true } && _cumulativeText.Flush() is { IsEmpty: false } rest)
        {
            SplitTags(rest);
        }
    }

    private bool TranslateText(ChatChoice choice, ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (context.Echo.Logprobs && choice.Logprobs.IsObject)
        {
            CollectLogprobs(choice, payload);
        }

        if (delta.Phase.HasText)
        {
            items.SetPhase(JsonText.Decode(delta.Phase.In(payload)));
        }

        var arrived = false;
        if (delta.Content.HasText)
        {
            AppendText(delta.Content.In(payload));
            arrived = true;
        }
        else if (delta.Content.IsArray || delta.Content.IsObject)
        {
            arrived = TranslateParts(delta.Content, payload);
        }

        if (delta.Refusal.HasText)
        {
            AppendRefusal(delta.Refusal.In(payload));
            arrived = true;
        }

        return arrived;
    }

    private void AppendText(ReadOnlySpan<byte> token)
    {
        _hasText = true;
        if (_cumulativeText is not null)
        {
            token = _cumulativeText.Filter(token);
        }

        if (!token.IsEmpty)
        {
            _reasoning.FlushHeld();
            SplitTags(token);
        }
    }

    private void SplitTags(ReadOnlySpan<byte> token)
    {
        if (_tags.IsPassing && _healer is null && items.OpenMessage is { } message)
        {
            message.AppendText(token, _logprobs.WrittenSpan);
            _logprobs.ResetWrittenCount();
            return;
        }

        if (items.OpenMessage is null)
        {
            _tags.Restart();
        }

        _tags.Feed(token, this);
    }

    private void WriteText(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
        {
            return;
        }

        if (_reasoning.HoldsMarkup && JsonText.IsBlank(token))
        {
            _blank.Write(token);
            return;
        }

        ReleaseReasoning();
        items.GetMessage().AppendText(token, _logprobs.WrittenSpan);
        _logprobs.ResetWrittenCount();
    }

    /// <summary>Writes reasoning that was held back, then the white space after it.</summary>
    private void ReleaseReasoning()
    {
        _reasoning.Release();
        if (_blank.WrittenCount > 0)
        {
            items.GetMessage().AppendText(_blank.WrittenSpan);
            _blank.ResetWrittenCount();
        }
    }

    // Reasoning follows: the white space stands between two pieces of it.
    private void EndBlank()
    {
        if (_blank.WrittenCount > 0)
        {
            ReleaseReasoning();
        }
    }

    /// <summary>Adds a call from text. Its index is one that no vendor uses, so that it is not merged with another call.</summary>
    private void AddCall(MarkupCall call)
    {
        byte[] payload = [.. JsonText.Encode(call.Name), .. JsonText.Encode(call.Arguments)];
        var nameLength = JsonText.Encode(call.Name).Length;
        var name = new JsonSlice(JsonTokenType.String, 0, nameLength);
        var arguments = new JsonSlice(JsonTokenType.String, nameLength, payload.Length - nameLength);
        _calls.Translate(choice: 0, new ToolCallDelta(int.MaxValue - _healed++, default, name, arguments), payload);
    }

    private void AppendRefusal(ReadOnlySpan<byte> token)
    {
        _hasText = true;
        Flush();
        if (context.Policies.RefusalOut is RefusalOut.Text)
        {
            items.GetMessage().AppendText(token);
            return;
        }

        items.GetMessage().AppendRefusal(token);
    }

    private bool TranslateParts(JsonSlice content, ReadOnlySpan<byte> payload)
    {
        var arrived = false;
        foreach (var part in ContentParts.Read(content, payload))
        {
            switch (part.Kind)
            {
                case PartKind.Text:
                    AppendText(part.Token);
                    arrived = true;
                    break;
                case PartKind.Reasoning:
                    arrived |= AppendReasoning(part.Token, ReasoningSource.Parts, ReasoningLocation.Parts);
                    break;
                case PartKind.Refusal:
                    AppendRefusal(part.Token);
                    arrived = true;
                    break;
                default:
                    context.Warnings.Add("A content part of an unknown type was left out.");
                    break;
            }
        }

        return arrived;
    }

    private void CollectLogprobs(ChatChoice choice, ReadOnlySpan<byte> payload)
    {
        if (_logprobs.WrittenCount > 0)
        {
            _logprobs.Write(","u8);
        }

        _logprobs.Write(LogprobsReader.Read(choice.Logprobs, payload));
    }

    private bool TranslateCalls(int choice, ChatDelta delta, ReadOnlySpan<byte> payload)
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

    private bool TranslateRest(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (delta.Audio.IsObject)
        {
            context.Warnings.Add("Audio of the answer was left out.");
        }

        if (delta.UnknownMembers is { } unknown)
        {
            unknown.ForEach(name => context.Warnings.Add(
                $"The member '{VendorText.Clean(name, context.Secrets)}' of the answer was left out."));
        }

        return delta.Images.IsArray && TranslateImages(delta.Images, payload);
    }

    private bool TranslateImages(JsonSlice images, ReadOnlySpan<byte> payload)
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
