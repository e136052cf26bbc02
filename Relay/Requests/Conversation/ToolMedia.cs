using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>
/// Moves images and files of tool outputs into a user message after the last output: a tool message holds only text, and all outputs of a
/// turn must be consecutive (R5).
/// </summary>
internal static class ToolMedia
{
    public static List<ChatMessage> MoveToUserMessages(List<ChatMessage> messages)
    {
        var moved = new List<ChatMessage>(messages.Count);
        var held = new ChatMessage("user");
        foreach (var message in messages)
        {
            if (message.Role == "tool")
            {
                TakeMedia(message, held);
            }
            else
            {
                held = AddHeld(held, moved);
            }

            moved.Add(message);
        }

        AddHeld(held, moved);
        return moved;
    }

    private static void TakeMedia(ChatMessage output, ChatMessage held)
    {
        var media = output.Parts.FindAll(static part => part is not TextPart);
        if (media.Count > 0)
        {
            output.Parts.RemoveAll(static part => part is not TextPart);
            held.Parts.Add(new TextPart(
                $"{(media.TrueForAll(static part => part is ImagePart) ? "Images" : "Attachments")} of tool call {output.CallId}:"));
            held.Parts.AddRange(media);
            if (output.Parts.Count == 0)
            {
                // Many vendors reject an output without text (R15).
                output.Parts.Add(new TextPart("The output is in the next user message."));
            }
        }
    }

    private static ChatMessage AddHeld(ChatMessage held, List<ChatMessage> messages)
    {
        if (held.Parts.Count == 0)
        {
            return held;
        }

        messages.Add(held);
        return new ChatMessage("user");
    }
}
