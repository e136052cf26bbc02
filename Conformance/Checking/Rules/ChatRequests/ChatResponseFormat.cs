using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The form that the client wants the text in.</summary>
internal sealed class ChatResponseFormat : CarryingRule
{
    private static readonly string[] VendorsOwn = [
        "guided_json", "structured_outputs", "format", "json_schema", "extra_body", "response_schema",
    ];

    public override CheckInfo Info { get; } = new(
        "chat-response-format",
        "C21",
        Severity.Error,
        "`text.format` is sent to the upstream as `response_format` in the form of Chat Completions, with name and schema. A vendor's own "
            + "form, or `json_object` with the schema in a message, is also allowed.",
        "OpenAI's chat types (`ResponseFormatJSONSchema`): the schema is in `json_schema`. Without it, the text is not the JSON that the "
            + "client parses.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        var wanted = asked.IsCompaction ? default : asked.TextFormat;
        var sent = chat.Body.Member("response_format");
        var finding = wanted.Member("type").Text() switch
        {
            "json_schema" => Schema(wanted, sent, chat),
            "json_object" =>
                sent.Member("type").Text() is "json_object" or "json_schema" || HasVendorsOwn(chat) ? null : Lost(wanted, sent),
            _ => sent.HasValue() && sent.Member("type").Text() != "text" && asked.GetValue("response_format") is var own && !own.Same(sent)
                ? At(
                    "response_format",
                    "The chat request has a response_format that the client did not request.",
                    "nothing, or text",
                    sent.Shown())
                : null,
        };
        return finding is null ? [] : [finding];
    }

    private Finding? Schema(JsonElement wanted, JsonElement sent, ChatView chat)
    {
        if (sent.Member("type").Text() == "json_schema")
        {
            return Compare(wanted, sent);
        }

        if (HasVendorsOwn(chat))
        {
            return null;
        }

        return sent.Member("type").Text() == "json_object" && Names(wanted.Member("schema"))
            .All(name => chat.Messages.Any(message => message.Text.Contains(name, StringComparison.Ordinal)))
            ? null
            : Lost(wanted, sent);
    }

    private Finding? Compare(JsonElement wanted, JsonElement sent)
    {
        var inner = sent.Member("json_schema");
        if (!inner.IsObject() || !inner.Member("schema").IsObject())
        {
            return At(
                "response_format.json_schema",
                "The response_format of the chat request has no schema in json_schema.",
                "json_schema: {name, schema}",
                sent.Shown());
        }

        if (string.IsNullOrEmpty(inner.Member("name").Text()))
        {
            return At(
                "response_format.json_schema.name",
                "The schema of the chat request has no name.",
                wanted.Member("name").Shown(),
                inner.Member("name").Shown());
        }

        return SchemaDifference.Find(wanted.Member("schema"), inner.Member("schema")) is { } difference
            ? At(
                "response_format.json_schema.schema" + difference.Path,
                "The schema of the chat request differs from the client's.",
                difference.Expected,
                difference.Received,
                difference.Severity)
            : null;
    }

    private Finding Lost(JsonElement wanted, JsonElement sent) =>
        At("response_format", "The chat request lost the client's text.format.", wanted.Shown(), sent.Shown());

    private static bool HasVendorsOwn(ChatView chat) => VendorsOwn.Any(name => chat.Body.Member(name).HasValue());

    private static IEnumerable<string> Names(JsonElement schema) =>
        schema.Member("properties") is { ValueKind: JsonValueKind.Object } properties
            ? [.. properties.EnumerateObject().Select(member => member.Name)]
            : [];
}
