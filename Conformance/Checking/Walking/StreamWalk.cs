using System.Runtime.CompilerServices;
using Conformance.Reading;

namespace Conformance.Checking.Walking;

/// <summary>
/// The stream of one turn walked through once for all rules: which event belongs to which item and part. It judges nothing, and no body makes it throw.
/// </summary>
internal sealed class StreamWalk
{
    private static readonly ConditionalWeakTable<WireStream, StreamWalk> Walks = [];

    private readonly List<ItemTrack> _items = [];
    private readonly List<ItemReference> _references = [];
    private readonly List<EventView> _strayDone = [];

    private StreamWalk(WireStream wire)
    {
        Notes = wire.Notes;
        Events = [.. wire.Events.Select(happened => new EventView(happened))];
        Terminal = Events.FirstOrDefault(happened => happened.IsTerminal);
        foreach (var added in Events.Where(happened => happened.Type == StreamGrammar.ItemAdded))
        {
            _items.Add(new ItemTrack(added, _items.Count));
        }

        foreach (var happened in Events)
        {
            Take(happened);
        }
    }

    public IReadOnlyList<EventView> Events { get; }

    public IReadOnlyList<WireNote> Notes { get; }

    /// <summary>The first terminal event.</summary>
    public EventView? Terminal { get; }

    /// <summary>The items in the order in which they were added.</summary>
    public IReadOnlyList<ItemTrack> Items => _items;

    /// <summary>The events that speak of an item, in order.</summary>
    public IReadOnlyList<ItemReference> References => _references;

    /// <summary>Events that close an item which was never added.</summary>
    public IReadOnlyList<EventView> StrayDone => _strayDone;

    /// <summary>The items as their <c>output_item.done</c> has them, in the order of their index.</summary>
    public IReadOnlyList<EventView> DoneItems =>
        [.. _items.Where(item => item.Done is not null).OrderBy(item => item.OutputIndex ?? item.Order).Select(item => item.Done!)];

    public static StreamWalk Of(WireStream wire) => Walks.GetValue(wire, static key => new StreamWalk(key));

    private void Take(EventView happened)
    {
        if (happened.Type == StreamGrammar.ItemDone)
        {
            Close(happened);
        }
        else if (happened.Shape is { } shape)
        {
            var reference = Resolve(happened, shape);
            _references.Add(reference);
            if (reference.Landed || reference.Fault == ReferenceFault.TooEarly)
            {
                reference.Item!.Part(shape.Family, happened.PartIndex ?? 0).Take(happened);
            }
        }
    }

    private void Close(EventView done)
    {
        var id = done.Item.Member("id").Text();
        var item = Latest(done, candidate => id is not null && candidate.Id == id)
            ?? Latest(done, candidate => done.OutputIndex is { } index && candidate.OutputIndex == index);
        if (item is null)
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
        var byId = happened.ItemId is { } id ? Latest(happened, item => item.Id == id) : null;
        var byIndex = happened.OutputIndex is { } index ? Latest(happened, item => item.OutputIndex == index) : null;
        if ((byId ?? byIndex) is not { } meant)
        {
            var later = _items.Find(item => item.Added.Index > happened.Index && item.Id is not null && item.Id == happened.ItemId);
            return new ItemReference(happened, later, later is null ? ReferenceFault.Unknown : ReferenceFault.TooEarly);
        }

        return new ItemReference(happened, meant, FaultOf(meant, shape, byId, byIndex));
    }

    private static ReferenceFault FaultOf(ItemTrack meant, EventShape shape, ItemTrack? byId, ItemTrack? byIndex)
    {
        if (meant.Done is not null)
        {
            return ReferenceFault.TooLate;
        }

        if (shape.ItemType is null ? meant.Type is not ("message" or "reasoning") : meant.Type != shape.ItemType)
        {
            return ReferenceFault.WrongKind;
        }

        if (byId is null)
        {
            return ReferenceFault.OtherId;
        }

        return byIndex == byId ? ReferenceFault.None : ReferenceFault.OtherIndex;
    }

    /// <summary>The item added last before an event; ids and indexes may have been given twice.</summary>
    private ItemTrack? Latest(EventView before, Predicate<ItemTrack> matches) =>
        _items.FindLast(item => item.Added.Index < before.Index && matches(item));
}
