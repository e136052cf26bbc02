using System.Text.Json;

namespace Conformance.Checking.Shapes;

/// <summary>The kinds of objects in a stream. A missing member is one rule's business for each kind.</summary>
internal enum ShapeOwner
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>A response, with its tools, its text settings and its error.</summary>
    Response,

    /// <summary>An output item.</summary>
    Item,

    /// <summary>A part of an item, with its annotations and log probabilities.</summary>
    Part,
}

/// <summary>The contract for an object: its members, which may depend on its <c>type</c>.</summary>
/// <param name="Owner">The kind of object.</param>
/// <param name="Name">Names the object in a message, such as <c>The response</c>.</param>
/// <param name="Members">The members of one object.</param>
internal sealed record ObjectShape(ShapeOwner Owner, Func<JsonElement, string> Name, Func<JsonElement, IReadOnlyList<MemberShape>> Members)
{
    public ObjectShape(ShapeOwner owner, string name, IReadOnlyList<MemberShape> members)
        : this(owner, _ => name, _ => members)
    {
    }
}
