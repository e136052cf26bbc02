using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;

namespace Relay.Translating.Text;

/// <summary>
/// Separates deltas that repeat all earlier text from deltas that add to it, for one text: the answer, its reasoning, or the arguments of
/// one call (Q37, Q54, Q57, Q71). A delta is treated as a repetition only once that is proved: docs/translating.md has the rule.
/// </summary>
internal sealed class CumulativeDeltaFilter
{
    /// <summary>A shorter repetition may be intended.</summary>
    private const int MinRepeatLength = 16;

    private readonly EscapedText _text = new();
    private readonly EscapedText _held = new();
    private Kind _kind;

    // The length of the text without the white space at its end.
    private int _solid;
    private int _deltas;

    private enum Kind
    {
        /// <summary>Undecided: every delta so far could be the first, or contain the one before it.</summary>
        Open,

        /// <summary>Each delta contains all of the text.</summary>
        Cumulative,

        /// <summary>Each delta adds to the text.</summary>
        Plain,
    }

    /// <summary>Returns a filter for one text; <see langword="null"/> if the policy is off.</summary>
    public static CumulativeDeltaFilter? Create(RelayPolicies policies) =>
        policies.CumulativeDeltas is CumulativeDeltas.Detect ? new CumulativeDeltaFilter() : null;

    /// <summary>Whether a delta is held back until the next one decides what it was.</summary>
    public bool IsHolding => _held.Length > 0;

    /// <summary>Filters a delta.</summary>
    /// <returns>
    /// The text it adds, with a delta that was held back before it; empty if it is held back itself or adds nothing. Valid until the next
    /// call.
    /// </returns>
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

    /// <summary>
    /// Decides about a delta that was held back, because no delta follows directly: it is a repetition only if it is long enough.
    /// </summary>
    public ReadOnlySpan<byte> Flush() => Flush(isRepetition: _text.Length >= MinRepeatLength);

    /// <summary>Like <see cref="Flush()"/>, for arguments: if they are complete with the held delta, it is an addition.</summary>
    public ReadOnlySpan<byte> FlushArguments()
    {
        var scanner = default(JsonTextScanner);
        return IsHolding ? Flush(isRepetition: !scanner.LooksComplete([.. _text.Span, .. _held.Span])) : default;
    }

    private bool MustWait(ReadOnlySpan<byte> delta) => _kind is Kind.Open
        ? _text.Length > 0 && delta.Length > _text.Length && delta.StartsWith(_text.Span)
        : _deltas > 2 && _text.Length >= MinRepeatLength && delta.StartsWith(_text.Span);

    private ReadOnlySpan<byte> DecideHeld(ReadOnlySpan<byte> delta)
    {
        if (delta.Length > _held.Length && delta.StartsWith(_held.Span))
        {
            _held.Clear();
            _kind = Kind.Cumulative;
            return RemoveRepeated(delta);
        }

        _kind = Kind.Plain;
        _held.Append(delta);
        return ReleaseHeld();
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
            return ReleaseHeld();
        }

        _kind = _kind is Kind.Open ? Kind.Cumulative : _kind;
        var snapshot = _held.Span.ToArray();
        _held.Clear();
        return RemoveRepeated(snapshot);
    }

    private ReadOnlySpan<byte> ReleaseHeld()
    {
        var start = _text.Length;
        Append(_held.Span);
        _held.Clear();
        return _text.Span[start..];
    }

    private ReadOnlySpan<byte> RemoveRepeated(ReadOnlySpan<byte> delta)
    {
        if (delta.StartsWith(_text.Span))
        {
            return Add(delta[_text.Length..]);
        }

        // The repetition lacks white space at its end, so nothing is new. Anything else is an addition after all.
        return delta.Length >= _solid && _text.Span.StartsWith(delta) ? default : Add(delta);
    }

    private ReadOnlySpan<byte> Add(ReadOnlySpan<byte> more)
    {
        Append(more);
        return more;
    }

    private void Append(ReadOnlySpan<byte> more)
    {
        var solid = JsonText.SolidLength(more);
        _solid = solid > 0 ? _text.Length + solid : _solid;
        _text.Append(more);
    }
}
