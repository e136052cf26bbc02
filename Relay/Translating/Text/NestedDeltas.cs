using Relay.Json;
using Relay.Policies;
using Relay.Responses;

namespace Relay.Translating.Text;

/// <summary>
/// Tells deltas that repeat all that was said before from deltas that add to it, for one text: the answer's, its reasoning's, or one call's arguments
/// (Q37, Q54, Q57, Q71). Nothing is taken for a repetition before it is proved; docs/translating.md has the rule.
/// </summary>
internal sealed class NestedDeltas
{
    /// <summary>A repetition of fewer bytes may be meant.</summary>
    private const int Certain = 16;

    private readonly EscapedText _said = new();
    private readonly EscapedText _held = new();
    private Kind _kind;
    private int _deltas;

    private enum Kind
    {
        /// <summary>Not decided: every delta so far could be the first, or hold the one before it.</summary>
        Open,

        /// <summary>Each delta holds all of the text.</summary>
        Nested,

        /// <summary>Each delta adds to the text.</summary>
        Plain,
    }

    /// <summary>What looks for repetitions in one text; <see langword="null"/> when the policy does not ask for it.</summary>
    public static NestedDeltas? For(RelayPolicies policies) => policies.CumulativeDeltas is CumulativeDeltas.Detect ? new NestedDeltas() : null;

    /// <summary>Whether a delta waits for the next one to say what it was.</summary>
    public bool IsHolding => _held.Length > 0;

    /// <summary>Takes a delta.</summary>
    /// <returns>What it adds, with what waited before it; empty when it waits itself or adds nothing. Valid until the next call.</returns>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> delta)
    {
        _deltas++;
        if (IsHolding)
        {
            return AfterHeld(delta);
        }

        if (_kind is Kind.Nested)
        {
            return Nested(delta);
        }

        if (Waits(delta))
        {
            _held.Append(delta);
            return default;
        }

        _kind = _said.Length == 0 ? Kind.Open : Kind.Plain;
        return Add(delta);
    }

    /// <summary>Something else follows: a delta that waits is taken for a repetition only if it repeats enough.</summary>
    public ReadOnlySpan<byte> Settle() => Settle(isRepetition: _said.Length >= Certain);

    /// <summary>As <see cref="Settle()"/>, for arguments: if they are whole with what waits added to them, it is an addition.</summary>
    public ReadOnlySpan<byte> SettleArguments()
    {
        var scanner = default(JsonTextScanner);
        return IsHolding ? Settle(isRepetition: !scanner.LooksComplete([.. _said.Span, .. _held.Span])) : default;
    }

    private bool Waits(ReadOnlySpan<byte> delta) => _kind is Kind.Open
        ? _said.Length > 0 && delta.Length > _said.Length && delta.StartsWith(_said.Span)
        : _deltas > 2 && _said.Length >= Certain && delta.SequenceEqual(_said.Span);

    private ReadOnlySpan<byte> AfterHeld(ReadOnlySpan<byte> delta)
    {
        if (_kind is Kind.Open && delta.Length > _held.Length && delta.StartsWith(_held.Span))
        {
            _held.Clear();
            _kind = Kind.Nested;
            return Nested(delta);
        }

        _kind = Kind.Plain;
        _held.Append(delta);
        return Release();
    }

    private ReadOnlySpan<byte> Settle(bool isRepetition)
    {
        if (!IsHolding)
        {
            return default;
        }

        if (!isRepetition)
        {
            _kind = Kind.Plain;
            return Release();
        }

        _kind = _kind is Kind.Open ? Kind.Nested : _kind;
        var snapshot = _held.Span.ToArray();
        _held.Clear();
        return Nested(snapshot);
    }

    private ReadOnlySpan<byte> Release()
    {
        var start = _said.Length;
        _said.Append(_held.Span);
        _held.Clear();
        return _said.Span[start..];
    }

    private ReadOnlySpan<byte> Nested(ReadOnlySpan<byte> delta)
    {
        if (delta.StartsWith(_said.Span))
        {
            return Add(delta[_said.Length..]);
        }

        // Trimmed at its end: nothing new. Anything else is an addition after all.
        return _said.Span.StartsWith(delta) && JsonText.IsBlank(_said.Span[delta.Length..]) ? default : Add(delta);
    }

    private ReadOnlySpan<byte> Add(ReadOnlySpan<byte> more)
    {
        _said.Append(more);
        return more;
    }
}
