using System.Text;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Transport;

/// <summary>Checks that the stream and the body of the same request have the same content.</summary>
internal sealed class StreamParity : ICheck
{
    public CheckInfo Info { get; } = new(
        "stream-parity",
        "V37",
        Severity.Error,
        "The body for `stream: false` equals the `response` of the terminal event for the same upstream answer, except for identifiers and "
            + "times.",
        "microsoft/agent-framework-go#1055 and vllm-project/vllm#53269 report such differences.");

    public RuleScope Scope => RuleScope.Parity;

    public IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.NonStream is not { Status: { } status } body || turn.Answer.End == StreamEnd.HungUp ? [] : Compare(turn, body, status);
    }

    private IEnumerable<Finding> Compare(RecordedTurn turn, RecordedStream body, int status)
    {
        if (turn.Wire is null)
        {
            return status == turn.Answer.Status ? [] : [Info.Find(
                "The status for `stream: false` differs from the status of the stream.", $"{turn.Answer.Status}", $"{status}")];
        }

        if (StreamWalk.Get(turn.Wire).Terminal is not { } terminal || !terminal.Response.IsObject())
        {
            return []; // terminal-once and event-members say so.
        }

        // An answer that is not a stream can still say with its status that the upstream failed.
        if (terminal.Type == StreamGrammar.Failed && status >= 400)
        {
            return [];
        }

        // The second request has its own case name, so that the mock can distinguish the two; its echo differs.
        var isEcho = terminal.Response.Member("model").Same(turn.Request.Member("model"));
        return CompareBody(terminal, body, status, isEcho ? ["created_at", "completed_at", "model"] : ["created_at", "completed_at"]);
    }

    private IEnumerable<Finding> CompareBody(EventView terminal, RecordedStream body, int status, string[] ownMembers)
    {
        if (status != 200 || StrictJson.Read(Encoding.UTF8.GetString(body.Body.Span)).Json is not { } json)
        {
            yield return Info.Find(
                "The answer for `stream: false` is not a 200 with JSON.",
                "200 with the response",
                $"{status} {body.GetHeader("content-type")}");
            yield break;
        }

        var streamed = ComparableResponse.Create(terminal.Response, ownMembers);
        var whole = ComparableResponse.Create(json, ownMembers);
        if (JsonDifference.Find(streamed, whole, "response") is { } difference)
        {
            yield return Info.Find(
                "The body for `stream: false` differs from the final response of the stream.",
                difference.Left,
                difference.Right) with { Member = difference.Path, Event = terminal.Index, Offset = terminal.Wire.Offset };
        }
    }
}
