using Relay.ResponsesWire;
using Relay.Translating.Calls;
using Relay.Translating.Items;

namespace Relay.Translating.Deltas;

/// <summary>
/// Finds the call that a delta belongs to. Vendors omit, repeat and reuse both ids and indexes, so neither is a key. The rules have the
/// numbers of docs/translating.md. Empty ids and names count as absent.
/// </summary>
internal sealed class ToolCallResolver(EventWriter events, ToolNames names)
{
    private readonly List<CallItem> _calls = [];
    private readonly Dictionary<int, ChoiceCalls> _choices = [];

    // Calls that may hold a piece of their arguments back.
    private readonly List<CallItem> _holding = [];

    /// <summary>All calls, in the order of their first deltas.</summary>
    public IReadOnlyList<CallItem> Calls => _calls;

    /// <summary>Returns the call that a delta belongs to; a new one if the delta begins it.</summary>
    public CallItem Resolve(int choice, int? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        var calls = GetCalls(choice);
        var call = id.IsEmpty
            ? ResolveWithoutId(calls, index, name, arguments)
            : ResolveWithId(calls, index, id, name, arguments);
        call ??= AddCall(calls, choice, id);
        calls.AddVendorKeys(call, id, index);
        return call;
    }

    /// <summary>Returns the call at an index, or the latest one; <see langword="null"/> if there is none.</summary>
    public CallItem? Find(int choice, int? index) => index is { } used ? GetCalls(choice).Find(used) : GetCalls(choice).Latest;

    /// <summary>Appends arguments whose pieces may each repeat the one before; a piece may be held back.</summary>
    public void AppendCumulative(CallItem call, ReadOnlySpan<byte> arguments)
    {
        call.AppendCumulative(arguments);
        if (call.IsHolding && (_holding.Count == 0 || _holding[^1] != call))
        {
            _holding.Add(call);
        }
    }

    /// <summary>Makes every call use arguments that it held back, because the next delta belongs to another call.</summary>
    public void FlushHeld()
    {
        _holding.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        foreach (var call in _holding)
        {
            call.FlushHeld();
        }

        _holding.Clear();
    }

    private static CallItem? ResolveWithId(
        ChoiceCalls calls, int? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (calls.Find(id) is { } known)
        {
            return IsReused(known, index, name, arguments) ? null : known; // 1
        }

        var atIndex = index is { } used ? calls.Find(used) : null;
        if (!name.IsEmpty)
        {
            return atIndex is not null && IsLateId(atIndex, name) ? atIndex : null; // 2
        }

        return atIndex ?? calls.FindOnlyOpen(index); // 3
    }

    private static CallItem? ResolveWithoutId(ChoiceCalls calls, int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (index is { } used)
        {
            var owner = calls.Find(used) ?? (name.IsEmpty ? calls.FindUnindexed(used) : null);
            return owner is not null && StartsNextCall(owner, name, arguments) ? null : owner; // 4
        }

        var latest = calls.Latest;
        return latest is null || name.IsEmpty || !latest.Name.IsKnown || RepeatsName(latest, name, arguments) ? latest : null; // 5
    }

    /// <summary>
    /// Returns whether an id is reused by another call: it comes again with a name and an index of its own, or after complete arguments
    /// (Q13).
    /// </summary>
    private static bool IsReused(CallItem known, int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        var isElsewhere = index is { } used && known.HasIndex && !known.IsAtIndex(used);
        return isElsewhere || (StartsNextCall(known, name, arguments) && !known.IsRepeat(arguments));
    }

    /// <summary>
    /// Returns whether a delta begins the next call. Complete arguments cannot grow, so a delta with a name and with arguments or another
    /// name does (Q11, Q12).
    /// </summary>
    private static bool StartsNextCall(CallItem owner, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) =>
        !name.IsEmpty && owner.LooksComplete && (!arguments.IsEmpty || !owner.Name.Matches(name));

    /// <summary>Returns whether a delta brings the id of a call that began without one, with its name repeated (Q09).</summary>
    private static bool IsLateId(CallItem owner, ReadOnlySpan<byte> name) =>
        owner.VendorId.IsEmpty && (owner.Name.Matches(name) || !owner.Name.IsKnown) && !owner.LooksComplete;

    /// <summary>
    /// Returns whether a delta without id and index continues the latest call: its name is the next piece (Q21), or repeated while
    /// arguments arrive (Q20). Any other name begins a call.
    /// </summary>
    private static bool RepeatsName(CallItem latest, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (latest.Name.Matches(name))
        {
            return !latest.LooksComplete && (latest.HasArguments || !arguments.IsEmpty);
        }

        return !latest.HasArguments && latest.Name.CanContinueWith(name);
    }

    private ChoiceCalls GetCalls(int choice)
    {
        if (!_choices.TryGetValue(choice, out var calls))
        {
            _choices[choice] = calls = new ChoiceCalls();
        }

        return calls;
    }

    private CallItem AddCall(ChoiceCalls calls, int choice, ReadOnlySpan<byte> id)
    {
        var call = new CallItem(events, names, choice, _calls.Count) { NeedsOwnId = !id.IsEmpty && calls.Find(id) is not null };
        _calls.Add(call);
        calls.Add(call);
        return call;
    }
}
