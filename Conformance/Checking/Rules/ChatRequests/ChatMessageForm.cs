using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The form of each message.</summary>
internal sealed class ChatMessageForm : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-message-form",
        "C07",
        Severity.Error,
        "`messages` is a list of chat messages: each has a known role, content of the right kind and no member of a Responses item; calls "
            + "have `id`, `type` and `function`, with the arguments as text.",
        "OpenAI's chat types (`ChatCompletionMessageParam`); anything else is 400. If an item without a chat form becomes an empty user "
            + "message, the turn changes (codex-relay did this).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        if (!chat.Body.IsObject())
        {
            return [];
        }

        return MessageLint.FindMissing(chat.Sent) is { } missing
            ? [From(missing)]
            : chat.Messages.SelectMany(message => Examine(message, chat));
    }

    private IEnumerable<Finding> Examine(ChatMessageView message, ChatView chat) =>
    [
        .. MessageLint.Examine(message).Where(fault => !IsClients(fault, message, chat)).Select(fault => From(fault)),
        .. MadeUp(message, chat),
        .. MessageLint.ExamineCalls(message).Select(fault => From(fault)),
    ];

    /// <summary>Whether the client made the role up, and not the relay.</summary>
    private static bool IsClients(ChatFault fault, ChatMessageView message, ChatView chat) =>
        fault.Kind == FaultKinds.UnknownRole && message.Role.Length > 0
            && chat.Asked?.Items.Any(item => item.Member("role").Text() == message.Role) == true;

    private IEnumerable<Finding> MadeUp(ChatMessageView message, ChatView chat)
    {
        var content = message.Json.Member("content");
        if (message.Role == "user"
            && IsEmpty(content)
            && chat.Asked is { } asked
            && !asked.Items.Any(item => IsEmpty(item.Member("content")))
            && !IsEmpty(asked.Body.Member("input")))
        {
            yield return At(
                message.Path + ".content",
                "The chat request has an empty user message that the client did not send.",
                "no such message",
                content.Shown());
        }
    }

    private static bool IsEmpty(JsonElement content) => content.Text()?.Trim() is "" || (content.IsArray() && content.GetArrayLength() == 0)
        || (content.IsArray() && content.Elements().All(part => part.Member("text").Text()?.Trim() is ""));
}
