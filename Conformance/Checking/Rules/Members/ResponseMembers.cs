using Conformance.Checking.Shapes;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>Members that a response must have.</summary>
internal sealed class ResponseMembers : MemberRule
{
    public override CheckInfo Info { get; } = new(
        "response-members",
        "V40",
        Severity.Error,
        "Every response object, in a stream or as a body, has the members that OpenAI's types require; missing members that only Open "
            + "Responses requires are a warning unless the relay declares that dialect.",
        "OpenAI's types; Open Responses' ResponseResource. Without `status`, `output` and `model` the AI SDK and @openai/agents fail; no "
            + "observed client requires the echo of the request.");

    protected override bool Concerns(ShapeFault fault) => fault is { Kind: FaultKind.Missing, Owner: ShapeOwner.Response };
}
