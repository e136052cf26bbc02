using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Sealing;

namespace Relay.Requests.Conversation;

/// <summary>
/// Gives the assistant's messages of one turn what reasoning items carry for them: thoughts to what was said or called next, and to the calls what the vendor
/// had put into them. Ids of calls are unique within a turn only (Q14), so what belongs to a call is given once, and not to the call of a later turn.
/// </summary>
internal sealed class CarriedReasoning(RelayPolicies policies)
{
    private readonly Dictionary<string, JsonElement> _extras = new(StringComparer.Ordinal);
    private ChatReasoning _pending = new();
    private bool _hasOutput;

    private string Separator => policies.ReasoningAnchor is ReasoningAnchor.Adjacent ? "" : "\n\n";

    /// <summary>Takes what a reasoning item says.</summary>
    public void Add(VendorReasoning reasoning)
    {
        if (_hasOutput)
        {
            // The assistant goes on after an output: another answer, whose calls may have the ids of the last.
            _extras.Clear();
            _hasOutput = false;
        }

        _pending.Add(reasoning, Separator);
        foreach (var (callId, extras) in reasoning.Calls)
        {
            _extras[callId] = extras;
        }
    }

    /// <summary>Gives a message of the assistant what was thought before it.</summary>
    public void AttachTo(ChatMessage message)
    {
        message.Reasoning.Add(_pending, Separator);
        _pending = new ChatReasoning();
    }

    /// <summary>What waits for a message belongs to none.</summary>
    public void DiscardPending() => _pending = new ChatReasoning();

    /// <summary>An output follows. Calls of the same answer may still come after it: some clients tell each call with its output.</summary>
    public void EndCalls(IReadOnlyList<ChatMessage> messages)
    {
        AttachRest(messages);
        _hasOutput = true;
    }

    /// <summary>Somebody else speaks, or nobody any more.</summary>
    public void EndTurn(IReadOnlyList<ChatMessage> messages)
    {
        AttachRest(messages);
        _extras.Clear();
        _hasOutput = false;
    }

    /// <summary>Signatures that came after the last message belong to it, and every call gets what was its own.</summary>
    private void AttachRest(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0 && messages[i].Role == "assistant"; i--)
        {
            AttachExtras(messages[i].Calls);
        }

        if (messages is [.., { Role: "assistant" } last])
        {
            last.Reasoning.AddDetails(_pending);
        }

        _pending = new ChatReasoning();
    }

    private void AttachExtras(List<ChatToolCall> calls)
    {
        for (var i = 0; i < calls.Count && policies.ProviderFields is ProviderFields.Keep; i++)
        {
            if (_extras.Remove(calls[i].Id, out var extras))
            {
                calls[i] = calls[i] with { Extras = extras };
            }
        }
    }
}
