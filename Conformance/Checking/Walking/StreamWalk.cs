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

    private StreamWalk(WireStream wire, bool isBody)
    {
        IsBody = isBody;
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

    /// <summary>The events that close an item, in the order of their index: each item's first, and those of items that were never added.</summary>
    public IReadOnlyList<EventView> DoneItems =>
        [.. _items.Select(item => item.Done).OfType<EventView>().Concat(_strayDone).OrderBy(done => done.OutputIndex ?? long.MaxValue).ThenBy(done => done.Index)];

    public static StreamWalk Of(WireStream wire) => Walks.GetValue(wire, static key => new StreamWalk(key, isBody: false));

    /// <summary>The walk through events that were made from a body.</summary>
    public static StreamWalk OfBody(WireStream made) => new(made, isBody: true);

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
            if (shape.Family != PartFamily.Hosted && (reference.Landed || reference.Fault == ReferenceFault.TooEarly))
            {
                reference.Item!.Part(shape.Family, happened.PartIndex ?? 0).Take(happened);
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

        var later = _items.Find(item => item.Added.Index > happened.Index && item.Id is not null && item.Id == happened.ItemId);
        return new ItemReference(happened, later, later is null ? ReferenceFault.Unknown : ReferenceFault.TooEarly);
    }

    /// <summary>What an item itself lacks is other rules' business, so that one mistake is told once.</summary>
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
        return Latest(happened, item => id is not null && item.Id == id && index is not null && item.OutputIndex == index)
            ?? Latest(happened, item => id is not null && item.Id == id)
            ?? Latest(happened, item => index is not null && item.OutputIndex == index);
    }

    private ItemTrack? Latest(EventView before, Predicate<ItemTrack> matches) =>
        _items.FindLast(item => item.Added.Index < before.Index && matches(item));
}
