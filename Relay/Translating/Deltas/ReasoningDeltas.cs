using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Responses;
using Relay.Sealing;
using Relay.Translating.Items;
using Relay.Translating.State;
using Relay.Translating.Text;
using ContentParts = Relay.ChatCompletions.ContentParts;

namespace Relay.Translating.Deltas;

/// <summary>Finds the reasoning of a delta, wherever its vendor puts it, and hears it once: vendors say the same in several places, and again at the end.</summary>
internal sealed class ReasoningDeltas(TranslationContext context, OpenItems items)
{
    private readonly NestedDeltas? _nested = NestedDeltas.For(context.Policies);
    private readonly EscapedText _tagged = new();
    private ReasoningSource _source;

    /// <summary>Whether there has been any reasoning.</summary>
    public bool HasSpoken => _source is not ReasoningSource.None;

    /// <summary>What a delta reasons, by the best of its members.</summary>
    public static ReadOnlySpan<byte> Find(ChatDelta delta, ReadOnlySpan<byte> payload, out ReasoningSource source, out ThoughtField field)
    {
        (source, field) = (ReasoningSource.Member, ThoughtField.ReasoningContent);
        if (delta.ReasoningContent.HasText)
        {
            return delta.ReasoningContent.In(payload);
        }

        field = ThoughtField.Reasoning;
        if (delta.Reasoning.HasText)
        {
            return delta.Reasoning.In(payload);
        }

        if (delta.Reasoning.IsObject)
        {
            return ContentParts.ReadReasoning(delta.Reasoning, payload);
        }

        (source, field) = (ReasoningSource.Details, ThoughtField.Details);
        return delta.ReasoningDetails.IsArray ? ContentParts.ReadReasoning(delta.ReasoningDetails, payload) : [];
    }

    /// <summary>Whether what a source says counts.</summary>
    public bool Hears(ReadOnlySpan<byte> token, ReasoningSource source, ThoughtField field)
    {
        if (token.IsEmpty || source < _source)
        {
            return false;
        }

        _source = source;
        context.Thoughts?.Field = field;
        return true;
    }

    /// <summary>What of it is new, and not held back.</summary>
    public ReadOnlySpan<byte> Fresh(ReadOnlySpan<byte> token) => _nested is null ? token : _nested.Take(token);

    /// <summary>Text follows, or nothing: reasoning that waited is what it seems to be.</summary>
    public void Settle()
    {
        if (_nested is { IsHolding: true } && _nested.Settle() is { IsEmpty: false } rest)
        {
            items.AppendReasoning(rest);
        }
    }

    /// <summary>Keeps what goes back to the vendor.</summary>
    public void KeepDetails(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (delta.ReasoningDetails.IsArray)
        {
            context.Thoughts?.AddDetails(delta.ReasoningDetails, payload);
        }
    }

    /// <summary>Takes out of a message that repeats the whole answer the reasoning that deltas have brought.</summary>
    public void ForgetRepeated(ChatDelta message, ReadOnlySpan<byte> payload)
    {
        if (context.Thoughts is { HasMetDetails: true })
        {
            message.ForgetReasoningDetails();
        }

        if (HasSpoken)
        {
            KeepDetails(message, payload);
            message.ForgetReasoning();
        }
    }

    /// <summary>Takes what stands between think tags.</summary>
    public void Think(ReadOnlySpan<byte> token)
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
    public void CloseThinking()
    {
        var isRepetition = items.LatestReasoning is { } said && Trimmed(said.Span).SequenceEqual(Trimmed(_tagged.Span));
        if (_tagged.Length > 0 && !isRepetition)
        {
            items.AppendReasoning(_tagged.Span);
        }

        _tagged.Clear();
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
}
