using Relay.Requests.Chat;

namespace Relay.Compat.CodexRelay;

/// <summary>Adds reasoning from the memory to the assistant messages that the client sends without it.</summary>
internal static class RecalledReasoning
{
    /// <summary>Returns the request, its messages completed in place.</summary>
    public static ChatRequest Apply(ChatRequest request, ClientMemory memory)
    {
        foreach (var message in request.Messages.Where(static message => message.Role == "assistant"))
        {
            message.HasNullContent = EmptyAnswer.Is(message);
            if (message.Reasoning?.Text is null && Find(message, memory) is { } reasoning)
            {
                // Also if it is blank: only empty reasoning was not stored.
                (message.Reasoning ??= new ChatReasoning()).SetText(reasoning);
            }
        }

        return request;
    }

    private static string? Find(ChatMessage message, ClientMemory memory) =>
        message.Calls.Select(call => memory.FindByCall(call.Id)).FirstOrDefault(static reasoning => reasoning is not null)
            ?? (message.Text is { Length: > 0 } text ? memory.FindByText(text) : null);
}
