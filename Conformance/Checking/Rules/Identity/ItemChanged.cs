using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Identity;

/// <summary>Checks that a finished item has the id, type, role, call id and name with which it was added.</summary>
internal sealed class ItemChanged : StreamRule
{
    private static readonly string[] Lasting = ["id", "type", "role", "call_id", "name"];

    public override CheckInfo Info { get; } = new(
        "item-changed",
        "V17",
        Severity.Error,
        "`output_item.done` closes an item that was added, with the same id, type, role, `call_id`, name and `output_index`.",
        "openai-node throws; vLLM's done items lack the id.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
    [
        .. walk.StrayDone.Select(done => At(
            done, "An item that was never added is done.", "output_item.added before", done.Item.Member("id").Shown(), member: "item.id")),
        .. walk.Items.Where(item => item.Done is not null).SelectMany(Compare),
    ];

    private IEnumerable<Finding> Compare(ItemTrack item)
    {
        var done = item.Done!;
        foreach (var member in Lasting)
        {
            var before = item.Added.Item.Member(member);
            var after = done.Item.Member(member);
            if (!before.Same(after))
            {
                yield return At(
                    done,
                    $"The `{member}` of the item differs from its value when the item was added.",
                    before.Shown(),
                    after.Shown(),
                    member: $"item.{member}");
            }
        }

        if (!item.Added.Json.Member("output_index").Same(done.Json.Member("output_index")))
        {
            yield return At(
                done,
                "The `output_index` of the item differs from its value when the item was added.",
                item.Added.Json.Member("output_index").Shown(),
                done.Json.Member("output_index").Shown(),
                member: "output_index");
        }
    }
}
