namespace Conformance.Checking.Walking;

/// <summary>The effect of an event on its part.</summary>
internal enum EventRole
{
    /// <summary>Opens a part.</summary>
    PartAdded,

    /// <summary>Carries a piece of its text.</summary>
    Delta,

    /// <summary>Carries its whole text.</summary>
    TextDone,

    /// <summary>Closes it.</summary>
    PartDone,

    /// <summary>Adds to its text, such as an annotation.</summary>
    Annotation,

    /// <summary>Reports the progress of a hosted tool, or has a piece of its input or output.</summary>
    Progress,
}

/// <summary>The lists of parts an item may have.</summary>
internal enum PartFamily
{
    /// <summary>The <c>content</c> of a message or a reasoning item.</summary>
    Content,

    /// <summary>The <c>summary</c> of a reasoning item.</summary>
    Summary,

    /// <summary>The one value of a call, its arguments or its input: no part of its own.</summary>
    Call,

    /// <summary>Progress of a hosted tool; not judged further.</summary>
    Hosted,
}

/// <summary>The contract for an event that belongs to an item.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Role">Its purpose.</param>
/// <param name="Family">Which list its part is in.</param>
/// <param name="IndexMember">The member that numbers the part; <see langword="null"/> for calls.</param>
/// <param name="ValueMember">The member that carries its text, part or annotation.</param>
/// <param name="PartType">The type of the part; <see langword="null"/> where the event serves several.</param>
/// <param name="ItemType">The type of the item; <see langword="null"/> where the event serves several.</param>
internal sealed record EventShape(
    string Type, EventRole Role, PartFamily Family, string? IndexMember, string ValueMember, string? PartType, string? ItemType)
{
    /// <summary>Stands for every type of item.</summary>
    public const string AnyItem = "*";

    /// <summary>Whether it has an <c>item_id</c>.</summary>
    public bool NamesItem { get; init; } = true;

    /// <summary>The dialect that alone has it; <see langword="null"/> for OpenAI's union.</summary>
    public string? Dialect { get; init; }

    /// <summary>Whether items of this type may have it.</summary>
    public bool FitsItem(string type) => ItemType switch
    {
        null => type is "message" or "reasoning",
        AnyItem => true,
        _ => type == ItemType,
    };
}
