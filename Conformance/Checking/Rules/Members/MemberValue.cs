using Conformance.Checking.Shapes;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>The words and units of members.</summary>
internal sealed class MemberValue : MemberRule
{
    public override CheckInfo Info { get; } = new(
        "member-value",
        "V44",
        Severity.Error,
        "A member with a closed list of values or a unit has an allowed value: `object` is `response`, `role` is `assistant`, times are "
            + "whole seconds since 1970.",
        "OpenAI's types. Clients distinguish items by these values; a time in milliseconds is shown as a date in the far future.");

    protected override bool Concerns(ShapeFault fault) => fault.Kind == FaultKind.Value;
}
