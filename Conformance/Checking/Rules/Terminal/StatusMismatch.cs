using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Terminal;

/// <summary>The status of the response.</summary>
internal sealed class StatusMismatch : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "status-mismatch",
        "V22",
        Severity.Error,
        "The `status` of the response matches the type of the event.",
        "aether and the AI SDK read the status; openresponses-gw sends `incomplete` inside `response.completed`.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        from happened in walk.Events
        where happened.IsLifecycle
        let status = happened.Response.Member("status").Text()
        where status is not null && !Fits(happened.Type, status)
        select At(
            happened, "The `status` of the response does not match the event.", Due(happened.Type), status, member: "response.status");

    private static bool Fits(string type, string status) => status == Due(type) || (type == StreamGrammar.Created && status == "queued");

    private static string Due(string type) => type == StreamGrammar.Created ? "in_progress" : type["response.".Length..];
}
