using System.Text.Json;
using Relay.Policies;

namespace Relay.Requests;

/// <summary>Reads what is left: members that only change their name, and those that cannot be carried.</summary>
internal sealed class SettingReader(RequestCheck check, RelayPolicies policies)
{
    private const string MaxTokens = "max_tokens";

    private static readonly (string Owner, string Name, string ChatName, RequestKind Kind)[] Carried =
    [
        ("", "max_output_tokens", MaxTokens, RequestKind.Integer),
        ("", "temperature", "temperature", RequestKind.Number),
        ("", "top_p", "top_p", RequestKind.Number),
        ("", "presence_penalty", "presence_penalty", RequestKind.Number),
        ("", "frequency_penalty", "frequency_penalty", RequestKind.Number),
        ("", "stop", "stop", RequestKind.TextOrTexts),
        ("", "seed", "seed", RequestKind.Integer),
        ("", "user", "user", RequestKind.Text),
        ("", "top_logprobs", "top_logprobs", RequestKind.Integer),
        ("reasoning", "effort", "reasoning_effort", RequestKind.Text),
    ];

    private static readonly (string Name, string Why)[] Refused =
    [
        ("conversation", "The relay keeps no conversations; continue a response with 'previous_response_id', or send the whole conversation as input."),
        ("prompt", "Prompt templates are kept by OpenAI; send their text."),
    ];

    public void RefuseWhatIsNotCarried(JsonElement request)
    {
        foreach (var (name, why) in Refused)
        {
            if (RequestCheck.Has(request, name, out _))
            {
                check.Unsupported(name, why);
            }
        }
    }

    public IReadOnlyList<(string Name, JsonElement Value)> ReadCarried(JsonElement request)
    {
        var settings = new List<(string, JsonElement)>();
        foreach (var (owner, name, chatName, kind) in Carried)
        {
            if (OwnerOf(request, owner) is { } members && check.Optional(members, name, owner, kind) is { } value)
            {
                settings.Add((NameFor(chatName), value));
            }
        }

        return settings;
    }

    public bool ReadLogprobs(JsonElement request) =>
        (check.Optional(request, "include", "", RequestKind.TextOrTexts) is { ValueKind: JsonValueKind.Array } include
            && include.EnumerateArray().Any(static wanted => wanted.ValueEquals("message.output_text.logprobs"u8)))
        || (check.Optional(request, "top_logprobs", "", RequestKind.Integer) is { } top && top.GetInt64() > 0);

    /// <summary>The format of the text, when it is another than plain text.</summary>
    public JsonElement? ReadFormat(JsonElement request)
    {
        if (OwnerOf(request, "text") is not { } text || check.Optional(text, "format", "text", RequestKind.Object) is not { } format)
        {
            return null;
        }

        switch (check.RequiredText(format, "type", "text.format"))
        {
            case "text":
                return null;
            case "json_object":
                return format;
            case "json_schema":
                check.RequiredText(format, "name", "text.format");
                if (check.Optional(format, "schema", "text.format", RequestKind.Object) is null)
                {
                    check.Missing("text.format.schema");
                }

                return format;
            case var type:
                check.Unsupported("text.format.type", $"A format of type '{type}' cannot be carried to this vendor.");
                return null;
        }
    }

    private string NameFor(string chatName) =>
        chatName == MaxTokens && policies.MaxTokensField is MaxTokensField.MaxCompletionTokens ? "max_completion_tokens" : chatName;

    private JsonElement? OwnerOf(JsonElement request, string owner) =>
        owner.Length == 0 ? request : check.Optional(request, owner, "", RequestKind.Object);
}
