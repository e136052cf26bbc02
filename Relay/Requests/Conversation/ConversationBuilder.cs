using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Sealing;

namespace Relay.Requests.Conversation;

/// <summary>Builds the messages of a chat request from the input items. A profile may replace single steps.</summary>
/// <param name="check">Receives warnings and problems.</param>
/// <param name="policies">The policies of the upstream.</param>
/// <param name="separator">The text between two pieces of reasoning of one message.</param>
internal class ConversationBuilder(RequestCheck check, RelayPolicies policies, string separator = "\n\n")
{
    /// <summary>The messages so far.</summary>
    protected List<ChatMessage> Messages { get; } = [];

    /// <summary>The reasoning that waits for the assistant's next text or call.</summary>
    protected CarriedReasoning Carried { get; } = new(policies, separator);

    /// <summary>Adds the instructions of the request.</summary>
    /// <param name="text">The instructions; may be empty.</param>
    public virtual void AddInstructions(string text)
    {
        if (text.Length > 0)
        {
            AddMessage(ChatMessage.CreateText("system", text));
        }
    }

    public virtual void AddMessage(ChatMessage message)
    {
        if (message.Role == "assistant")
        {
            Carried.AttachTo(message);
        }
        else
        {
            Carried.EndTurn(Messages);
        }

        Messages.Add(message);
    }

    /// <summary>Adds a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="item">The item that it was read from.</param>
    public virtual void AddCall(ChatToolCall call, JsonElement item)
    {
        // Calls made together and the text before them are one message: strict vendors require all results directly after it (R5).
        if (Messages is not [.., { Role: "assistant" } message])
        {
            message = new ChatMessage("assistant");
            Messages.Add(message);
        }

        Carried.AttachTo(message);
        message.Calls.Add(call);
    }

    public virtual void AddOutput(ChatMessage output)
    {
        Carried.EndCalls(Messages);
        Messages.Add(output);
    }

    /// <summary>Adds reasoning.</summary>
    /// <param name="reasoning">The reasoning.</param>
    /// <param name="isSummary">Whether its text is only a summary.</param>
    public virtual void AddReasoning(VendorReasoning reasoning, bool isSummary) => Carried.Add(reasoning);

    /// <summary>Notes that an item stands here that is not sent to the vendor.</summary>
    public virtual void AddOmitted()
    {
    }

    /// <summary>Returns the whole conversation, repaired as the policies say.</summary>
    public IReadOnlyList<ChatMessage> Finish()
    {
        Carried.EndTurn(Messages);
        var paired = policies.Orphans is Orphans.Pass ? Messages : new CallPairing(check, policies.Orphans).Pair(Messages);
        var messages = ToolMedia.MoveToUserMessages(paired);
        ReasoningRules.Apply(messages, policies);
        if (policies.MissingSignature is MissingSignature.Skip)
        {
            SkippedSignatures.Apply(messages);
        }

        IReadOnlyList<ChatMessage> merged = policies.SystemMessages is SystemMessages.Merge ? SystemMerge.Apply(messages) : messages;
        return policies.ToolThenUser is ToolThenUser.Bridge ? ToolBridge.Apply(merged) : merged;
    }
}
