using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The order of a call's deltas and of the event with its whole value.</summary>
internal sealed class CallOrder : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "call-order",
        "V50",
        Severity.Error,
        "The deltas of a call's arguments or input come before the event with the complete value, and that event is sent once.",
        "The event grammar. A client that runs the tool at `function_call_arguments.done` (aether) runs it twice, or before the arguments "
            + "are complete.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        from item in walk.Items
        where item.IsCall
        from part in item.Parts
        from late in part.AfterTextDone
        select late.Shape!.Role == EventRole.TextDone
            ? At(late, "The event with a call's complete value is sent twice.", "once", late.Type)
            : At(
                late,
                "A delta of a call is sent after the event with its complete value.",
                $"before event {part.TextDone!.Index}",
                late.Type);
}
