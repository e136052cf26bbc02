using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Checks that all events with the text of a part have the same text.</summary>
internal sealed class TextMismatch : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "text-mismatch",
        "V15",
        Severity.Error,
        "The concatenated deltas equal the text in the text's done event, in the part's done event and in the done item.",
        "Clients show one or the other, so a difference is not noticed (vllm-project/vllm#44348).");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Items.SelectMany(item => item.Parts.SelectMany(Compare).Concat(CountParts(item)));

    private IEnumerable<Finding> Compare(PartTrack part)
    {
        // Without deltas there is nothing to join: that is missing-delta's business.
        var told = part.Deltas.Count > 0 ? part.Joined : null;
        foreach (var (place, text, where, member) in Tellings(part))
        {
            if (told is not null && text.Text() != told)
            {
                yield return At(place, $"The text {where} differs from the deltas.", Quote(told), text.Shown(), member: member);
                yield break;
            }

            told ??= text.Text();
        }
    }

    private static IEnumerable<(EventView Place, JsonElement Text, string Where, string Member)> Tellings(PartTrack part)
    {
        if (part.TextDone is { } textDone)
        {
            yield return (textDone, textDone.Value, "of the text's done event", textDone.Shape!.ValueMember);
        }

        if (part.PartDone is { } partDone)
        {
            yield return (partDone, PartTrack.TextOf(partDone.Value), "of the part's done event", partDone.Value.Member("type")
                .Text() == "refusal" ? "part.refusal" : "part.text");
        }

        if (part.Item.Done is { } itemDone)
        {
            yield return (itemDone, ItemTrack.TextIn(itemDone.Item, part), "in the done item", part.Family == PartFamily.Call
                ? $"item.{part.ValueMember}"
                : $"item.{(part.Family == PartFamily.Summary ? "summary" : "content")}[{part.Index}]");
        }
    }

    private IEnumerable<Finding> CountParts(ItemTrack item)
    {
        foreach (var (family, list) in new[] { (PartFamily.Content, "content"), (PartFamily.Summary, "summary") })
        {
            var streamed = item.Parts.Count(part => part.Family == family);
            var held = item.Done?.Item.Member(list) ?? default;
            if (held.IsArray() && held.GetArrayLength() > streamed)
            {
                yield return At(
                    item.Done!,
                    $"The `{list}` of the done item contains parts that were never streamed.",
                    $"{streamed}",
                    $"{held.GetArrayLength()}",
                    member: $"item.{list}");
            }
        }
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
