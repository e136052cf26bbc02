using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules;

/// <summary>One rule that holds for every Responses stream. Pure: it sees what was recorded and says what is wrong.</summary>
public interface ICheck
{
    /// <summary>What the rule is.</summary>
    CheckInfo Info { get; }

    /// <summary>Which answers the rule applies to.</summary>
    RuleScope Scope { get; }

    /// <summary>The findings of one turn; none when the rule holds or does not apply.</summary>
    IEnumerable<Finding> Examine(RecordedTurn turn);
}
