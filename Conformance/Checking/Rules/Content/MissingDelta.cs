using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Checks that the final text was also sent as deltas.</summary>
internal sealed class MissingDelta : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "missing-delta",
        "V16",
        Severity.Warning,
        "A non-empty text is sent in at least one delta.",
        "Interfaces that draw deltas show nothing (Soju06/codex-lb#504); both AI SDK providers lose the text.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Items.SelectMany(item => item.Parts).Where(part => part.Deltas.Count == 0).Select(Judge).OfType<Finding>();

    private Finding? Judge(PartTrack part)
    {
        var place = part.TextDone ?? part.PartDone;
        var whole = part.TextDone?.Value ?? PartTrack.TextOf(part.PartDone?.Value ?? default(JsonElement));
        return place is not null && whole.Text() is { Length: > 0 } text
            ? At(
                place, "A complete text is sent without any delta before it.", "at least one delta", text, member: place.Shape!.ValueMember)
            : null;
    }
}
