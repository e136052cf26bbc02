using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Identity;

/// <summary>The ids by which tool results find their calls.</summary>
internal sealed class CallId : ResponseRule
{
    private const int LongestOfOpenResponses = 64;

    public override CheckInfo Info { get; } = new(
        "call-id",
        "V10",
        Severity.Error,
        "Every call has a non-empty, unique `call_id`.",
        "openai-node throws; Codex drops a call without one; @openai/agents fails on duplicates.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in walk.Items.Where(item => item.IsCall))
        {
            var id = item.Added.Item.Member("call_id");
            if (string.IsNullOrEmpty(id.Text()))
            {
                yield return At(item.Added, "A call has no `call_id`.", "a non-empty string", id.Shown(), member: "item.call_id");
            }
            else if (!seen.Add(id.Text()!))
            {
                yield return At(item.Added, "A call has the `call_id` of another call.", "a unique id", id.Text(), member: "item.call_id");
            }
            else if (turn.Relay.SpeaksOpenResponses && id.Text()!.Length > LongestOfOpenResponses)
            {
                yield return At(
                    item.Added,
                    "A `call_id` is longer than Open Responses allows.",
                    $"1 to {LongestOfOpenResponses} characters",
                    $"{id.Text()!.Length} characters",
                    member: "item.call_id");
            }
        }
    }
}
