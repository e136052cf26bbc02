using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Sealing;

namespace Relay.Requests.Conversation;

/// <summary>
/// Attaches the contents of reasoning items to the assistant's messages of one turn: text to the next message or call, vendor-specific
/// members to the calls they came with. Ids of calls are unique within a turn only (Q14), so members are attached once, and never to a call
/// of a later turn.
/// </summary>
internal sealed class CarriedReasoning(RelayPolicies policies, string separator)
{
    private readonly Dictionary<string, JsonElement> _extras = new(StringComparer.Ordinal);
    private ChatReasoning? _pending;
    private bool _hasOutput;

    /// <summary>Adds the content of a reasoning item.</summary>
    public void Add(VendorReasoning reasoning)
    {
        if (_hasOutput)
        {
            // The assistant continues after an output: this is another answer, and its calls may reuse the ids of the last one.
            _extras.Clear();
            _hasOutput = false;
        }

        (_pending ??= new ChatReasoning()).Add(reasoning, separator);
        foreach (var (callId, extras) in reasoning.Calls)
        {
            _extras[callId] = extras;
        }
    }

    /// <summary>Attaches the reasoning before a message to it.</summary>
    public void AttachTo(ChatMessage message)
    {
        if (_pending is null)
        {
            return;
        }

        if (message.Reasoning is null)
        {
            message.Reasoning = _pending;
        }
        else
        {
            message.Reasoning.Add(_pending, separator);
        }

        _pending = null;
    }

    /// <summary>Discards reasoning that has no message yet.</summary>
    public void DiscardPending() => _pending = null;

    /// <summary>
    /// Ends a group of calls because an output follows. Calls of the same answer may still come after it: some clients send each call with
    /// its output.
    /// </summary>
    public void EndCalls(IReadOnlyList<ChatMessage> messages)
    {
        AttachRest(messages);
        _hasOutput = true;
    }

    /// <summary>Ends the assistant's turn.</summary>
    public void EndTurn(IReadOnlyList<ChatMessage> messages)
    {
        AttachRest(messages);
        _extras.Clear();
        _hasOutput = false;
    }

    /// <summary>Attaches signatures that came after the last message to that message, and vendor-specific members to their calls.</summary>
    private void AttachRest(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0 && messages[i].Role == "assistant"; i--)
        {
            AttachExtras(messages[i].Calls);
        }

        if (_pending is not null && messages is [.., { Role: "assistant" } last])
        {
            (last.Reasoning ??= new ChatReasoning()).AddDetails(_pending);
        }

        _pending = null;
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
