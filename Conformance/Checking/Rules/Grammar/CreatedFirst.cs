using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>How a stream begins.</summary>
internal sealed class CreatedFirst : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "created-first",
        "V01",
        Severity.Error,
        "The first event is `response.created` with a `response` object.",
        "openai-node and openai-python throw; Codex requires the response object.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk)
    {
        if (walk.Events.FirstOrDefault(happened => !happened.IsDoneMarker) is not { } first)
        {
            yield break;
        }

        if (first.Type != StreamGrammar.Created)
        {
            yield return At(first, "The stream does not begin with `response.created`.", StreamGrammar.Created, first.Type);
        }
        else if (!first.Response.IsObject())
        {
            yield return At(first, "`response.created` has no `response` object.", "an object", first.Response.Shown(), member: "response");
        }
    }
}
