using Conformance.Checking.Shapes;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>The JSON types of members.</summary>
internal sealed class MemberType : MemberRule
{
    public override CheckInfo Info { get; } = new(
        "member-type",
        "V43",
        Severity.Error,
        "Every member of an event, response, item or part, including optional ones, has the JSON type that the contract defines, and is "
            + "null only where null is allowed.",
        "OpenAI's types; Open Responses where it is stricter. OpenAI's .NET client throws on a `created_at` that is not an integer; typed "
            + "clients (Codex, .NET, Go) drop the event.");

    protected override bool Concerns(ShapeFault fault) => fault.Kind is FaultKind.Type or FaultKind.Null;
}
