using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>Merges system messages into one at the start, because the templates of many models accept no other.</summary>
internal static class SystemMerge
{
    public static List<ChatMessage> Apply(List<ChatMessage> messages)
    {
        var leading = messages.TakeWhile(IsSystem).ToList();
        var merged = messages.Skip(leading.Count).Select(ToUserMessage).ToList();
        if (leading.Count > 0)
        {
            merged.Insert(0, leading.Count == 1
                ? leading[0]
                : ChatMessage.CreateText(leading[0].Role, string.Join("\n\n", leading.Select(static message => message.Text))));
        }

        return merged;
    }

    private static bool IsSystem(ChatMessage message) => message.Role is "system" or "developer";

    private static ChatMessage ToUserMessage(ChatMessage message)
    {
        if (!IsSystem(message))
        {
            return message;
        }

        var user = new ChatMessage("user") { Path = message.Path, IsList = message.IsList };
        user.Parts.AddRange(message.Parts);
        return user;
    }
}
