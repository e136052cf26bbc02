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
    private readonly ReasoningMarkup? _markup = ReasoningMarkup.Create(context.Policies.HealMarkup, context.Echo, items);
    private readonly EscapedText _tagged = new();

    // The text of the block of thinking_blocks that has no signature yet.
    private readonly EscapedText _block = new();
    private readonly SolidRange _latestSolid = new();
    private ReasoningSource _source;

    // How much of the latest reasoning a lesser source has repeated.
    private EscapedText? _repeatedText;
    private int _repeated;

    /// <summary>Whether any reasoning has arrived.</summary>
    public bool HasReasoning => _source is not ReasoningSource.None;

    /// <summary>Whether reasoning is held back that may contain calls.</summary>
    public bool HoldsMarkup => _markup is { HeldLength: > 0 };

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

        field = ReasoningLocation.Blocks;
        if (ReadMember(delta.ThinkingBlocks, payload) is { IsEmpty: false } blocks)
        {
            return blocks;
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

        if (HasAt(latest, _repeated, token))
        {
            _repeated += token.Length;
            return true;
        }

        return HasAt(latest, 0, token);
    }

    /// <summary>Returns whether the latest reasoning has a token at a position. Some of the reasoning may be held back.</summary>
    private bool HasAt(EscapedText latest, int position, ReadOnlySpan<byte> token) =>
        Matches(latest.Span, ref position, ref token)
            && (_markup is null
                || (Matches(_markup.Blocks, ref position, ref token) && Matches(_markup.Rest, ref position, ref token)))
            && token.IsEmpty;

    private static bool Matches(ReadOnlySpan<byte> known, ref int position, ref ReadOnlySpan<byte> token)
    {
        if (position >= known.Length)
        {
            position -= known.Length;
            return true;
        }

        var length = Math.Min(token.Length, known.Length - position);
        var isEqual = known.Slice(position, length).SequenceEqual(token[..length]);
        position = 0;
        token = token[length..];
        return isEqual;
    }

    /// <summary>Returns whether a delta of <c>thinking_blocks</c> only repeats its block beside the signature.</summary>
    public bool RepeatsBlock(ChatDelta delta, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> token)
    {
        var isSigned = ThinkingBlocks.IsSigned(delta.ThinkingBlocks, payload);
        var repeats = isSigned && token.Length == _block.Length && token.SequenceEqual(_block.Span);
        if (isSigned)
        {
            _block.Clear();
        }
        else
        {
            _block.Append(token);
        }

        return repeats;
    }

    /// <summary>Returns the new part of a delta; empty if the delta is held back.</summary>
    public ReadOnlySpan<byte> FilterCumulative(ReadOnlySpan<byte> token) => _cumulative is null ? token : _cumulative.Filter(token);

    /// <summary>Writes reasoning that was held back, because text follows.</summary>
    public void FlushHeld()
    {
        if (_cumulative is { IsHolding: true } && _cumulative.Flush() is { IsEmpty: false } rest)
        {
            Append(rest);
        }
    }

    /// <summary>Appends to the reasoning (delta path).</summary>
    public void Append(ReadOnlySpan<byte> token)
    {
        if (_markup is null)
        {
            items.AppendReasoning(token);
        }
        else
        {
            _markup.Append(token);
        }
    }

    /// <summary>Writes reasoning that was held back as a possible call, because visible output follows.</summary>
    public void Release() => _markup?.Release();

    /// <summary>Ends the reasoning. Returns the calls that the model wrote into it.</summary>
    /// <param name="isMeant">Whether calls at its end are calls of the answer.</param>
    /// <param name="isAnnounced">Whether the finish reason announces a call.</param>
    public IReadOnlyList<MarkupCall> End(bool isMeant, bool isAnnounced) => _markup?.End(isMeant, isAnnounced) ?? [];

    /// <summary>Collects elements that are sent back to the vendor.</summary>
    public void CollectDetails(ChatDelta delta, ReadOnlySpan<byte> payload)
    {
        if (delta.ReasoningDetails.IsArray)
        {
            context.Reasoning?.AddDetails(delta.ReasoningDetails, payload);
        }

        if (delta.ThinkingBlocks.IsArray)
        {
            context.Reasoning?.AddBlocks(delta.ThinkingBlocks, payload);
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

        if (context.Reasoning is { HasSeenBlocks: true })
        {
            message.RemoveThinkingBlocks();
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
            Append(token);
        }
    }

    /// <summary>Ends the text between think tags.</summary>
    public void CloseTagged()
    {
        if (_tagged.Length > 0 && !IsTaggedRepetition())
        {
            Append(_tagged.Span);
        }

        _tagged.Clear();
    }

    private bool IsTaggedRepetition()
    {
        if (items.LatestReasoning is { } latest && _latestSolid.Trim(latest).SequenceEqual(new SolidRange().Trim(_tagged)))
        {
            return true;
        }

        // The reasoning ends with calls that are held back. It is joined only if the text can be as long.
        var known = (items.LatestReasoning?.Length ?? 0) + (_markup?.HeldLength ?? 0);
        if (_markup is not { HeldLength: > 0 } || _tagged.Length < known / 2)
        {
            return false;
        }

        var whole = new EscapedText();
        whole.Append(items.LatestReasoning is { } shown ? shown.Span : default);
        whole.Append(_markup.Blocks);
        whole.Append(_markup.Rest);
        return new SolidRange().Trim(whole).SequenceEqual(new SolidRange().Trim(_tagged));
    }
}
