using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Reports a message without text when the upstream sent none.</summary>
internal sealed class EmptyMessage : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "empty-message",
        "V32",
        Severity.Warning,
        "A turn that contains only calls has no empty message.",
        "Nearly every vendor's first chunk has `content: \"\"`; relays that open a message for it show an empty answer next to the call.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => walk.Items.Any(item => item.IsCall)
        ? walk.DoneItems.Where(done => done.Item.Member("type").Text() == "message" && IsEmpty(done.Item))
            .Select(done => At(
                done,
                "A turn with calls contains a message without text.",
                "no message",
                done.Item.Member("content").Shown(),
                member: "item.content"))
        : [];

    private static bool IsEmpty(JsonElement message) =>
        message.Member("content").Elements().All(part => string.IsNullOrEmpty(PartTrack.TextOf(part).Text()));
}
