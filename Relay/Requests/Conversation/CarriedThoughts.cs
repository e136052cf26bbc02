using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Sealing;

namespace Relay.Requests.Conversation;

/// <summary>
/// Gives the assistant's messages of one turn what reasoning items carry for them: thoughts to what was said or called next, and to the calls what the vendor
/// had put into them. Ids of calls are unique within a turn only (Q14), so what belongs to a call is given once, and not to the call of a later turn.
/// </summary>
internal sealed class CarriedThoughts(RelayPolicies policies, string separator)
{
    private readonly Dictionary<string, JsonElement> _extras = new(StringComparer.Ordinal);
    private ChatThought _waiting = new();
    private bool _hasAnswered;

    /// <summary>Takes what a reasoning item says.</summary>
    public void Add(Thought thought)
    {
        if (_hasAnswered)
        {
            // The assistant goes on after an output: another answer, whose calls may have the ids of the last.
            _extras.Clear();
            _hasAnswered = false;
        }

        _waiting.Add(thought, separator);
        foreach (var (callId, extras) in thought.Calls)
        {
            _extras[callId] = extras;
        }
    }

    /// <summary>Gives a message of the assistant what was thought before it.</summary>
    public void AttachTo(ChatMessage message)
    {
        message.Thought.Add(_waiting, separator);
        _waiting = new ChatThought();
    }

    /// <summary>What waits for a message belongs to none.</summary>
    public void Forget() => _waiting = new ChatThought();

    /// <summary>An output follows. Calls of the same answer may still come after it: some clients tell each call with its output.</summary>
    public void EndCalls(IReadOnlyList<ChatMessage> messages)
    {
        GiveTo(messages);
        _hasAnswered = true;
    }

    /// <summary>Somebody else speaks, or nobody any more.</summary>
    public void EndTurn(IReadOnlyList<ChatMessage> messages)
    {
        GiveTo(messages);
        _extras.Clear();
        _hasAnswered = false;
    }

    /// <summary>Signatures that came after the last message belong to it, and every call gets what was its own.</summary>
    private void GiveTo(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0 && messages[i].Role == "assistant"; i--)
        {
            GiveExtras(messages[i].Calls);
        }

        if (messages is [.., { Role: "assistant" } last])
        {
            last.Thought.AddDetails(_waiting);
        }

        _waiting = new ChatThought();
    }

    private void GiveExtras(List<ChatToolCall> calls)
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
