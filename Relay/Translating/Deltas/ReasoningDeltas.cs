using Relay.ChatCompletions;
using Relay.ResponsesWire;
using Relay.Sealing;
using Relay.Translating.Items;
using Relay.Translating.State;
using Relay.Translating.Text;
using ContentParts = Relay.ChatCompletions.ContentParts;

namespace Relay.Translating.Deltas;

/// <summary>
/// Finds the reasoning of a delta in any vendor's member and uses it once: vendors send the same text in several members, and again at the
/// end.
/// </summary>
internal sealed class ReasoningDeltas(TranslationContext context, OpenItems items)
{
    private readonly CumulativeDeltaFilter? _cumulative = CumulativeDeltaFilter.Create(context.Policies);
    private readonly EscapedText _tagged = new();
    private readonly SolidRange _latestSolid = new();
    private ReasoningSource _source;

    /// <summary>Whether any reasoning has arrived.</summary>
    public bool HasReasoning => _source is not ReasoningSource.None;

    /// <summary>Returns the reasoning of a delta from its best member.</summary>
    public static ReadOnlySpan<byte> FindReasoning(
        ChatDelta delta, ReadOnlySpan<byte> payload, out ReasoningSource source, out ReasoningLocation field)
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

    /// <summary>Returns whether reasoning from a source is used, and remembers the source.</summary>
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

    /// <summary>Returns the new part of a delta; empty if the delta is held back.</summary>
    public ReadOnlySpan<byte> FilterCumulative(ReadOnlySpan<byte> token) => _cumulative is null ? token : _cumulative.Filter(token);

    /// <summary>Writes reasoning that was held back, because text follows.</summary>
    public void FlushHeld()
    {
        if (_cumulative is { IsHolding: true } && _cumulative.Flush() is { IsEmpty: false } rest)
        {
            items.AppendReasoning(rest);
        }
    }

    /// <summary>Collects elements that are sent back to the vendor.</summary>
    public void CollectDetails(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (delta.ReasoningDetails.IsArray)
        {
            context.Reasoning?.AddDetails(delta.ReasoningDetails, payload);
        }
    }

    /// <summary>Removes the reasoning that deltas have sent from a message that repeats the whole answer.</summary>
    public void RemoveRepeated(ChatDelta message, ReadOnlySpan<byte> payload)
    {
        if (context.Reasoning is { HasSeenDetails: true })
        {
            message.RemoveReasoningDetails();
        }

        if (HasReasoning)
        {
            CollectDetails(message, payload);
            message.RemoveReasoning();
        }
    }

    /// <summary>Appends text between think tags.</summary>
    public void AppendTagged(ReadOnlySpan<byte> token)
    {
        if (_source > ReasoningSource.Tags)
        {
            // The vendor's own member has precedence; text in tags is compared with it when it is complete (Q76).
            _tagged.Append(token);
        }
        else if (!token.IsEmpty)
        {
            _source = ReasoningSource.Tags;
            items.AppendReasoning(token);
        }
    }

    /// <summary>Ends the text between think tags.</summary>
    public void CloseTagged()
    {
        var isRepetition = items.LatestReasoning is { } latest
            && _latestSolid.Trim(latest).SequenceEqual(new SolidRange().Trim(_tagged));
        if (_tagged.Length > 0 && !isRepetition)
        {
            items.AppendReasoning(_tagged.Span);
        }

        _tagged.Clear();
    }
}
