namespace Conformance.Checking.Walking;

/// <summary>How an event's reference to an item is wrong.</summary>
internal enum ReferenceFault
{
    /// <summary>It is right.</summary>
    None,

    /// <summary>No item of the stream is meant.</summary>
    Unknown,

    /// <summary>The item is added only later.</summary>
    TooEarly,

    /// <summary>The item was done before.</summary>
    TooLate,

    /// <summary>The kind of the item does not fit the event.</summary>
    WrongKind,

    /// <summary>Its index names this item, its id does not.</summary>
    OtherId,

    /// <summary>Its id names this item, its index does not.</summary>
    OtherIndex,
}

/// <summary>An event of an item, with the item it means.</summary>
/// <param name="Event">The event.</param>
/// <param name="Item">The item by id, else by index; <see langword="null"/> for none.</param>
/// <param name="Fault">The fault of the reference.</param>
internal sealed record ItemReference(EventView Event, ItemTrack? Item, ReferenceFault Fault)
{
    public EventShape Shape => Event.Shape!; // Only events with a shape are references.

    /// <summary>Whether the event reached its item while that was open, even if it named it badly.</summary>
    public bool Landed => Item is not null && Fault is ReferenceFault.None or ReferenceFault.OtherId or ReferenceFault.OtherIndex;
}
