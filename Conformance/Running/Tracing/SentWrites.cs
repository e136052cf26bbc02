using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Running.Tracing;

/// <summary>All writes of a turn's upstream in order of time, of all its exchanges.</summary>
internal sealed class SentWrites
{
    // A write is stamped after its send has returned. On a busy machine its answer can be read before that.
    private const int StampMilliseconds = 20;

    private readonly RecordedTurn _turn;
    private readonly long _stamp;
    private readonly List<Sent> _writes;

    public SentWrites(RecordedTurn turn)
    {
        _turn = turn;
        _stamp = turn.TicksPerSecond * StampMilliseconds / 1000;
        _writes =
        [
            .. turn.Upstream.Exchanges
                .SelectMany(exchange =>
                    exchange.Writes.Select((write, index) => new Sent(exchange, write, index == 0 ? null : exchange.Writes[index - 1])))
                .OrderBy(sent => sent.Write.At),
        ];
    }

    /// <summary>Returns the step of a write as a message names it; <see langword="null"/> for a body without a script.</summary>
    public StepReference? CreateReference(SentWrite write) => CreateReference(_writes.Find(sent => ReferenceEquals(sent.Write, write)));

    /// <summary>
    /// The last step that was sent between two moments, where it is the only one that an event at the later moment can be due to.
    /// </summary>
    /// <param name="shown">The write whose content the stream has already shown; <see langword="null"/> for none.</param>
    /// <param name="at">When the read that completed the event returned.</param>
    /// <param name="position">The event's position; <see langword="null"/> for the end of the answer.</param>
    /// <param name="before">
    /// When the last read before it that completed an event returned; <see langword="null"/> when there was none.
    /// </param>
    public StepReference? FindBetween(SentWrite? shown, long at, int? position, long? before)
    {
        var from = shown is null ? 0 : _writes.FindIndex(sent => ReferenceEquals(sent.Write, shown));
        var window = _writes.Skip(from)
            .Where(sent => sent.Write.At <= at || (position is { } index && CouldHaveBegun(sent, at, index)))
            .ToList();
        if (window.Count == 0)
        {
            return null;
        }

        var last = window[^1];
        var others = window.Where(sent => !sent.IsSameStep(last)).ToList();
        var isAlone = others.Count == 0
            || (before is { } read && others.TrueForAll(sent => sent.Write.At <= read)
                && window.TrueForAll(sent => !sent.IsSameStep(last) || sent.Write.At > read));
        return isAlone ? CreateReference(last) : null;
    }

    /// <summary>Whether a write that is stamped after a read can have been sent before it.</summary>
    private bool CouldHaveBegun(Sent sent, long at, int position) =>
        sent.Write.At - at <= _stamp && (sent.Previous?.At ?? sent.Exchange.Request.At) <= at && !WaitsFor(sent, position);

    /// <summary>
    /// Whether a <c>hold</c> before the write opens only after the client has seen the event at this position, or a later one.
    /// </summary>
    private bool WaitsFor(Sent sent, int position) =>
        sent.Exchange.Exchange is { } exchange
        && _turn.Turn.Upstream[exchange].Steps.OfType<HoldStep>().Any(hold =>
            hold.Number > (sent.Previous?.Step ?? 0) && hold.Number < sent.Write.Step && OpenedBy(hold.Until) >= position);

    private int OpenedBy(EventCount until)
    {
        var events = _turn.Wire?.Events ?? [];
        var left = until.Count;
        for (var position = 0; position < events.Count; position++)
        {
            if (events[position].Type == until.Type && --left == 0)
            {
                return position;
            }
        }

        return -1;
    }

    private StepReference? CreateReference(Sent? sent) =>
        sent is { Write.Step: > 0, Exchange.Exchange: { } index } && Steps.Find(_turn.Turn.Upstream[index], sent.Write.Step) is { } step
            ? Steps.CreateReference(step)
            : null;

    /// <summary>A write with the exchange it belongs to and the write before it in that exchange.</summary>
    private sealed record Sent(ExchangeRecord Exchange, SentWrite Write, SentWrite? Previous)
    {
        public bool IsSameStep(Sent other) => ReferenceEquals(Exchange, other.Exchange) && Write.Step == other.Write.Step;
    }
}
