using Conformance.Checking.Walking;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Terminal;

/// <summary>The connection after the end.</summary>
internal sealed class LateClose : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "late-close",
        "V36",
        Severity.Error,
        "The connection closes within one second after the terminal event.",
        "Both AI SDK providers, and Codex after a failure, wait for the end of the body; without `[DONE]` openai-node, @openai/agents and "
            + ".NET do too.");

    // A client that reads slowly measures itself, not the relay.
    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Terminal is { } terminal && turn.Answer.End != StreamEnd.HungUp && turn.Turn.Client.ReadSlowly is null
            ? Judge(turn, terminal)
            : [];

    private IEnumerable<Finding> Judge(RecordedTurn turn, EventView terminal)
    {
        var seconds = (turn.Answer.EndedAt - terminal.Wire.At) / (double)Math.Max(1, turn.TicksPerSecond);
        if (turn.Answer.End == StreamEnd.TimedOut)
        {
            yield return At(
                terminal,
                "The connection is never closed after the terminal event.",
                "at most 1 s",
                $"open for {seconds:0.0} s, until the time limit of the case");
        }
        else if (seconds > 1)
        {
            yield return At(terminal, "The connection closes late after the terminal event.", "at most 1 s", $"{seconds:0.0} s");
        }
    }
}
