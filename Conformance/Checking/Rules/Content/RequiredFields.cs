using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Members that must be there, as far as no other rule asks for them by name.</summary>
internal sealed class RequiredFields : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "required-fields",
        "V39",
        Severity.Error,
        "Every event, response, item and part has the members OpenAI's schema requires; those that Open Responses alone requires, and lists that no client misses, are warnings.",
        "The AI SDK and @openai/agents break on a bare response object; OpenAI's .NET client throws on a `created_at` that is no integer. An `error` event needs both its shapes: some clients read the flat one, some the nested one.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) => walk.Events.SelectMany(Judge);

    private IEnumerable<Finding> Judge(EventView happened) => happened.Type switch
    {
        "error" => JudgeError(happened),
        StreamGrammar.ItemAdded or StreamGrammar.ItemDone => [.. Hold(happened, Quote(happened.Type), happened.Json, Requirements.OfItemEvent), .. JudgeItem(happened)],
        _ when happened.IsLifecycle => JudgeLifecycle(happened),
        _ when happened.Shape is { } shape => [.. Hold(happened, Quote(happened.Type), happened.Json, Requirements.Of(shape)), .. JudgePart(happened, shape)],
        _ => [],
    };

    private IEnumerable<Finding> JudgeLifecycle(EventView happened)
    {
        if (happened.Response.IsObject())
        {
            return Hold(happened, "The response", happened.Response, Requirements.OfResponse);
        }

        // created-first speaks of the first one.
        return happened.Type == StreamGrammar.Created ? [] : Hold(happened, Quote(happened.Type), happened.Json, Requirements.OfLifecycle);
    }

    private IEnumerable<Finding> JudgeItem(EventView happened) => happened.Item.IsObject()
        ?
        [
            .. Hold(happened, $"A {happened.Item.Member("type").Text() ?? "new"} item", happened.Item, Requirements.OfItem(happened.Item.Member("type").Text())),
            .. happened.Item.Member("content").Elements().SelectMany(part => JudgePart(happened, part)),
            .. happened.Item.Member("summary").Elements().SelectMany(part => JudgePart(happened, part)),
        ]
        : [];

    private IEnumerable<Finding> JudgePart(EventView happened, EventShape shape) =>
        shape.Role is EventRole.PartAdded or EventRole.PartDone && happened.Value.IsObject() ? JudgePart(happened, happened.Value) : [];

    private IEnumerable<Finding> JudgePart(EventView happened, JsonElement part) =>
        Hold(happened, $"A part of type {part.Member("type").Text() ?? "unknown"}", part, Requirements.OfPart(part.Member("type").Text()));

    private IEnumerable<Finding> JudgeError(EventView happened)
    {
        var nested = happened.Json.Member("error");
        if (happened.Json.Member("message").Text() is null && nested.Member("message").Text() is null)
        {
            yield return At(happened, "The `error` event has no message.", "`message`, and the same under `error`", happened.Json.Shown());
            yield break;
        }

        foreach (var finding in Hold(happened, "The `error` event", happened.Json, Requirements.OfError).Concat(Hold(happened, "The `error` member of the `error` event", nested, Requirements.OfNestedError)))
        {
            yield return finding;
        }
    }

    private IEnumerable<Finding> Hold(EventView happened, string owner, JsonElement json, IReadOnlyList<Requirement> requirements) =>
        from missing in requirements.Where(requirement => !requirement.HoldsFor(json)).GroupBy(requirement => requirement.Severity)
        select At(happened, $"{owner} lacks {string.Join(", ", missing.Select(requirement => requirement.Describe()))}.", received: json.Shown(), severity: missing.Key);

    private static string Quote(string type) => $"`{type}`";
}
