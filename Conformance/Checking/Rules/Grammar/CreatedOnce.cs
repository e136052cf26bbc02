using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>A response is created once.</summary>
internal sealed class CreatedOnce : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "created-once",
        "V02",
        Severity.Error,
        "There is only one `response.created`.",
        "The event grammar. A client treats a second one as the start of a second response.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type == StreamGrammar.Created)
            .Skip(1)
            .Select(happened => At(happened, "`response.created` is sent a second time."));
}
