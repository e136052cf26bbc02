using System.Runtime.CompilerServices;
using Conformance.Reading;

namespace Conformance.Checking.Walking;

/// <summary>
/// The stream of one turn walked through once for all rules: which event belongs to which item and part. It judges nothing, and no body
/// makes it throw.
/// </summary>
internal sealed class StreamWalk
{
    private static readonly ConditionalWeakTable<WireStream, StreamWalk> Walks = [];

    private readonly List<ItemTrack> _items = [];
    private readonly List<ItemReference> _references = [];
    private readonly List<EventView> _strayDone = [];

    // The latest item that was added so far, by each way of naming it: searching the list for every event would take the square of a long
    // stream.
    private readonly Dictionary<(string, long), ItemTrack> _latestByBoth = [];
    private readonly Dictionary<string, ItemTrack> _latestById = new(StringComparer.Ordinal);
    private readonly Dictionary<long, ItemTrack> _latestByIndex = [];
    private readonly Dictionary<string, ItemTrack> _firstById = new(StringComparer.Ordinal);

    private StreamWalk(WireStream wire, bool isBody)
    {
        IsBody = isBody;
        Notes = wire.Notes;
        Events = [.. wire.Events.Select(happened => new EventView(happened))];
        Terminal = Events.FirstOrDefault(happened => happened.IsTerminal);
        foreach (var added in Events.Where(happened => happened.Type == StreamGrammar.ItemAdded))
        {
            var item = new ItemTrack(added, _items.Count);
            _items.Add(item);
            if (item.Id is { } id)
            {
                _firstById.TryAdd(id, item);
            }
        }

        var items = 0;
        foreach (var happened in Events)
        {
            if (items < _items.Count && ReferenceEquals(_items[items].Added, happened))
            {
                Register(_items[items++]);
            }
            else
            {
                Add(happened);
            }
        }
    }

    public IReadOnlyList<EventView> Events { get; }

    /// <summary>Whether the events were made from an answer that is one body.</summary>
    public bool IsBody { get; }

    public IReadOnlyList<WireNote> Notes { get; }

    /// <summary>The first terminal event.</summary>
    public EventView? Terminal { get; }

    /// <summary>The items in the order in which they were added.</summary>
    public IReadOnlyList<ItemTrack> Items => _items;

    /// <summary>The events that speak of an item, in order.</summary>
    public IReadOnlyList<ItemReference> References => _references;

    /// <summary>Events that close an item which was never added.</summary>
    public IReadOnlyList<EventView> StrayDone => _strayDone;

    /// <summary>
    /// The events that close an item, in the order of their index: each item's first, and those of items that were never added.
    /// </summary>
    public IReadOnlyList<EventView> DoneItems =>
        [.. _items.Select(item => item.Done)
            .OfType<EventView>()
            .Concat(_strayDone)
            .OrderBy(done => done.OutputIndex ?? long.MaxValue)
            .ThenBy(done => done.Index)];

    public static StreamWalk Get(WireStream wire) => Walks.GetValue(wire, static key => new StreamWalk(key, isBody: false));

    /// <summary>The walk through events that were made from a body.</summary>
    public static StreamWalk OfBody(WireStream made) => new(made, isBody: true);

    private void Register(ItemTrack item)
    {
        if (item.Id is { } id)
        {
            _latestById[id] = item;
            if (item.OutputIndex is { } both)
            {
                _latestByBoth[(id, both)] = item;
            }
        }

        if (item.OutputIndex is { } index)
        {
            _latestByIndex[index] = item;
        }
    }

    private void Add(EventView happened)
    {
        if (happened.Type == StreamGrammar.ItemDone)
        {
            Close(happened);
        }
        else if (happened.Shape is { } shape)
        {
            var reference = Resolve(happened, shape);
            _references.Add(reference);
            if (shape.Family != PartFamily.Hosted && (reference.Landed || reference.Fault == ReferenceFault.TooEarly))
            {
                reference.Item!.GetPart(shape.Family, happened.PartIndex ?? 0).Add(happened);
            }
        }
    }

    private void Close(EventView done)
    {
        if (Meant(done, done.Item.Member("id").Text()) is not { } item)
        {
            _strayDone.Add(done);
        }
        else if (item.Done is null)
        {
            item.Done = done;
        }
        else
        {
            item.DoneAgain.Add(done);
        }
    }

    private ItemReference Resolve(EventView happened, EventShape shape)
    {
        if (Meant(happened, shape.NamesItem ? happened.ItemId : null) is { } meant)
        {
            return new ItemReference(happened, meant, FaultOf(happened, meant, shape));
        }

        // No item of that id was added before, so the first one of all is the next one.
        var later = happened.ItemId is { } wanted ? _firstById.GetValueOrDefault(wanted) : null;
        return new ItemReference(happened, later, later is null ? ReferenceFault.Unknown : ReferenceFault.TooEarly);
    }

    /// <summary>A member that the item lacks is reported by other rules, so that one mistake is reported once.</summary>
    private static ReferenceFault FaultOf(EventView happened, ItemTrack meant, EventShape shape)
    {
        if (meant.Done is not null)
        {
            return ReferenceFault.TooLate;
        }

        if (!shape.FitsItem(meant.Type))
        {
            return ReferenceFault.WrongKind;
        }

        if (shape.NamesItem && !string.IsNullOrEmpty(meant.Id) && happened.ItemId != meant.Id)
        {
            return ReferenceFault.OtherId;
        }

        return meant.OutputIndex is { } index && happened.OutputIndex != index ? ReferenceFault.OtherIndex : ReferenceFault.None;
    }

    /// <summary>The item of this id and index, else of this id, else of this index: either may be wrong, or be given twice.</summary>
    private ItemTrack? Meant(EventView happened, string? id)
    {
        var index = happened.OutputIndex;
        return (id is not null && index is { } both ? _latestByBoth.GetValueOrDefault((id, both)) : null)
            ?? (id is not null ? _latestById.GetValueOrDefault(id) : null)
            ?? (index is { } alone ? _latestByIndex.GetValueOrDefault(alone) : null);
    }
}
