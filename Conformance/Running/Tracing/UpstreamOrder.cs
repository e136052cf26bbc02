using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Running.Tracing;

/// <summary>Names the last upstream step whose bytes could have caused what a finding is about, where the recording shows it.</summary>
/// <remarks>
/// <para>
/// The clock alone does not show it: an upstream often writes its whole script before the client's first read returns, and then every step
/// lies before every event.
/// A step is named in three cases only.
/// </para>
/// <list type="number">
/// <item>The event carries content of the script (the deltas joined up to it are a prefix of the script's text, or it opens a call by its
/// name): the step whose write completed that content. The relay could not write the event before it, and needed nothing after it.</item>
/// <item>Otherwise the event is due to a write between the last content that the stream has shown and the read that completed the event.
/// One step alone in that window is named.</item>
/// <item>Of several, the last is named if the client had read an event after all the others were sent and before it was sent. A <c>hold</c>
/// or a pause of the script causes such an order.</item>
/// </list>
/// <para>In all other cases no step is named.</para>
/// </remarks>
internal sealed class UpstreamOrder(RecordedTurn turn)
{
    private readonly Lazy<SentWrites> _sent = new(() => new SentWrites(turn));
    private readonly Lazy<IReadOnlyList<ContentTrace.Seen>> _content = new(() => new ContentTrace(turn).Read());

    /// <summary>Returns the finding with its turn and, where the recording shows it, its step.</summary>
    public Finding Complete(Finding finding) => finding with
    {
        Turn = turn.Index + 1,
        After = finding.After ?? (finding.Event is null && finding.Offset is null ? null : Step(finding)),
    };

    private StepReference? Step(Finding finding)
    {
        var events = turn.Wire?.Events ?? [];
        var position = Position(finding, events);
        if (position < events.Count && _content.Value[position].Write is { } carrier)
        {
            return _sent.Value.CreateReference(carrier);
        }

        // Something that should have come and did not is missed at the end.
        var at = position < events.Count ? events[position].At : turn.Answer.EndedAt;
        var shown = position == 0 ? null : _content.Value[Math.Min(position, events.Count) - 1].Last;
        var before = events.Take(position).LastOrDefault(seen => seen.At < at)?.At;
        return _sent.Value.FindBetween(shown, at, position < events.Count ? position : null, before);
    }

    /// <summary>The position of the event that a finding is about; the number of events when it is none of them.</summary>
    private static int Position(Finding finding, IReadOnlyList<WireEvent> events)
    {
        for (var position = 0; position < events.Count; position++)
        {
            var seen = events[position];
            if (finding.Event is { } index ? seen.Index == index : finding.Offset < seen.Offset + seen.Length)
            {
                return position;
            }
        }

        return events.Count;
    }
}
