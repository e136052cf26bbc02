using Conformance.Checking;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>What a turn's expectation made of what was recorded.</summary>
/// <param name="Grade">The grade of the first outcome that holds; <see cref="Grade.Passed"/> when none does (then there are findings).</param>
/// <param name="Because">The tolerated outcome's reason.</param>
/// <param name="Findings">What diverges from the first outcome when none holds; empty otherwise.</param>
/// <param name="Bindings">The names bound so far.</param>
public sealed record ExpectationResult(Grade Grade, string? Because, IReadOnlyList<Finding> Findings, Bindings Bindings);

/// <summary>Holds one recorded turn against its scenario's expectation. Pure.</summary>
public static class ExpectationJudge
{
    /// <summary>Judges one turn.</summary>
    public static ExpectationResult Judge(RecordedTurn turn, Bindings bindings) => throw new NotSupportedException(turn?.ToString() + bindings);
}
