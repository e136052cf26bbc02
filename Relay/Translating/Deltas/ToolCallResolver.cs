using Relay.ResponsesWire;
using Relay.Translating.Calls;
using Relay.Translating.Items;

namespace Relay.Translating.Deltas;

/// <summary>
/// Tells which call a delta belongs to. An id and an index are only what a vendor calls a call: it may leave out, repeat or reuse either, so neither is a key.
/// The rules are numbered as in this room's README; empty ids and names count as absent.
/// </summary>
internal sealed class ToolCallResolver(EventWriter events, ToolNames names)
{
    private readonly List<CallItem> _calls = [];

    /// <summary>Every call, in the order of their first deltas.</summary>
    public IReadOnlyList<CallItem> Calls => _calls;

    /// <summary>The call a delta belongs to, made new when it begins one.</summary>
    public CallItem Resolve(int choice, int? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        var call = id.IsEmpty
            ? ResolveWithoutId(choice, index, name, arguments)
            : ResolveWithId(choice, index, id, name, arguments);
        call ??= AddCall(choice, id);
        call.AddVendorKeys(id, index);
        return call;
    }

    /// <summary>The call that a vendor may mean by an index, or by nothing.</summary>
    public CallItem? Find(int choice, int? index) => index is { } used ? FindLatest(choice, used) : FindLatest(choice);

    /// <summary>Has every call settle what waits in it, since what follows belongs to another.</summary>
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

    /// <summary>An id that comes again with a name and an index of its own, or after complete arguments, is another call's (Q13).</summary>
    private static bool IsReused(CallItem known, int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        var isElsewhere = index is { } used && known.HasIndex && !known.IsAtIndex(used);
        return isElsewhere || (StartsNextCall(known, name, arguments) && !known.IsRepeat(arguments));
    }

    /// <summary>Complete arguments cannot grow: a delta that brings a name again, and arguments or another name, begins the next call (Q11, Q12).</summary>
    private static bool StartsNextCall(CallItem owner, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) =>
        !name.IsEmpty && owner.LooksComplete && (!arguments.IsEmpty || !owner.Name.Matches(name));

    /// <summary>A call that began without an id gets it now, with its name said again (Q09).</summary>
    private static bool IsLateId(CallItem owner, ReadOnlySpan<byte> name) =>
        owner.VendorId.IsEmpty && (owner.Name.Matches(name) || !owner.Name.IsKnown) && !owner.LooksComplete;

    /// <summary>Without id and index a name begins a call, unless it is a piece of the latest call's name (Q21) or said again while its arguments run (Q20).</summary>
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

    /// <summary>The one call that could still grow. A call known by an index does not go on at another.</summary>
    private CallItem? FindOnlyOpen(int choice, int? index)
    {
        var open = _calls.Where(call => call.Choice == choice && !call.IsDone && (index is null || !call.HasIndex)).Take(2).ToList();
        return open.Count == 1 ? open[0] : null;
    }

    /// <summary>Calls begun without an index, gone on with one: the only such call, or the one that stands at that place.</summary>
    private CallItem? FindUnindexed(int choice, int index)
    {
        var unindexed = _calls.Where(call => call.Choice == choice && !call.HasIndex).ToList();
        return unindexed.Count == 1 ? unindexed[0] : unindexed.ElementAtOrDefault(index);
    }
}
