using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>Inserts an assistant message between a tool output and a user message, for vendors that reject a user message there.</summary>
internal static class ToolBridge
{
    private const string Words = "Done.";

    public static IReadOnlyList<ChatMessage> Apply(IReadOnlyList<ChatMessage> messages)
    {
        var bridged = new List<ChatMessage>(messages.Count + 1);
        foreach (var message in messages)
        {
            if (bridged is [.., { Role: "tool" }] && message.Role is not ("tool" or "assistant"))
            {
                bridged.Add(ChatMessage.CreateText("assistant", Words));
            }

            bridged.Add(message);
        }

        return bridged;
    }
}
