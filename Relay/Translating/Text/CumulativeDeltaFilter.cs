using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;

namespace Relay.Translating.Text;

/// <summary>
/// Tells deltas that repeat all that was said before from deltas that add to it, for one text: the answer's, its reasoning's, or one call's arguments
/// (Q37, Q54, Q57, Q71). Nothing is taken for a repetition before it is proved; docs/translating.md has the rule.
/// </summary>
internal sealed class CumulativeDeltaFilter
{
    /// <summary>A repetition of fewer bytes may be meant.</summary>
    private const int MinRepeatLength = 16;

    private readonly EscapedText _text = new();
    private readonly EscapedText _held = new();
    private Kind _kind;
    private int _deltas;

    private enum Kind
    {
        /// <summary>Not decided: every delta so far could be the first, or hold the one before it.</summary>
        Open,

        /// <summary>Each delta holds all of the text.</summary>
        Cumulative,

        /// <summary>Each delta adds to the text.</summary>
        Plain,
    }

    /// <summary>What looks for repetitions in one text; <see langword="null"/> when the policy does not ask for it.</summary>
    public static CumulativeDeltaFilter? Create(RelayPolicies policies) => policies.CumulativeDeltas is CumulativeDeltas.Detect ? new CumulativeDeltaFilter() : null;

    /// <summary>Whether a delta waits for the next one to say what it was.</summary>
    public bool IsHolding => _held.Length > 0;

    /// <summary>Takes a delta.</summary>
    /// <returns>What it adds, with what waited before it; empty when it waits itself or adds nothing. Valid until the next call.</returns>
    public ReadOnlySpan<byte> Filter(ReadOnlySpan<byte> delta)
    {
        _deltas++;
        if (IsHolding)
        {
            return DecideHeld(delta);
        }

        if (_kind is Kind.Cumulative)
        {
            return RemoveRepeated(delta);
        }

        if (MustWait(delta))
        {
            _held.Append(delta);
            return default;
        }

        _kind = _text.Length == 0 ? Kind.Open : Kind.Plain;
        return Add(delta);
    }

    /// <summary>Something else follows: a delta that waits is taken for a repetition only if it repeats enough.</summary>
    public ReadOnlySpan<byte> Flush() => Flush(isRepetition: _text.Length >= MinRepeatLength);

    /// <summary>As <see cref="Flush()"/>, for arguments: if they are whole with what waits added to them, it is an addition.</summary>
    public ReadOnlySpan<byte> FlushArguments()
    {
        var scanner = default(JsonTextScanner);
        return IsHolding ? Flush(isRepetition: !scanner.LooksComplete([.. _text.Span, .. _held.Span])) : default;
    }

    private bool MustWait(ReadOnlySpan<byte> delta) => _kind is Kind.Open
        ? _text.Length > 0 && delta.Length > _text.Length && delta.StartsWith(_text.Span)
        : _deltas > 2 && _text.Length >= MinRepeatLength && delta.SequenceEqual(_text.Span);

    private ReadOnlySpan<byte> DecideHeld(ReadOnlySpan<byte> delta)
    {
        if (_kind is Kind.Open && delta.Length > _held.Length && delta.StartsWith(_held.Span))
        {
            _held.Clear();
            _kind = Kind.Cumulative;
            return RemoveRepeated(delta);
        }

        _kind = Kind.Plain;
        _held.Append(delta);
        return Release();
    }

    private ReadOnlySpan<byte> Flush(bool isRepetition)
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

        _kind = _kind is Kind.Open ? Kind.Cumulative : _kind;
        var snapshot = _held.Span.ToArray();
        _held.Clear();
        return RemoveRepeated(snapshot);
    }

    private ReadOnlySpan<byte> Release()
    {
        var start = _text.Length;
        _text.Append(_held.Span);
        _held.Clear();
        return _text.Span[start..];
    }

    private ReadOnlySpan<byte> RemoveRepeated(ReadOnlySpan<byte> delta)
    {
        if (delta.StartsWith(_text.Span))
        {
            return Add(delta[_text.Length..]);
        }

        // Trimmed at its end: nothing new. Anything else is an addition after all.
        return _text.Span.StartsWith(delta) && JsonText.IsBlank(_text.Span[delta.Length..]) ? default : Add(delta);
    }

    private ReadOnlySpan<byte> Add(ReadOnlySpan<byte> more)
    {
        _text.Append(more);
        return more;
    }
}
