using Relay.ChatCompletions;
using Relay.Json;
using Relay.ResponsesWire;
using Relay.Sealing;
using Relay.Translating.Items;
using Relay.Translating.State;
using Relay.Translating.Text;
using ContentParts = Relay.ChatCompletions.ContentParts;

namespace Relay.Translating.Deltas;

/// <summary>Finds the reasoning of a delta, wherever its vendor puts it, and hears it once: vendors say the same in several places, and again at the end.</summary>
internal sealed class ReasoningDeltas(TranslationContext context, OpenItems items)
{
    private readonly CumulativeDeltaFilter? _cumulative = CumulativeDeltaFilter.Create(context.Policies);
    private readonly EscapedText _tagged = new();
    private ReasoningSource _source;

    /// <summary>Whether there has been any reasoning.</summary>
    public bool HasReasoning => _source is not ReasoningSource.None;

    /// <summary>What a delta reasons, by the best of its members.</summary>
    public static ReadOnlySpan<byte> FindReasoning(ChatDelta delta, ReadOnlySpan<byte> payload, out ReasoningSource source, out ReasoningLocation field)
    {
        (source, field) = (ReasoningSource.Member, ReasoningLocation.ReasoningContent);
        if (delta.ReasoningContent.HasText)
        {
            return delta.ReasoningContent.In(payload);
        }

        field = ReasoningLocation.Reasoning;
        if (delta.Reasoning.HasText)
        {
            return delta.Reasoning.In(payload);
        }

        if (delta.Reasoning.IsObject)
        {
            return ContentParts.ReadReasoning(delta.Reasoning, payload);
        }

        (source, field) = (ReasoningSource.Details, ReasoningLocation.Details);
        return delta.ReasoningDetails.IsArray ? ContentParts.ReadReasoning(delta.ReasoningDetails, payload) : [];
    }

    /// <summary>Whether what a source says counts.</summary>
    public bool TryAccept(ReadOnlySpan<byte> token, ReasoningSource source, ReasoningLocation field)
    {
        if (token.IsEmpty || source < _source)
        {
            return false;
        }

        _source = source;
        context.Reasoning?.Field = field;
        return true;
    }

    /// <summary>What of it is new, and not held back.</summary>
    public ReadOnlySpan<byte> FilterCumulative(ReadOnlySpan<byte> token) => _cumulative is null ? token : _cumulative.Filter(token);

    /// <summary>Text follows, or nothing: reasoning that waited is what it seems to be.</summary>
    public void FlushHeld()
    {
        if (_cumulative is { IsHolding: true } && _cumulative.Flush() is { IsEmpty: false } rest)
        {
            items.AppendReasoning(rest);
        }
    }

    /// <summary>Keeps what goes back to the vendor.</summary>
    public void CollectDetails(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (delta.ReasoningDetails.IsArray)
        {
            context.Reasoning?.AddDetails(delta.ReasoningDetails, payload);
        }
    }

    /// <summary>Takes out of a message that repeats the whole answer the reasoning that deltas have brought.</summary>
    public void RemoveRepeated(ChatDelta message, ReadOnlySpan<byte> payload)
    {
        if (context.Reasoning is { HasSeenDetails: true })
        {
            message.ForgetReasoningDetails();
        }

        if (HasReasoning)
        {
            CollectDetails(message, payload);
            message.ForgetReasoning();
        }
    }

    /// <summary>Takes what stands between think tags.</summary>
    public void AppendTagged(ReadOnlySpan<byte> token)
    {
        if (_source > ReasoningSource.Tags)
        {
            // The vendor's own member has spoken; what the tags say is compared with it when it is whole (Q76).
            _tagged.Append(token);
        }
        else if (!token.IsEmpty)
        {
            _source = ReasoningSource.Tags;
            items.AppendReasoning(token);
        }
    }

    /// <summary>The tag has closed.</summary>
    public void CloseTagged()
    {
        var isRepetition = items.LatestReasoning is { } latest && Trim(latest.Span).SequenceEqual(Trim(_tagged.Span));
        if (_tagged.Length > 0 && !isRepetition)
        {
            items.AppendReasoning(_tagged.Span);
        }

        _tagged.Clear();
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> token)
    {
        var text = token[JsonText.BlankLength(token)..];
        while (text.EndsWith(" "u8) || text.EndsWith("\\n"u8))
        {
            text = text[..^(text[^1] == ' ' ? 1 : 2)];
        }

        return text;
    }
}
