using Conformance.Checking.Shapes;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>Members that a part must have.</summary>
internal sealed class PartMembers : MemberRule
{
    public override CheckInfo Info { get; } = new(
        "part-members",
        "V42",
        Severity.Error,
        "Every part and every annotation has the members that its type requires; missing lists `annotations` and `logprobs` are a warning "
            + "unless the relay declares the dialect open-responses.",
        "OpenAI's types; Open Responses requires both lists. No observed client requires the lists.");

    protected override bool Concerns(ShapeFault fault) => fault is { Kind: FaultKind.Missing, Owner: ShapeOwner.Part };
}
