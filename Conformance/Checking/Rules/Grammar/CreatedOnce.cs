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
        "The event grammar; a second one starts a second response in a client's eyes.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type == StreamGrammar.Created).Skip(1).Select(happened => At(happened, "The response is created again."));
}
