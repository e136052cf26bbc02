using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The form of <c>parallel_tool_calls</c>.</summary>
public static class ParallelLint
{
    private const string Check = "chat-parallel-calls";
    private const string Member = "parallel_tool_calls";

    /// <summary>Returns the fault of the member without tools, or of one that is neither true nor false.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        var sent = chat.Json.Member(Member);
        if (sent.HasValue() && chat.Tools.Count == 0)
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ParallelWithoutTools,
                Member,
                "The chat request has parallel_tool_calls without tools.",
                "nothing",
                sent.ToShortText());
        }
        else if (sent.HasValue() && sent.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ParallelKind,
                Member,
                "The parallel_tool_calls of the chat request is neither true nor false.",
                "true or false",
                sent.ToShortText());
        }
    }
}
