using System.Text.Json;

namespace Conformance.Checking.Shapes;

/// <summary>How a member differs from its shape.</summary>
internal enum FaultKind
{
    /// <summary>It is absent.</summary>
    Missing,

    /// <summary>It is null where null is not allowed.</summary>
    Null,

    /// <summary>It has another JSON type.</summary>
    Type,

    /// <summary>It has the right type and a value that the contract does not have.</summary>
    Value,
}

/// <summary>One member that differs from its shape.</summary>
/// <param name="Kind">How.</param>
/// <param name="Owner">The kind of object the member belongs to.</param>
/// <param name="OwnerName">That object, as a message names it.</param>
/// <param name="Path">The member's path from the event, or from the body.</param>
/// <param name="Member">Its shape.</param>
/// <param name="Value">Its value; nothing when it is absent.</param>
/// <param name="Object">The object the member belongs to.</param>
internal sealed record ShapeFault(
    FaultKind Kind, ShapeOwner Owner, string OwnerName, string Path, MemberShape Member, JsonElement Value, JsonElement Object)
{
    /// <summary>The fault, in one sentence.</summary>
    public string Message => Kind switch
    {
        FaultKind.Missing => $"{OwnerName} has no `{Member.Name}`.",
        FaultKind.Null => $"{OwnerName} has null as `{Member.Name}`.",
        FaultKind.Type when Value.ValueKind == JsonValueKind.String && Member.Kinds.HasFlag(JsonKinds.Name) =>
            $"{OwnerName} has an empty `{Member.Name}`.",
        FaultKind.Type => $"{OwnerName} has `{Member.Name}` with the wrong type.",
        _ => $"{OwnerName} has `{Member.Name}` with a value outside the contract.",
    };

    /// <summary>The form that the contract requires.</summary>
    public string Expected => Kind != FaultKind.Value ? Member.Describe()
        : Member.Range is { } range ? $"{range.Unit}, from {range.Least} to {range.Most}"
        : string.Join(" or ", Member.Words);
}
