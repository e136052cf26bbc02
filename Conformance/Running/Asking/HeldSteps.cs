using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Reports every <c>hold</c> that never opened: it proves that the relay did not forward an event that it already had.</summary>
internal static class HeldSteps
{
    public const string Check = CheckIds.Held;

    /// <summary>
    /// Returns the first step at which the mock was still waiting for the client to see an event; <see langword="null"/> when it waited for
    /// none.
    /// </summary>
    public static HeldStep? Find(Turn turn, UpstreamRecord upstream) => All(turn, upstream).FirstOrDefault();

    public static IEnumerable<Finding> Examine(RecordedTurn turn) => All(turn.Turn, turn.Upstream).Select(held => Held(turn, held));

    private static IEnumerable<HeldStep> All(Turn turn, UpstreamRecord upstream) =>
        upstream.Exchanges.Select(exchange => Find(turn, exchange)).OfType<HeldStep>();

    private static HeldStep? Find(Turn turn, ExchangeRecord exchange) =>
        exchange is { Completed: false, StoppedAtStep: { } number, Exchange: { } index }
            && Steps.Find(turn.Upstream[index], number) is { } step
            && Until(turn, step) is { } until
            ? new HeldStep(step, until)
            : null;

    /// <summary>The event that the step waited for: that of a hold, or the one by which the client opens a gate.</summary>
    private static EventCount? Until(Turn turn, UpstreamStep step) => step switch
    {
        HoldStep hold => hold.Until,
        GateStep gate when turn.Client.Release is { } release && release.Gate == gate.Name => release.After,
        _ => null,
    };

    private static Finding Held(RecordedTurn turn, HeldStep held)
    {
        var (step, until) = held;
        var what = until.Count == 1 ? until.Type : $"{until.Type} number {until.Count}";
        var seen = turn.Wire is { } wire ? $"{Seen(wire, until.Type)} of them in {wire.Events.Count} events" : "no event stream";
        return new Finding
        {
            Check = Check,
            Severity = Severity.Error,
            Turn = turn.Index + 1,
            Message = $"The relay {(IsComment(until) ? "sent no" : "did not forward")} {what} while the upstream was pausing; held at "
                + $"step {step.Number} ({step.Place.File}:{step.Place.Line}).",
            Expected = what,
            Received = seen,
            After = Steps.CreateReference(step),
        };
    }

    private static bool IsComment(EventCount until) => until.Type == EventScanner.Comment;

    private static int Seen(WireStream wire, string type) => type == EventScanner.Comment
        ? wire.Notes.Count(static note => note.Kind == WireNoteKind.Comment)
        : wire.Events.Count(seen => seen.Type == type);
}
