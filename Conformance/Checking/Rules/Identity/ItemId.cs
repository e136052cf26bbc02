using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Identity;

/// <summary>The ids of the items.</summary>
internal sealed class ItemId : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "item-id",
        "V09",
        Severity.Error,
        "Every item has a non-empty, unique id.",
        "openai-node throws (only call items may lack one); the Vercel AI SDK requires one on calls too.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in walk.Items.Where(item => item.Added.Item.IsObject()))
        {
            if (string.IsNullOrEmpty(item.Id))
            {
                yield return At(
                    item.Added, "An item has no id.", "a non-empty string", item.Added.Item.Member("id").Shown(), member: "item.id");
            }
            else if (!seen.Add(item.Id))
            {
                yield return At(item.Added, "An item has the id of another item.", "a unique id", item.Id, member: "item.id");
            }
        }
    }
}
