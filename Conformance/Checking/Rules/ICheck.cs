using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules;

/// <summary>One rule that every Responses stream must meet. Pure: it examines a recorded turn and returns findings.</summary>
public interface ICheck
{
    /// <summary>The rule's id, number and description.</summary>
    CheckInfo Info { get; }

    /// <summary>Which answers the rule applies to.</summary>
    RuleScope Scope { get; }

    /// <summary>Returns the findings of one turn; none if the rule holds or does not apply.</summary>
    IEnumerable<Finding> Examine(RecordedTurn turn);
}
