using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>Arguments that a tool can be called with.</summary>
internal sealed class ArgumentsJson : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "arguments-json",
        "V26",
        Severity.Error,
        "The arguments of a completed function call are a JSON object; no arguments are `{}`.",
        "Codex hands them to the tool as they are; an empty string fails there.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk) =>
        from done in walk.DoneItems
        where done.Item.Member("type").Text() == "function_call" && done.Item.Member("status").Text() is null or "completed"
        let arguments = done.Item.Member("arguments")
        where arguments.IsPresent() && !IsObject(arguments.Text())
        select At(done, "A completed call's arguments are no JSON object.", "a JSON object", arguments.Text() ?? arguments.Shown());

    // What the model wrote inside is not the relay's doing, so this is the lenient reading.
    private static bool IsObject(string? text)
    {
        try
        {
            return text is not null && JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object };
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
