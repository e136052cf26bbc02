using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Running.Tracing;
using Conformance.Running.Varying;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>A case while it is played, with the turns recorded and the findings made so far.</summary>
internal sealed class PlayedCase(Scenario scenario)
{
    private readonly List<RecordedTurn> _turns = [];
    private readonly List<Finding> _findings = [];
    private readonly List<(Grade, string?)> _grades = [];
    private readonly List<string> _broken = [];

    public Scenario Scenario => scenario;

    /// <summary>When playing began.</summary>
    public long StartedAt { get; set; }

    /// <summary>Whether the relay died under the case.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>
    /// The name without a value because of which the next turn could not be played; <see langword="null"/> if there is none.
    /// </summary>
    public string? MissingName { get; private set; }

    /// <summary>Whether the relay was seen to leave reasoning out of a whole answer, in a case whose script waits for it.</summary>
    public bool HidesReasoning { get; set; }

    public IReadOnlyList<RecordedTurn> Turns => _turns;

    /// <summary>How many variations were compared with the plain play.</summary>
    public int Variations { get; private set; }

    /// <summary>Whether all turns were played and their outcomes are right.</summary>
    public bool IsRight =>
        !IsCutShort && _turns.Count == scenario.Turns.Count && Verdicts.Of(Facts).Verdict is Verdict.Passed or Verdict.NonStrict;

    public Bindings Bindings { get; private set; } = Bindings.None;

    public Verdicts.Facts Facts => new(_findings, _grades, _broken);

    /// <summary>Adds a recorded turn, before it is judged.</summary>
    public void Record(RecordedTurn turn) => _turns.Add(turn);

    /// <summary>Adds the findings about the turn that was recorded last.</summary>
    /// <returns>Whether the next turn can build on it.</returns>
    public bool Judge(IEnumerable<Finding> held, CheckReport checks, ExpectationResult expected)
    {
        var turn = _turns[^1];
        var order = new UpstreamOrder(turn);
        var diverging = expected.Findings.Select(order.Complete).ToList();
        // In the order of the stream: the first finding names the cause, whichever question it answers.
        _findings.AddRange(FindingOrder.Arrange([.. held, .. diverging, .. checks.Findings.Select(order.Complete)], turn.Wire));
        _broken.AddRange(checks.BrokenChecks.Select(broken => broken.ToString()));
        _grades.Add((expected.Grade, expected.Because));
        Bindings = expected.Bindings;
        return Usable(turn) && !diverging.Exists(finding => finding.Severity == Severity.Error);
    }

    /// <summary>Notes that the next turn cannot be played, because this name has no value.</summary>
    public void StopAtMissing(string name) => MissingName = name;

    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>Adds the result of the variations.</summary>
    public void Vary(VariedResult varied)
    {
        Variations = varied.Plays;
        if (varied is { Death: not null, Finding: { } death })
        {
            CutShort(death);
        }
        else if (varied.Finding is { } finding)
        {
            Add(finding);
        }
    }

    /// <summary>Notes that the relay died. All other faults follow from that, and its partial stream must not become a golden.</summary>
    public void CutShort(Finding death)
    {
        IsCutShort = true;
        _findings.Insert(0, death);
    }

    private static bool Usable(RecordedTurn turn) => turn.Answer.End is Recording.StreamEnd.Closed or Recording.StreamEnd.HungUp;
}
