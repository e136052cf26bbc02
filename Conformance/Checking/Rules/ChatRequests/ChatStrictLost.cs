using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Checks that <c>strict</c> of tools and formats reaches the upstream.</summary>
internal sealed class ChatStrictLost : CarryingRule
{
    public override CheckInfo Info { get; } = new(
        "chat-strict-lost",
        "C18",
        Severity.Error,
        "`strict: true` of a function or a JSON schema is sent to the upstream as true, and false never becomes true.",
        "OpenAI: strict output is guaranteed to match the schema, and the default in Chat Completions is false. Strict mode answers 400 to "
            + "a schema that does not meet its requirements.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        foreach (var tool in asked.Tools.Where(tool => !tool.IsCustom))
        {
            var sent = ChatToolsLost.Find(chat, tool);
            if (sent.IsObject()
                && Compare(tool.Json.Member("strict"), sent.Member("function").Member("strict"), "tools", tool.Name) is { } finding)
            {
                yield return finding;
            }
        }

        var schema = chat.Body.Member("response_format").Member("json_schema");
        if (schema.IsObject() && Compare(
            asked.Body.Member("text").Member("format").Member("strict"),
            schema.Member("strict"),
            "response_format.json_schema.strict",
            "text.format") is { } lost)
        {
            yield return lost;
        }
    }

    private Finding? Compare(JsonElement asked, JsonElement sent, string member, string name) => (asked.ValueKind, sent.ValueKind) switch
    {
        (JsonValueKind.True, not JsonValueKind.True) =>
            At(member, "The chat request lacks the client's strict: true.", $"{name}: strict: true", sent.Shown()),
        (JsonValueKind.False, JsonValueKind.True) =>
            At(member, "The chat request sets strict to true, but the client did not.", $"{name}: strict: false", sent.Shown()),
        _ => null,
    };
}
