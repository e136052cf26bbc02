using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Conversation;

/// <summary>
/// Changes what many vendors reject in a conversation (R13, R15 to R17). A rejected message would end the conversation: it is part of every
/// later request.
/// </summary>
internal sealed class MessageRepair(RequestCheck check, RelayPolicies policies)
{
    private const string NoOutput = "(no output)";
    private const string NoText = "(empty message)";

    public IReadOnlyList<ChatMessage> Apply(IReadOnlyList<ChatMessage> messages)
    {
        var repaired = new List<ChatMessage>(messages.Count);
        foreach (var message in messages)
        {
            WrapBrokenArguments(message.Calls);
            LowerDetail(message.Parts);
            if (policies.EmptyMessages is not EmptyMessages.Keep && !KeepsEmpty(message))
            {
                check.Warn("An empty assistant message was left out.");
                continue;
            }

            if (policies.SameRole is not SameRole.Merge || !TryMerge(repaired, message))
            {
                repaired.Add(message);
            }
        }

        return repaired;
    }

    private void WrapBrokenArguments(List<ChatToolCall> calls)
    {
        for (var i = 0; i < calls.Count && policies.BrokenArguments is BrokenArguments.Wrap; i++)
        {
            if (calls[i].Json is not null || calls[i].Arguments.Length == 0 || JsonText.IsValid(calls[i].Arguments))
            {
                continue;
            }

            if (string.IsNullOrWhiteSpace(calls[i].Arguments))
            {
                calls[i] = calls[i] with { Arguments = "{}" };
            }
            else
            {
                check.Warn("Arguments of an earlier tool call that are not valid JSON were sent as the text incomplete_arguments.");
                calls[i] = calls[i] with { Arguments = $$"""{"incomplete_arguments":{{JsonText.Quote(calls[i].Arguments)}}}""" };
            }
        }
    }

    private void LowerDetail(List<ChatPart> parts)
    {
        for (var i = 0; i < parts.Count && policies.ImageDetail is ImageDetail.Standard; i++)
        {
            if (parts[i] is ImagePart { Detail: "original" } image)
            {
                check.Warn("The image detail 'original' was sent as 'high'.");
                parts[i] = image with { Detail = "high" };
            }
        }
    }

    /// <summary>Completes an empty message. Returns whether it is sent.</summary>
    private bool KeepsEmpty(ChatMessage message)
    {
        if (message.Parts.Exists(static part => part is not TextPart { Text: "" }))
        {
            FillBlank(message);
            return true;
        }

        if (message.Role == "assistant")
        {
            message.Parts.Clear();
            return message.Calls.Count > 0 || message.Reasoning is { Text.Length: > 0 } or { Details.Count: > 0 } or { Opaque: not null };
        }

        FillBlank(message);
        return true;
    }

    private void FillBlank(ChatMessage message)
    {
        if (policies.EmptyMessages is EmptyMessages.Fill
            && message.Role is "tool" or "user"
            && message.Parts.TrueForAll(static part => part is TextPart text && string.IsNullOrWhiteSpace(text.Text)))
        {
            message.Parts.Clear();
            message.Parts.Add(new TextPart(message.Role == "tool" ? NoOutput : NoText));
        }
    }

    // Outputs of tools stay as they are, and so does a message whose calls wait for their outputs.
    private static bool TryMerge(List<ChatMessage> messages, ChatMessage message)
    {
        if (message.Role is not ("user" or "assistant")
            || messages is not [.., { Calls.Count: 0 } last]
            || last.Role != message.Role)
        {
            return false;
        }

        Join(last, message.Parts);
        last.IsList |= message.IsList;
        last.Calls.AddRange(message.Calls);
        if (message.Reasoning is not null)
        {
            (last.Reasoning ??= new ChatReasoning()).Add(message.Reasoning, "\n\n");
        }

        return true;
    }

    private static void Join(ChatMessage message, List<ChatPart> more)
    {
        if (message.Parts is [.., TextPart last] && more is [TextPart first, ..] && !message.IsList)
        {
            message.Parts[^1] = new TextPart($"{last.Text}\n\n{first.Text}");
            message.Parts.AddRange(more.Skip(1));
            return;
        }

        message.Parts.AddRange(more);
    }
}
