using Relay.Requests.Chat;
using Relay.Translating;

namespace Relay.Requests;

/// <summary>Gives messages of the assistant back what it thought before them, where the client does not.</summary>
internal static class RecalledReasoning
{
    public static void Apply(IReadOnlyList<ChatMessage> messages, IThoughtMemory memory)
    {
        foreach (var message in messages.Where(static message => message is { Role: "assistant", Reasoning.Text: null }))
        {
            message.Reasoning.Add(message.Calls.Select(call => memory.OfCall(call.Id)).FirstOrDefault(static thought => thought is not null)
                ?? (message.Text is { Length: > 0 } text ? memory.OfText(text) ?? "" : ""), separator: "");
        }
    }
}
