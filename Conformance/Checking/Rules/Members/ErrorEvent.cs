using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Members;

/// <summary>The two shapes of an <c>error</c> event.</summary>
internal sealed class ErrorEvent : StreamRule
{
    private static readonly string[] Flat = ["code", "message", "param"];
    private static readonly string[] Nested = ["type", "code", "message", "param"];

    public override CheckInfo Info { get; } = new(
        "error-event",
        "V45",
        Severity.Error,
        "An `error` event has a message, its members are strings or null, and they are present at the top level (OpenAI's types) and in "
            + "`error` (Open Responses). Only one of the two is a warning.",
        "OpenAI's types have the flat form; its recorded streams and Open Responses have the nested form. @ai-sdk/open-responses throws a "
            + "TypeError if only the flat form is present.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        walk.Events.Where(happened => happened.Type == StreamGrammar.Error).SelectMany(happened => Judge(turn, happened));

    private IEnumerable<Finding> Judge(RecordedTurn turn, EventView happened)
    {
        var nested = happened.Json.Member("error");
        var flatMessage = happened.Json.Member("message");
        if (flatMessage.Text() is null && nested.Member("message").Text() is null)
        {
            yield return At(
                happened,
                "The `error` event has no message.",
                "`message`, and the same under `error`",
                happened.Json.Shown(),
                member: "message");
            yield break;
        }

        foreach (var finding in JudgeTypes(happened, happened.Json, Flat, "")
            .Concat(JudgeTypes(happened, nested, Nested, "error."))
            .Concat(JudgeNested(happened, nested)))
        {
            yield return finding;
        }

        foreach (var finding in JudgePresence(turn, happened, nested))
        {
            yield return finding;
        }

        if (flatMessage.Text() is { } flat && nested.Member("message").Text() is { } inner && flat != inner)
        {
            yield return At(happened, "The two messages of the `error` event differ.", flat, inner, Severity.Warning, "error.message");
        }
    }

    private IEnumerable<Finding> JudgeTypes(EventView happened, JsonElement owner, string[] names, string path) =>
        from name in names
        let value = owner.Member(name)
        where value.HasValue() && value.Text() is null
        select At(happened, $"The `{path}{name}` of the `error` event is not a string.", "a string or null", value.Shown(), member: path
            + name);

    private IEnumerable<Finding> JudgeNested(EventView happened, JsonElement nested) => nested.HasValue() && !nested.IsObject()
        ? [At(happened, "The `error` of the `error` event is not an object.", "an object", nested.Shown(), member: "error")]
        : [];

    private IEnumerable<Finding> JudgePresence(RecordedTurn turn, EventView happened, JsonElement nested)
    {
        if (happened.Json.Member("message").Text() is null)
        {
            // Open Responses has no flat shape.
            if (!turn.Relay.SpeaksOpenResponses)
            {
                yield return At(
                    happened,
                    "The `error` event has only the nested form.",
                    "`code`, `message` and `param` at the top too",
                    happened.Json.Shown(),
                    Severity.Warning,
                    "message");
            }
        }
        else
        {
            foreach (var name in Flat.Where(name => !happened.Json.Member(name).IsPresent()))
            {
                yield return At(happened, $"The `error` event has no `{name}`.", "a string or null", "nothing", Severity.Warning, name);
            }
        }

        if (!nested.IsObject())
        {
            yield return At(
                happened,
                "The `error` event has only the flat form.",
                "`error` with `type`, `code`, `message` and `param` too",
                happened.Json.Shown(),
                OpenResponsesOnly(turn),
                "error");
        }
        else
        {
            foreach (var name in Nested.Where(name => name is "type" or "message"
                ? !nested.Member(name).HasValue()
                : !nested.Member(name).IsPresent()))
            {
                yield return At(happened, $"The `error` member of the `error` event has no `{name}`.", name is "type" or "message"
                    ? "a string"
                    : "a string or null", nested.Member(name).Shown(), OpenResponsesOnly(turn), $"error.{name}");
            }
        }
    }
}
