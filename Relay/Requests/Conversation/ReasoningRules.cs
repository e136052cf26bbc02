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
                Apply(messages.GetRange(start, end - start), policies, isLast: end == messages.Count);
                end = start;
            }
        }
    }

    private static void Apply(List<ChatMessage> turn, RelayPolicies policies, bool isLast)
    {
        var isWanted = policies.ReasoningScope switch
        {
            ReasoningScope.ToolTurns => turn.Exists(static message => message.Calls.Count > 0),
            ReasoningScope.LastTurn => isLast,
            _ => true,
        };
        foreach (var message in turn.Where(static message => message.Role == "assistant"))
        {
            message.Reasoning = isWanted ? message.Reasoning : new ChatReasoning();
            if (isWanted && policies.MissingReasoning is MissingReasoning.Empty && message is { Calls.Count: > 0, Reasoning.Text: null })
            {
                message.Reasoning.SetEmpty();
            }
        }
    }
}
