using Relay.ChatCompletions;
using Relay.Json;
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

    // How much of the latest reasoning a lesser source has repeated.
    private EscapedText? _repeatedText;
    private int _repeated;

    /// <summary>Whether any reasoning has arrived.</summary>
    public bool HasReasoning => _source is not ReasoningSource.None;

    /// <summary>Returns the reasoning of a delta from its best member.</summary>
    public static ReadOnlySpan<byte> FindReasoning(
        ChatDelta delta, ReadOnlySpan<byte> payload, out ReasoningSource source, out ReasoningLocation field)
    {
        (source, field) = (ReasoningSource.Member, ReasoningLocation.ReasoningContent);
        if (ReadMember(delta.ReasoningContent, payload) is { IsEmpty: false } content)
        {
            return content;
        }

        field = ReasoningLocation.Reasoning;
        if (ReadMember(delta.Reasoning, payload) is { IsEmpty: false } reasoning)
        {
            return reasoning;
        }

        field = ReasoningLocation.ReasoningText;
        if (ReadMember(delta.ReasoningText, payload) is { IsEmpty: false } text)
        {
            return text;
        }

        (source, field) = (ReasoningSource.Details, ReasoningLocation.Details);
        if (ReadMember(delta.ReasoningDetails, payload) is { IsEmpty: false } details)
        {
            return details;
        }

        field = ReasoningLocation.None;
        return ReadMember(delta.OtherReasoning, payload);
    }

    // Vendors change between a string, an object and a list of parts in mid-stream.
    private static ReadOnlySpan<byte> ReadMember(JsonSlice member, ReadOnlySpan<byte> payload) =>
        member.HasText ? member.In(payload)
        : member.IsObject || member.IsArray ? ContentParts.ReadReasoning(member, payload)
        : [];

    /// <summary>
    /// Returns whether reasoning from a source is used, and remembers the source. Text of a lesser source is used if it does not repeat
    /// what the better source said.
    /// </summary>
    public bool TryAccept(ReadOnlySpan<byte> token, ReasoningSource source, ReasoningLocation field)
    {
        if (token.IsEmpty || (source < _source && IsRepetition(token)))
        {
            return false;
        }

        if (source >= _source)
        {
            _source = source;
            context.Reasoning?.Field = field;
        }

        return true;
    }

    // A lesser source repeats the reasoning piece by piece, or as a whole.
    private bool IsRepetition(ReadOnlySpan<byte> token)
    {
        if (items.LatestReasoning is not { } latest || _cumulative is not null)
        {
            return true;
        }

        if (!ReferenceEquals(latest, _repeatedText))
        {
            (_repeatedText, _repeated) = (latest, 0);
        }

        var known = latest.Span;
        if (known[_repeated..].StartsWith(token))
        {
            _repeated += token.Length;
            return true;
        }

        return known.StartsWith(token);
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

        if (delta.ReasoningOpaque.HasText)
        {
            context.Reasoning?.SetOpaque(delta.ReasoningOpaque.In(payload));
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
