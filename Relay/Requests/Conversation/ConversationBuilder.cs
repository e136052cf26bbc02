using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Sealing;

namespace Relay.Requests.Conversation;

/// <summary>Builds messages that a vendor accepts from the input items.</summary>
internal sealed class ConversationBuilder(RequestCheck check, RelayPolicies policies)
{
    private readonly List<ChatMessage> _messages = [];

    // Reasoning belongs to the assistant's next message or call.
    private readonly CarriedReasoning _carried = new(policies);
    private ChatMessage? _previousAnswer;
    private string? _previousText;

    public void AddMessage(ChatMessage message)
    {
        var isAssistant = message.Role == "assistant";
        if (isAssistant && policies.DedupeMessages is DedupeMessages.On && IsRepeat(message))
        {
            return;
        }

        if (isAssistant)
        {
            _carried.AttachTo(message);
        }
        else
        {
            _carried.EndTurn(_messages);
        }

        _previousAnswer = isAssistant ? message : null;
        _messages.Add(message);
    }

    public void AddCall(ChatToolCall call)
    {
        // Parallel calls, and the text before them, are one message: strict vendors require all outputs directly after it (R5).
        if (policies.GroupToolCalls is GroupToolCalls.Off || _messages is not [.., { Role: "assistant" } message])
        {
            message = new ChatMessage("assistant");
            _messages.Add(message);
        }

        if (policies.ReasoningAnchor is ReasoningAnchor.Adjacent
            && call.OwnShape is { } item
            && RequestCheck.IsOfType(item, "custom_tool_call"))
        {
            _carried.DiscardPending();
        }

        _carried.AttachTo(message);
        message.Calls.Add(call);
        _previousAnswer = null;
    }

    public void AddOutput(ChatMessage output)
    {
        _carried.EndCalls(_messages);
        _previousAnswer = null;
        _messages.Add(output);
    }

    public void AddReasoning(VendorReasoning reasoning)
    {
        if (policies.ReasoningAnchor is ReasoningAnchor.Adjacent)
        {
            // The pending reasoning is followed by other reasoning instead of a message.
            _carried.DiscardPending();
        }

        _carried.Add(reasoning);
        if (policies.ReasoningAnchor is not ReasoningAnchor.Next && _previousAnswer is not null)
        {
            _carried.AttachTo(_previousAnswer);
            _previousAnswer = policies.ReasoningAnchor is ReasoningAnchor.Adjacent ? null : _previousAnswer;
        }
    }

    /// <summary>Returns the complete conversation after the policies were applied.</summary>
    public IReadOnlyList<ChatMessage> Finish()
    {
        _carried.EndTurn(_messages);
        var paired = policies.Orphans is Orphans.Pass ? _messages : new CallPairing(check, policies.Orphans).Pair(_messages);
        var messages = ToolMedia.MoveToUserMessages(paired);
        ReasoningRules.Apply(messages, policies);
        if (policies.MissingSignature is MissingSignature.Skip)
        {
            SkippedSignatures.Apply(messages);
        }

        IReadOnlyList<ChatMessage> merged = policies.SystemMessages is SystemMessages.Merge ? SystemMerge.Apply(messages) : messages;
        return policies.ToolThenUser is ToolThenUser.Bridge ? ToolBridge.Apply(merged) : merged;
    }

    private bool IsRepeat(ChatMessage message)
    {
        var text = message.Text;
        if (text == _previousText)
        {
            check.Warn("An assistant message that repeats the previous one was removed.");
            return true;
        }

        _previousText = text;
        return false;
    }
}
