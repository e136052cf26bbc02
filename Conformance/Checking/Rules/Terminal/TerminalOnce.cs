using Conformance.Checking.Walking;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Terminal;

/// <summary>How a stream ends.</summary>
internal sealed class TerminalOnce : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "terminal-once",
        "V03",
        Severity.Error,
        "There is exactly one terminal event, and only one `[DONE]` may follow it.",
        "Without one, Codex reports “stream closed before response.completed” and retries five times; after failed and incomplete, it "
            + "continues reading until the connection closes.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Terminal is { } terminal ? AfterTerminal(walk, terminal) : WithoutTerminal(turn, walk);

    private IEnumerable<Finding> WithoutTerminal(RecordedTurn turn, StreamWalk walk)
    {
        // Where the mock itself was still waiting at a `hold`, the upstream had not ended either.
        if (turn.Answer.End == StreamEnd.HungUp || (turn.Answer.End == StreamEnd.TimedOut && turn.HeldAt is not null))
        {
            yield break;
        }

        var message = turn.Answer.End == StreamEnd.TimedOut
            ? $"No terminal event was received within {turn.Answer.EndDetail ?? "the time limit of the case"}."
            : "The stream ends without a terminal event.";
        yield return Info.Find(message, "response.completed, response.incomplete or response.failed", walk.Events is [.., var last]
            ? Name(last)
            : "no event at all")
            with { Offset = turn.Answer.Body.Length };
    }

    private IEnumerable<Finding> AfterTerminal(StreamWalk walk, EventView terminal)
    {
        var markers = 0;
        foreach (var happened in walk.Events.Where(happened => happened.IsDoneMarker || happened.Index > terminal.Index))
        {
            if (!happened.IsDoneMarker)
            {
                yield return happened.IsTerminal
                    ? At(happened, "A second terminal event is sent.", "nothing but [DONE]", happened.Type)
                    : At(happened, "An event is sent after the terminal event.", "nothing but [DONE]", Name(happened));
            }
            else if (happened.Index < terminal.Index)
            {
                yield return At(happened, "`[DONE]` is sent before the terminal event.", "the terminal event first");
            }
            else if (++markers > 1)
            {
                yield return At(happened, "`[DONE]` is sent a second time.", "one [DONE]");
            }
        }
    }

    private static string Name(EventView happened) => happened.Type.Length > 0 ? happened.Type : happened.Wire.Data;
}
