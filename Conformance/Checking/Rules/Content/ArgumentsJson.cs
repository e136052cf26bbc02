using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Content;

/// <summary>Arguments that a tool can be called with.</summary>
internal sealed class ArgumentsJson : ResponseRule
{
    public override CheckInfo Info { get; } = new(
        "arguments-json",
        "V26",
        Severity.Error,
        "The arguments of a completed function call are a JSON object; empty arguments are `{}`. Text that the upstream completed in "
            + "exactly this form may be returned.",
        "Codex passes them to the tool unchanged, where an empty string fails. Errors of the model itself are not faults of the relay.");

    protected override IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) =>
        from done in walk.DoneItems
        where done.Item.Member("type").Text() == "function_call" && done.Item.Member("status").Text() is null or "completed"
        let arguments = done.Item.Member("arguments")
        // Arguments of another JSON type are member-type's business.
        where arguments.Text() is { } text && !IsObject(text) && !UpstreamAnswer.Create(turn.Upstream).SentArguments(text)
        select At(
            done, "The arguments of a completed call are not a JSON object.", "a JSON object", arguments.Text(), member: "item.arguments");

    // The model writes the arguments, not the relay, so they are parsed leniently.
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
