using Relay.Policies;

namespace Relay.Requests;

/// <summary>Puts what the input items say together into messages that a vendor accepts.</summary>
internal sealed class Conversation(RequestCheck check, RelayPolicies policies)
{
    private readonly List<ChatMessage> _messages = [];

    // Thoughts belong to what the assistant said or called next.
    private string? _reasoning;
    private ChatMessage? _justSaid;
    private string? _lastSaid;

    public void AddMessage(ChatMessage message)
    {
        var isAssistant = message.Role == "assistant";
        if (isAssistant && policies.DedupeMessages is DedupeMessages.On && IsRepeat(message))
        {
            return;
        }

        if (isAssistant)
        {
            AttachReasoning(message);
        }

        _reasoning = null;
        _justSaid = isAssistant ? message : null;
        _messages.Add(message);
    }

    public void AddCall(ChatToolCall call)
    {
        // Calls made together, and what was said with them, are one message: strict vendors want all results right after it (R5).
        if (policies.GroupToolCalls is GroupToolCalls.Off || _messages is not [.., { Role: "assistant" } message])
        {
            message = new ChatMessage("assistant");
            _messages.Add(message);
        }

        AttachReasoning(message);
        message.Calls.Add(call);
        _justSaid = null;
    }

    public void AddOutput(ChatMessage output)
    {
        _reasoning = null;
        _justSaid = null;
        _messages.Add(output);
    }

    public void AddReasoning(string text)
    {
        // Vendors send blanks where there are no thoughts (Q81).
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (policies.ReasoningAnchor is ReasoningAnchor.Previous && _justSaid is not null)
        {
            _justSaid.Reasoning = Joined(_justSaid.Reasoning, text);
        }
        else
        {
            _reasoning = Joined(_reasoning, text);
        }
    }

    /// <summary>The whole conversation, repaired and told as the policies say.</summary>
    public IReadOnlyList<ChatMessage> Finish()
    {
        var paired = policies.Orphans is Orphans.Pass ? _messages : new CallPairing(check, policies.Orphans).Pair(_messages);
        var messages = ToolMedia.Lift(paired);
        ReasoningRules.Apply(messages, policies);
        return policies.SystemMessages is SystemMessages.Merge ? SystemMerge.Apply(messages) : messages;
    }

    private bool IsRepeat(ChatMessage message)
    {
        var text = message.Text;
        if (text == _lastSaid)
        {
            check.Warn("An assistant's message that repeats its last one was left out.");
            return true;
        }

        _lastSaid = text;
        return false;
    }

    private void AttachReasoning(ChatMessage message)
    {
        message.Reasoning = Joined(message.Reasoning, _reasoning);
        _reasoning = null;
    }

    private static string? Joined(string? before, string? text) =>
        string.IsNullOrEmpty(text) ? before : string.IsNullOrEmpty(before) ? text : $"{before}\n\n{text}";
}
