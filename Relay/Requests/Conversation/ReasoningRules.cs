using System.Runtime.InteropServices;
using Relay.Policies;
using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>Decides which assistant messages are sent with their reasoning (R7, Q82).</summary>
internal static class ReasoningRules
{
    public static void Apply(List<ChatMessage> messages, RelayPolicies policies)
    {
        var end = messages.Count;
        for (var start = messages.Count - 1; start >= 0; start--)
        {
            if (start == 0 || messages[start].BeginsTurn)
            {
                Apply(CollectionsMarshal.AsSpan(messages)[start..end], policies, isLast: end == messages.Count);
                end = start;
            }
        }
    }

    private static void Apply(Span<ChatMessage> turn, RelayPolicies policies, bool isLast)
    {
        var isWanted = policies.ReasoningScope switch
        {
            ReasoningScope.ToolTurns => HasCalls(turn),
            ReasoningScope.LastTurn => isLast,
            _ => true,
        };
        foreach (var message in turn)
        {
            if (message.Role != "assistant")
            {
                continue;
            }

            message.Reasoning = isWanted ? message.Reasoning : null;
            var isMissing = message.Calls.Count > 0 && message.Reasoning?.Text is null;
            if (isWanted && isMissing && policies.MissingReasoning is MissingReasoning.Empty)
            {
                (message.Reasoning ??= new ChatReasoning()).SetEmpty();
            }
        }
    }

    private static bool HasCalls(ReadOnlySpan<ChatMessage> turn)
    {
        foreach (var message in turn)
        {
            if (message.Calls.Count > 0)
            {
                return true;
            }
        }

        return false;
    }
}
