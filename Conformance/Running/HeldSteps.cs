using Conformance.Checking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using MockUpstream.Observing;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>The proof by barriers: a <c>hold</c> that never opened means that the relay kept back what it had.</summary>
internal static class HeldSteps
{
    public const string Check = CheckIds.Held;

    /// <summary>Returns the first step at which the mock was still waiting for the client to see an event; <see langword="null"/> when it waited for none.</summary>
    public static HoldStep? Find(Turn turn, UpstreamRecord upstream) => All(turn, upstream).FirstOrDefault();

    public static IEnumerable<Finding> Examine(RecordedTurn turn) => All(turn.Turn, turn.Upstream).Select(hold => Held(turn, hold));

    private static IEnumerable<HoldStep> All(Turn turn, UpstreamRecord upstream) =>
        upstream.Exchanges.Select(exchange => Find(turn, exchange)).OfType<HoldStep>();

    private static HoldStep? Find(Turn turn, ExchangeRecord exchange) =>
        exchange is { Completed: false, StoppedAtStep: { } number, Exchange: { } index } ? Steps.Find(turn.Upstream[index], number) as HoldStep : null;

    private static Finding Held(RecordedTurn turn, HoldStep hold)
    {
        var what = hold.Until.Count == 1 ? hold.Until.Type : $"{hold.Until.Type} number {hold.Until.Count}";
        var seen = turn.Wire is { } wire ? $"{Seen(wire, hold.Until.Type)} of them in {wire.Events.Count} events" : "no event stream";
        return new Finding
        {
            Check = Check,
            Severity = Severity.Error,
            Turn = turn.Index + 1,
            Message = $"The relay {(IsComment(hold) ? "sent no" : "did not forward")} {what} while the upstream was pausing; held at step {hold.Number} ({hold.Place.File}:{hold.Place.Line}).",
            Expected = what,
            Received = seen,
            After = Steps.Reference(hold),
        };
    }

    private static bool IsComment(HoldStep hold) => hold.Until.Type == EventSpotter.Comment;

    private static int Seen(WireStream wire, string type) => type == EventSpotter.Comment
        ? wire.Notes.Count(static note => note.Kind == WireNoteKind.Comment)
        : wire.Events.Count(seen => seen.Type == type);
}
