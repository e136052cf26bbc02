using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The family of reasoning events.</summary>
internal sealed class DialectEvents : StreamRule
{
    private const string OpenResponses = "open-responses";

    public override CheckInfo Info { get; } = new(
        "dialect",
        "V51",
        Severity.Error,
        "Reasoning is sent in the events of the dialect that the relay declares: `response.reasoning_text.*` (openai) or "
            + "`response.reasoning.*` (open-responses), never both; both dialects have summary events.",
        "OpenAI's union and Open Responses' events. openai-node throws at `response.reasoning.*`, Codex and .NET lose the reasoning; Open "
            + "Responses' suite rejects `response.reasoning_text.*`.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk)
    {
        var ofOpenResponses = walk.Events.FirstOrDefault(IsOpenResponses);
        var ofOpenAi =
            walk.Events.FirstOrDefault(happened => happened.Type.StartsWith("response.reasoning_text.", StringComparison.Ordinal));
        var foreign = turn.Relay.SpeaksOpenResponses ? ofOpenAi : ofOpenResponses;
        if (foreign is null)
        {
            yield break;
        }

        var family = turn.Relay.SpeaksOpenResponses
            ? "response.reasoning.*"
            : "response.reasoning_text.* or response.reasoning_summary_text.*";
        if (ofOpenResponses is not null && ofOpenAi is not null)
        {
            yield return At(foreign, "The stream mixes the reasoning events of two dialects.", family, foreign.Type, member: "type");
        }
        else if (turn.Relay.SpeaksOpenResponses)
        {
            yield return At(
                foreign,
                "Reasoning is sent in OpenAI's events, but the relay declares the dialect open-responses.",
                family,
                foreign.Type,
                member: "type");
        }
        else
        {
            yield return At(
                foreign,
                "Reasoning is sent in the events of Open Responses; if this is intended, declare it with `--dialect open-responses`.",
                family,
                foreign.Type,
                member: "type");
        }
    }

    /// <summary>Whether an event is of Open Responses alone.</summary>
    public static bool IsOpenResponses(EventView happened) => happened.Shape?.Dialect == OpenResponses;
}
