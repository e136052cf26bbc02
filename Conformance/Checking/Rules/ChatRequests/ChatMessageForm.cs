using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The form of each message.</summary>
internal sealed class ChatMessageForm : ChatRule
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];
    private static readonly string[] ItemMembers = ["call_id", "output", "summary", "encrypted_content", "action", "operation"];
    private static readonly string[] ItemTypes = ["message", "reasoning", "item_reference", "compaction", "additional_tools"];

    private static readonly string[] Reasoning = ["reasoning_content", "reasoning", "reasoning_details"];
    private static readonly string[] InPlaceOfContent = ["tool_calls", "function_call", "refusal", "audio"];

    public override CheckInfo Info { get; } = new(
        "chat-message-form",
        "C07",
        Severity.Error,
        "`messages` is a list of chat messages: each has a known role, content of the right kind and no member of a Responses item; calls have `id`, `type` and `function` with arguments as text.",
        "OpenAI's chat types (`ChatCompletionMessageParam`); anything else is 400. An item without a chat form that becomes an empty user message shifts the turn (codex-relay did so).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        if (!chat.Body.IsObject())
        {
            return [];
        }

        var messages = chat.Body.Member("messages");
        return messages.IsArray() && messages.GetArrayLength() > 0
            ? chat.Messages.SelectMany(message => Examine(message, chat))
            : [At("messages", "The chat request has no messages.", "a list of messages", messages.Shown())];
    }

    private IEnumerable<Finding> Examine(ChatMessageView message, ChatView chat)
    {
        if (!message.Json.IsObject())
        {
            return [At(message.Path, "A message of the chat request is not an object.", "a message", message.Json.Shown())];
        }

        return [.. Role(message, chat), .. Item(message), .. Content(message, chat), .. Calls(message)];
    }

    private IEnumerable<Finding> Role(ChatMessageView message, ChatView chat)
    {
        // A role that the client made up is the client's.
        var isClients = message.Role.Length > 0 && chat.Asked?.Items.Any(item => item.Member("role").Text() == message.Role) == true;
        if (!Roles.Contains(message.Role) && !isClients)
        {
            yield return At(message.Path + ".role", "A message of the chat request has no role that chat knows.", string.Join(", ", Roles), message.Json.Member("role").Shown());
        }

        if (message.Role == "tool" && string.IsNullOrEmpty(message.Json.Member("tool_call_id").Text()))
        {
            yield return At(message.Path + ".tool_call_id", "A tool message of the chat request does not name its call.", "the id of a call", message.Json.Member("tool_call_id").Shown());
        }
    }

    private IEnumerable<Finding> Item(ChatMessageView message)
    {
        if (message.Json.Member("type") is var type && IsItem(type.Text()))
        {
            yield return At(message.Path + ".type", "A message of the chat request is a Responses item.", "a chat message", type.Shown());
        }

        foreach (var name in ItemMembers.Where(name => message.Json.Member(name).IsPresent()))
        {
            yield return At($"{message.Path}.{name}", $"A message of the chat request has the member {name} of a Responses item.", "a chat message", message.Json.Member(name).Shown());
        }
    }

    private IEnumerable<Finding> Content(ChatMessageView message, ChatView chat)
    {
        var content = message.Json.Member("content");
        var path = message.Path + ".content";
        if (content.HasValue() && content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            yield return At(path, "The content of a message is neither text nor parts.", "text or a list of parts", content.Shown());
        }
        else if (!content.HasValue() && !MayLackContent(message))
        {
            // DeepSeek and Kimi take reasoning alone.
            yield return At(
                path, "A message of the chat request has no content.", "text or a list of parts", content.Shown(),
                Reasoning.Any(name => message.Json.Member(name).HasValue()) ? Severity.Warning : null);
        }
        else if (message.Role == "user" && IsEmpty(content) && chat.Asked is { } asked && !asked.Items.Any(item => IsEmpty(item.Member("content"))) && !IsEmpty(asked.Body.Member("input")))
        {
            yield return At(path, "The chat request has an empty user message that the client did not send.", "no such message", content.Shown());
        }
    }

    private IEnumerable<Finding> Calls(ChatMessageView message)
    {
        var calls = message.Json.Member("tool_calls");
        if (!calls.HasValue())
        {
            yield break;
        }

        if (message.Role != "assistant" || !calls.IsArray() || calls.GetArrayLength() == 0)
        {
            yield return At(message.Path + ".tool_calls", "Calls are a list that is not empty, in a message of the assistant.", "a list of calls of the assistant", calls.Shown());
            yield break;
        }

        for (var index = 0; index < message.Calls.Count; index++)
        {
            if (Problem(message.Calls[index]) is var (member, expected))
            {
                yield return At($"{message.Path}.tool_calls[{index}].{member}", $"The {member} of a call is not what chat wants.", expected, message.Calls[index].Shown());
            }
        }
    }

    private static (string Member, string Expected)? Problem(JsonElement call)
    {
        var (function, custom) = (call.Member("function"), call.Member("custom"));
        return call.Member("type").Text() switch
        {
            _ when string.IsNullOrEmpty(call.Member("id").Text()) => ("id", "an id that is not empty"),
            "function" when string.IsNullOrEmpty(function.Member("name").Text()) => ("function.name", "a name"),
            "function" when function.Member("arguments").Text() is null => ("function.arguments", "arguments as text"),
            "custom" when string.IsNullOrEmpty(custom.Member("name").Text()) || custom.Member("input").Text() is null => ("custom", "a name and an input as text"),
            "function" or "custom" => null,
            _ => ("type", "function"),
        };
    }

    private static bool MayLackContent(ChatMessageView message) => message.Role is "assistant" or "function"
        && InPlaceOfContent.Any(name => message.Json.Member(name).HasValue());

    private static bool IsEmpty(JsonElement content) => content.Text()?.Trim() is "" || (content.IsArray() && content.GetArrayLength() == 0) || (content.IsArray() && content.Elements().All(part => part.Member("text").Text()?.Trim() is ""));

    private static bool IsItem(string? type) => type is not null && (ItemTypes.Contains(type) || type.EndsWith("_call", StringComparison.Ordinal) || type.EndsWith("_output", StringComparison.Ordinal));
}
