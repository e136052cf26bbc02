using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>Log probabilities are asked for by two members together.</summary>
public static class LogprobLint
{
    /// <summary>Returns the fault of <c>top_logprobs</c> without <c>logprobs</c>.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        if (chat.Json.Member("top_logprobs").WholeNumber() > 0 && chat.Json.Member("logprobs").ValueKind != JsonValueKind.True)
        {
            yield return new ChatFault(
                "chat-sampling-invented",
                FaultKinds.NoLogprobs,
                "logprobs",
                "The chat request has top_logprobs without logprobs.",
                "logprobs: true",
                chat.Json.Member("logprobs").ToShortText());
        }
    }
}
