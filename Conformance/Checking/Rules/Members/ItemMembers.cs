using Conformance.Checking.Shapes;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>Members that an item must have.</summary>
internal sealed class ItemMembers : MemberRule
{
    public override CheckInfo Info { get; } = new(
        "item-members",
        "V41",
        Severity.Error,
        "Every output item has the members that its type requires: a message `role` and `content`, a call `name` and `arguments` or "
            + "`input`.",
        "OpenAI's types. Clients drop an item without these members, or throw.");

    protected override bool Concerns(ShapeFault fault) => fault is { Kind: FaultKind.Missing, Owner: ShapeOwner.Item };
}
