using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Members;

/// <summary>Checks that the request members that a response repeats equal the request.</summary>
internal sealed class RequestEchoRule : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "request-echo",
        "V46",
        Severity.Error,
        "The request members that the response object repeats equal the request: tools, tool choice, instructions, metadata, sampling "
            + "values, limits and the previous response.",
        "OpenAI's types describe these members as the values used for the response. Clients and logs read the effective tools and limits "
            + "from them. Added defaults, omitted unknown tools and `store: false` are not faults.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) => turn.Request.IsObject()
        ? walk.Events.Where(happened => happened.IsLifecycle && happened.Response.IsObject())
            .SelectMany(happened => Compare(turn.Request, happened))
        : [];

    private IEnumerable<Finding> Compare(JsonElement request, EventView happened) =>
        from echo in EchoedMembers.All
        let asked = request.At(echo.Path)
        let told = happened.Response.At(echo.Path)
        // An absent member is response-members' business.
        where told.IsPresent()
        let fault = echo.Compare(asked, told)
        where fault is not null
        select At(
            happened,
            $"The response's `{echo.Path}` {fault.Message}.",
            fault.Expected,
            fault.Received,
            fault.Severity,
            $"response.{fault.Path}");
}
