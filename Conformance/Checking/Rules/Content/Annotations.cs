using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>The same annotations wherever they come.</summary>
internal sealed class Annotations : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "annotations",
        "V53",
        Severity.Error,
        "The annotation events of a part, numbered from 0, equal the `annotations` of the part's done event and of the part in the done "
            + "item. Annotations without events are a warning.",
        "The event grammar. Clients show the citations of one or the other, so a lost or moved one is not noticed.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Items.Where(item => item.Type == "message")
            .SelectMany(item => item.Parts.Where(part => part.Family == PartFamily.Content))
            .SelectMany(Judge);

    private IEnumerable<Finding> Judge(PartTrack part) => [.. JudgeNumbers(part), .. JudgeLists(part)];

    private IEnumerable<Finding> JudgeNumbers(PartTrack part) =>
        part.Annotations.Select((happened, order) => (happened, order, Number: happened.Json.Member("annotation_index")))
            // event-members and member-type judge one that is absent or no integer.
            .Where(place => place.Number.Integer() is { } number && number != place.order)
            .Select(place => At(
                place.happened,
                "The `annotation_index` of an annotation is not the next one.",
                $"{place.order}",
                place.Number.Shown(),
                member: "annotation_index"));

    private IEnumerable<Finding> JudgeLists(PartTrack part)
    {
        IReadOnlyList<JsonElement>? before = part.Annotations.Count > 0 ? [.. part.Annotations.Select(happened => happened.Value)] : null;
        foreach (var (place, annotations, path, where) in Lists(part))
        {
            var here = annotations.Elements();
            if (before is null && here.Count > 0)
            {
                yield return At(
                    place,
                    "Annotations have no annotation events.",
                    "response.output_text.annotation.added for each",
                    $"{here.Count} annotations",
                    Severity.Warning,
                    path);
            }
            else if (before is not null && !Same(before, here))
            {
                yield return At(place, $"The annotations of {where} differ from the earlier ones.", Show(before), Show(here), member: path);
                yield break;
            }

            before = here;
        }
    }

    private static IEnumerable<(EventView Place, JsonElement Annotations, string Path, string Where)> Lists(PartTrack part)
    {
        if (part.PartDone is { } done && done.Value.IsObject())
        {
            yield return (done, done.Value.Member("annotations"), "part.annotations", "the part's done event");
        }

        if (part.Item.Done is { } itemDone && itemDone.Item.Member("content")
            .Element((int)Math.Clamp(part.Index, -1, int.MaxValue)) is { ValueKind: JsonValueKind.Object } held)
        {
            yield return (itemDone, held.Member("annotations"), $"item.content[{part.Index}].annotations", "the done item");
        }
    }

    private static bool Same(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Same(pair.Second));

    private static string Show(IReadOnlyList<JsonElement> list) => $"[{string.Join(",", list.Select(element => element.Shown()))}]";
}
