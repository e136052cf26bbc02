using Relay.Responses;
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
            ? WithoutId(choice, index, name, arguments)
            : WithId(choice, index, id, name, arguments);
        call ??= Begin(choice, id);
        call.Know(id, index);
        return call;
    }

    /// <summary>The call that a vendor may mean by an index, or by nothing.</summary>
    public CallItem? Find(int choice, int? index) => index is { } used ? Latest(choice, used) : Latest(choice);

    /// <summary>Has every call settle what waits in it, since what follows belongs to another.</summary>
    public void Settle()
    {
        foreach (var call in _calls)
        {
            call.Settle();
        }
    }

    private CallItem? WithId(int choice, int? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (Latest(choice, id) is { } known)
        {
            return IsReused(known, index, name, arguments) ? null : known; // 1
        }

        var atIndex = index is { } used ? Latest(choice, used) : null;
        if (!name.IsEmpty)
        {
            return atIndex is not null && IsLateId(atIndex, name) ? atIndex : null; // 2
        }

        return atIndex ?? OnlyOpen(choice, index); // 3
    }

    private CallItem? WithoutId(int choice, int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (index is { } used)
        {
            var owner = Latest(choice, used) ?? (name.IsEmpty ? Unindexed(choice, used) : null);
            return owner is not null && BeginsAnother(owner, name, arguments) ? null : owner; // 4
        }

        var latest = Latest(choice);
        return latest is null || name.IsEmpty || !latest.Name.IsKnown || SaysNameAgain(latest, name, arguments) ? latest : null; // 5
    }

    /// <summary>An id that comes again with a name and an index of its own, or after complete arguments, is another call's (Q13).</summary>
    private static bool IsReused(CallItem known, int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        var isElsewhere = index is { } used && known.HasIndex && !known.HasIndexOf(used);
        return isElsewhere || (BeginsAnother(known, name, arguments) && !known.IsRepeat(arguments));
    }

    /// <summary>Complete arguments cannot grow: a delta that brings a name again, and arguments or another name, begins the next call (Q11, Q12).</summary>
    private static bool BeginsAnother(CallItem owner, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) =>
        !name.IsEmpty && owner.LooksComplete && (!arguments.IsEmpty || !owner.Name.Is(name));

    /// <summary>A call that began without an id gets it now, with its name said again (Q09).</summary>
    private static bool IsLateId(CallItem owner, ReadOnlySpan<byte> name) =>
        owner.VendorId.IsEmpty && (owner.Name.Is(name) || !owner.Name.IsKnown) && !owner.LooksComplete;

    /// <summary>Without id and index a name begins a call, unless it is a piece of the latest call's name (Q21) or said again while its arguments run (Q20).</summary>
    private static bool SaysNameAgain(CallItem latest, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (latest.Name.Is(name))
        {
            return !latest.LooksComplete && (latest.HasArguments || !arguments.IsEmpty);
        }

        return !latest.HasArguments && latest.Name.GoesOnWith(name);
    }

    private CallItem Begin(int choice, ReadOnlySpan<byte> id)
    {
        var call = new CallItem(events, names, choice) { HasBorrowedId = !id.IsEmpty && Latest(choice, id) is not null };
        _calls.Add(call);
        return call;
    }

    private CallItem? Latest(int choice, ReadOnlySpan<byte> id)
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

    private CallItem? Latest(int choice, int index)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            if (_calls[i].Choice == choice && _calls[i].HasIndexOf(index))
            {
                return _calls[i];
            }
        }

        return null;
    }

    private CallItem? Latest(int choice)
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
    private CallItem? OnlyOpen(int choice, int? index)
    {
        var open = _calls.Where(call => call.Choice == choice && !call.IsDone && (index is null || !call.HasIndex)).Take(2).ToList();
        return open.Count == 1 ? open[0] : null;
    }

    /// <summary>Calls begun without an index, gone on with one: the only such call, or the one that stands at that place.</summary>
    private CallItem? Unindexed(int choice, int index)
    {
        var unindexed = _calls.Where(call => call.Choice == choice && !call.HasIndex).ToList();
        return unindexed.Count == 1 ? unindexed[0] : unindexed.ElementAtOrDefault(index);
    }
}
