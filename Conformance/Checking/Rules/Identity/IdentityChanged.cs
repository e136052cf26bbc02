using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Identity;

/// <summary>Checks that a response's id, model and creation time do not change.</summary>
internal sealed class IdentityChanged : StreamRule
{
    private static readonly string[] Lasting = ["id", "created_at", "model"];

    public override CheckInfo Info { get; } = new(
        "identity-changed",
        "V21",
        Severity.Error,
        "`id`, `created_at` and `model` of the response are the same in every event that carries it.",
        "openai-node compares the response in each event with the first.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk)
    {
        var all = walk.Events.Where(happened => happened.IsLifecycle && happened.Response.IsObject()).ToList();
        return all.Skip(1).SelectMany(later => Compare(all[0], later));
    }

    private IEnumerable<Finding> Compare(EventView first, EventView later) =>
        from member in Lasting
        let before = first.Response.Member(member)
        let after = later.Response.Member(member)
        where before.IsPresent() && after.IsPresent() && !before.Same(after)
        select At(later, $"The response's `{member}` has changed.", before.Shown(), after.Shown(), member: $"response.{member}");
}
