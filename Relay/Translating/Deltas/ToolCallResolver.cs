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

    /// <summary>All calls, in the order of their first deltas.</summary>
    public IReadOnlyList<CallItem> Calls => _calls;

    /// <summary>Returns the call that a delta belongs to; a new one if the delta begins it.</summary>
    public CallItem Resolve(int choice, int? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        var call = id.IsEmpty
            ? ResolveWithoutId(choice, index, name, arguments)
            : ResolveWithId(choice, index, id, name, arguments);
        call ??= AddCall(choice, id);
        call.AddVendorKeys(id, index);
        return call;
    }

    /// <summary>Returns the call at an index, or the latest one; <see langword="null"/> if there is none.</summary>
    public CallItem? Find(int choice, int? index) => index is { } used ? FindLatest(choice, used) : FindLatest(choice);

    /// <summary>Makes every call use arguments that it held back, because the next delta belongs to another call.</summary>
    public void FlushHeld()
    {
        foreach (var call in _calls)
        {
            call.FlushHeld();
        }
    }

    private CallItem? ResolveWithId(int choice, int? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (FindLatest(choice, id) is { } known)
        {
            return IsReused(known, index, name, arguments) ? null : known; // 1
        }

        var atIndex = index is { } used ? FindLatest(choice, used) : null;
        if (!name.IsEmpty)
        {
            return atIndex is not null && IsLateId(atIndex, name) ? atIndex : null; // 2
        }

        return atIndex ?? FindOnlyOpen(choice, index); // 3
    }

    private CallItem? ResolveWithoutId(int choice, int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (index is { } used)
        {
            var owner = FindLatest(choice, used) ?? (name.IsEmpty ? FindUnindexed(choice, used) : null);
            return owner is not null && StartsNextCall(owner, name, arguments) ? null : owner; // 4
        }

        var latest = FindLatest(choice);
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

    private CallItem AddCall(int choice, ReadOnlySpan<byte> id)
    {
        var call = new CallItem(events, names, choice) { NeedsOwnId = !id.IsEmpty && FindLatest(choice, id) is not null };
        _calls.Add(call);
        return call;
    }

    private CallItem? FindLatest(int choice, ReadOnlySpan<byte> id)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            if (_calls[i].Choice == choice && _calls[i].HasId(id))
            {
                return _calls[i];
            }
        }

        return null;
    }

    private CallItem? FindLatest(int choice, int index)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            if (_calls[i].Choice == choice && _calls[i].IsAtIndex(index))
            {
                return _calls[i];
            }
        }

        return null;
    }

    private CallItem? FindLatest(int choice)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            if (_calls[i].Choice == choice)
            {
                return _calls[i];
            }
        }

        return null;
    }

    /// <summary>Finds the only call that can still grow. A call known by an index does not continue at another index.</summary>
    private CallItem? FindOnlyOpen(int choice, int? index)
    {
        var open = _calls.Where(call => call.Choice == choice && !call.IsDone && (index is null || !call.HasIndex)).Take(2).ToList();
        return open.Count == 1 ? open[0] : null;
    }

    /// <summary>Finds a call that began without an index and continues with one: the only such call, or the one at that position.</summary>
    private CallItem? FindUnindexed(int choice, int index)
    {
        var unindexed = _calls.Where(call => call.Choice == choice && !call.HasIndex).ToList();
        return unindexed.Count == 1 ? unindexed[0] : unindexed.ElementAtOrDefault(index);
    }
}
