using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The form of each message.</summary>
public static class MessageLint
{
    private const string Check = "chat-message-form";

    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];
    private static readonly string[] ItemMembers = ["call_id", "output", "summary", "encrypted_content", "action", "operation"];
    private static readonly string[] ItemTypes = ["message", "reasoning", "item_reference", "compaction", "additional_tools"];

    private static readonly string[] Reasoning = ["reasoning_content", "reasoning", "reasoning_details"];
    private static readonly string[] InPlaceOfContent = ["tool_calls", "function_call", "refusal", "audio"];

    /// <summary>Returns the faults of all messages, or the one fault that the request has none.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        return FindMissing(chat) is { } missing
            ? [missing]
            : chat.Messages.SelectMany(message => Examine(message).Concat(ExamineCalls(message)));
    }

    /// <summary>Returns the fault of a request without messages; <see langword="null"/> when there are some.</summary>
    public static ChatFault? FindMissing(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        var messages = chat.Json.Member("messages");
        return messages.IsArray() && messages.GetArrayLength() > 0
            ? null
            : new ChatFault(
                Check,
                FaultKinds.NoMessages,
                "messages",
                "The chat request has no messages.",
                "a list of messages",
                messages.ToShortText());
    }

    /// <summary>Returns the faults of a message except those of its calls.</summary>
    public static IEnumerable<ChatFault> Examine(ChatMessageView message)
    {
        ArgumentNullException.ThrowIfNull(message);

        return message.Json.IsObject()
            ? [.. ExamineRole(message), .. ExamineItem(message), .. ExamineContent(message)]
            : [new ChatFault(
                Check,
                FaultKinds.MessageKind,
                message.Path,
                "A message of the chat request is not an object.",
                "a message",
                message.Json.ToShortText())];
    }

    /// <summary>Returns the faults of the calls of a message.</summary>
    public static IEnumerable<ChatFault> ExamineCalls(ChatMessageView message)
    {
        ArgumentNullException.ThrowIfNull(message);

        var calls = message.Json.Member("tool_calls");
        if (!calls.HasValue())
        {
            yield break;
        }

        if (message.Role != "assistant" || !calls.IsArray() || calls.GetArrayLength() == 0)
        {
            yield return new ChatFault(
                Check,
                FaultKinds.MisplacedCalls,
                message.Path + ".tool_calls",
                "The tool_calls are not a non-empty list in an assistant message.",
                "a list of calls in an assistant message",
                calls.ToShortText());
            yield break;
        }

        for (var index = 0; index < message.Calls.Count; index++)
        {
            if (FindProblem(message.Calls[index]) is var (member, expected))
            {
                yield return new ChatFault(
                    Check,
                    FaultKinds.CallForm,
                    $"{message.Path}.tool_calls[{index}].{member}",
                    $"The {member} of a call does not have the form of Chat Completions.",
                    expected,
                    message.Calls[index].ToShortText());
            }
        }
    }

    private static IEnumerable<ChatFault> ExamineRole(ChatMessageView message)
    {
        if (!Roles.Contains(message.Role))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.UnknownRole,
                message.Path + ".role",
                "A message of the chat request has an unknown role.",
                string.Join(", ", Roles),
                message.Json.Member("role").ToShortText());
        }

        if (message.Role == "tool" && string.IsNullOrEmpty(message.Json.Member("tool_call_id").Text()))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.NamelessOutput,
                message.Path + ".tool_call_id",
                "A tool message of the chat request does not name its call.",
                "the id of a call",
                message.Json.Member("tool_call_id").ToShortText());
        }
    }

    private static IEnumerable<ChatFault> ExamineItem(ChatMessageView message)
    {
        if (message.Json.Member("type") is var type && IsItem(type.Text()))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ResponsesItem,
                message.Path + ".type",
                "A message of the chat request is a Responses item.",
                "a chat message",
                type.ToShortText());
        }

        foreach (var name in ItemMembers.Where(name => message.Json.Member(name).IsPresent()))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ResponsesItem,
                $"{message.Path}.{name}",
                $"A message of the chat request has the member {name} of a Responses item.",
                "a chat message",
                message.Json.Member(name).ToShortText());
        }
    }

    private static IEnumerable<ChatFault> ExamineContent(ChatMessageView message)
    {
        var content = message.Json.Member("content");
        var path = message.Path + ".content";
        if (content.HasValue() && content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ContentKind,
                path,
                "The content of a message is neither text nor parts.",
                "text or a list of parts",
                content.ToShortText());
        }
        else if (!content.HasValue() && !MayLackContent(message))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.NoContent,
                path,
                "A message of the chat request has no content.",
                "text or a list of parts",
                content.ToShortText())
            {
                // DeepSeek and Kimi take reasoning alone.
                Weight = Reasoning.Any(name => message.Json.Member(name).HasValue()) ? FaultWeight.Warning : FaultWeight.Error,
            };
        }
    }

    private static (string Member, string Expected)? FindProblem(JsonElement call)
    {
        var (function, custom) = (call.Member("function"), call.Member("custom"));
        return call.Member("type").Text() switch
        {
            _ when string.IsNullOrEmpty(call.Member("id").Text()) => ("id", "a non-empty id"),
            "function" when string.IsNullOrEmpty(function.Member("name").Text()) => ("function.name", "a name"),
            "function" when function.Member("arguments").Text() is null => ("function.arguments", "arguments as text"),
            "custom" when string.IsNullOrEmpty(custom.Member("name").Text()) || custom.Member("input").Text() is null =>
                ("custom", "a name and an input as text"),
            "function" or "custom" => null,
            _ => ("type", "function"),
        };
    }

    private static bool MayLackContent(ChatMessageView message) => message.Role is "assistant" or "function"
        && InPlaceOfContent.Any(name => message.Json.Member(name).HasValue());

    private static bool IsItem(string? type) =>
        type is not null
            && (ItemTypes.Contains(type)
                || type.EndsWith("_call", StringComparison.Ordinal)
                || type.EndsWith("_output", StringComparison.Ordinal));
}
