using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Conversation;

/// <summary>
/// Changes what many vendors reject in a conversation (R13, R15 to R17, R21). A rejected message would end the conversation: it is part of
/// every later request.
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
            if (calls[i].Json is null && calls[i].Arguments.Length > 0 && Wrap(calls[i].Arguments) is { } arguments)
            {
                calls[i] = calls[i] with { Arguments = arguments };
            }
        }
    }

    /// <summary>Returns arguments as an object; <see langword="null"/> if they are one.</summary>
    private string? Wrap(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return "{}";
        }

        if (!JsonText.IsValid(arguments))
        {
            check.Warn("Arguments of an earlier tool call that are not valid JSON were sent as the text incomplete_arguments.");
            return WriteIncomplete(arguments);
        }

        return arguments.AsSpan().TrimStart()[0] == '{' ? null : WrapValue(arguments);
    }

    // Templates and gateways read the members of the arguments.
    private string WrapValue(string arguments)
    {
        var text = JsonElement.Parse(arguments, VendorJsonOptions.Document) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : arguments;
        if (string.IsNullOrWhiteSpace(text) || text.Trim() is "null")
        {
            check.Warn("Arguments of an earlier tool call that are empty were sent as an empty object.");
            return "{}";
        }

        if (text.AsSpan().TrimStart()[0] == '{' && JsonText.IsValid(text))
        {
            check.Warn("Arguments of an earlier tool call that are encoded twice were decoded.");
            return text;
        }

        check.Warn("Arguments of an earlier tool call that are not a JSON object were sent as the text incomplete_arguments.");
        return WriteIncomplete(text);
    }

    private static string WriteIncomplete(string text) => $$"""{"incomplete_arguments":{{JsonText.Quote(text)}}}""";

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
            return message.Calls.Count > 0 || message.Reasoning is { Text.Length: > 0 } or { Details.Count: > 0 } or { Blocks.Count: > 0 }
                or { Opaque: not null };
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
