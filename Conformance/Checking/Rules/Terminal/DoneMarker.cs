using Conformance.Checking.Walking;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Terminal;

/// <summary>The end marker that Open Responses demands.</summary>
internal sealed class DoneMarker : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "done-marker",
        "V48",
        Severity.Error,
        "A relay that declares the dialect open-responses ends its stream with `data: [DONE]`; in the dialect openai, the marker is "
            + "optional.",
        "Open Responses: “the terminal event MUST be the literal string [DONE]”. OpenAI's own service sends none, and every surveyed "
            + "client accepts both.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk)
    {
        if (turn.Relay.SpeaksOpenResponses && turn.Answer.End != StreamEnd.HungUp && walk.Terminal is { } terminal
            && !walk.Events.Any(happened => happened.IsDoneMarker))
        {
            yield return At(terminal, "The stream ends without `[DONE]`.", "data: [DONE]", "the end of the body");
        }
    }
}
