using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Terminal;

/// <summary>How the body ends.</summary>
internal sealed class BodyEnd : ICheck
{
    public CheckInfo Info { get; } = new(
        "body-end",
        "V47",
        Severity.Error,
        "The body ends as HTTP requires, also after the terminal event and after `[DONE]`, and nothing follows `[DONE]`.",
        "HTTP. A client that reads to the end of the body (both AI SDK providers, Codex after a failure, every client that requested one "
            + "body) sees a broken connection after a complete answer.");

    public RuleScope Scope => RuleScope.Answer;

    public IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return [.. Broken(turn), .. AfterMarker(turn)];
    }

    private IEnumerable<Finding> Broken(RecordedTurn turn)
    {
        // Before a terminal event a broken body is terminal-once's business.
        var isWhole = turn.Wire is null || turn.Wire.Events.Any(happened => Walking.StreamGrammar.IsTerminal(happened.Type));
        if (turn.Answer is { End: StreamEnd.Broken, Status: not null } && isWhole)
        {
            var message = turn.Wire is null ? "The connection breaks in the middle of the body."
                : turn.Wire.Events.Any(happened => happened.IsDoneMarker) ? "The connection breaks after `[DONE]`."
                : "The connection breaks after the terminal event.";
            yield return Info.Find(message, "the end of the body, as HTTP requires", turn.Answer.EndDetail
                ?? "a broken connection") with { Offset = turn.Answer.Body.Length };
        }
    }

    private IEnumerable<Finding> AfterMarker(RecordedTurn turn) =>
        from note in turn.Wire?.Notes ?? []
        where turn.Answer.End != StreamEnd.HungUp && turn.Wire!.IsAfterMarker(note.Offset)
        let isComment = note.Kind == WireNoteKind.Comment
        select Info.Find(isComment ? "A comment follows `[DONE]`." : "Bytes follow `[DONE]`.", "the end of the body", note.Text, isComment
            ? Severity.Warning
            : null) with { Offset = note.Offset };
}
