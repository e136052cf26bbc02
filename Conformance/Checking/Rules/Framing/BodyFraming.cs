using System.Text;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Framing;

/// <summary>The bytes themselves.</summary>
internal sealed class BodyFraming : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "framing",
        "V35",
        Severity.Error,
        "The body consists of complete server-sent events in UTF-8, with comments only between events.",
        "WHATWG server-sent events; a keep-alive inside an event broke open-software-network/os-clovy#659. Unknown fields, blocks without "
            + "data and a byte order mark are warnings.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Notes.Select(note => Judge(turn, note)).OfType<Finding>();

    private Finding? Judge(RecordedTurn turn, WireNote note) => note.Kind switch
    {
        // The rule body-end covers bytes after the end marker.
        _ when turn.Wire!.IsAfterMarker(note.Offset) => null,
        WireNoteKind.Comment when note.InsideEvent => At(turn, note, "A comment is inside an event.", "comments between events only"),
        WireNoteKind.BadUtf8 => At(turn, note, "The body contains bytes that are not UTF-8."),
        WireNoteKind.CutOff when turn.Answer.End != StreamEnd.HungUp && HoldsEvents(turn, note) =>
            At(
                turn,
                note,
                "Several events have no blank line between them, so none of them is dispatched.",
                "a blank line after each event"),
        WireNoteKind.CutOff when turn.Answer.End != StreamEnd.HungUp =>
            At(turn, note, "The body ends in the middle of an event.", "a blank line after the last event"),
        WireNoteKind.UnknownField =>
            At(turn, note, "A line is not a valid field of server-sent events.", "event, data, id, retry or a comment", Severity.Warning),
        WireNoteKind.NoData => At(turn, note, "A block has no data and dispatches nothing.", severity: Severity.Warning),
        WireNoteKind.ByteOrderMark => At(turn, note, "The body starts with a byte order mark.", severity: Severity.Warning),
        _ => null,
    };

    /// <summary>Returns whether the truncated rest contains the data of more than one event.</summary>
    private static bool HoldsEvents(RecordedTurn turn, WireNote note) =>
        Encoding.UTF8.GetString(turn.Answer.Body.Span[(int)note.Offset..]).Split('\n').Count(IsDataOfAnEvent) > 1;

    private static bool IsDataOfAnEvent(string line) =>
        line.StartsWith("data:", StringComparison.Ordinal) && line["data:".Length..].TrimStart().StartsWith('{');

    private Finding At(RecordedTurn turn, WireNote note, string message, string? expected = null, Severity? severity = null)
    {
        var next = turn.Wire!.FirstEndingAfter(note.Offset);
        return Info.Find(message, expected, note.Text, severity) with { Event = next?.Index, Offset = note.Offset };
    }
}
