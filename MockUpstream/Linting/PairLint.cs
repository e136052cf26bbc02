using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>Calls and their outputs stand together.</summary>
public static class PairLint
{
    private const string Check = "chat-tool-pairs";

    /// <summary>Returns the faults in the order of the messages. The received value is the id of the call.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        List<ChatFault> faults = [];
        var open = new Dictionary<string, string>(StringComparer.Ordinal);
        HashSet<string> answered = new(StringComparer.Ordinal);
        foreach (var message in chat.Messages)
        {
            if (message.Role == "tool")
            {
                faults.AddRange(AnswerCall(message, open, answered));
                continue;
            }

            faults.AddRange(FindUnanswered(open));
            open.Clear();
            answered.Clear();
            faults.AddRange(OpenCalls(message, open));
        }

        return [.. faults, .. FindUnanswered(open)];
    }

    private static IEnumerable<ChatFault> AnswerCall(ChatMessageView message, Dictionary<string, string> open, HashSet<string> answered)
    {
        var id = message.Json.Member("tool_call_id").Text() ?? "";
        var path = message.Path + ".tool_call_id";
        if (open.Remove(id))
        {
            answered.Add(id);
        }
        else if (answered.Contains(id))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.OutputTwice,
                path,
                "Two tool messages answer the same call.",
                "one tool message for each call",
                id);
        }
        else if (id.Length > 0)
        {
            yield return new ChatFault(
                Check,
                FaultKinds.OrphanOutput,
                path,
                "A tool message does not directly follow a message with its call.",
                "a call with this id directly before it",
                id);
        }
    }

    private static IEnumerable<ChatFault> OpenCalls(ChatMessageView message, Dictionary<string, string> open)
    {
        for (var index = 0; index < message.Calls.Count; index++)
        {
            var path = $"{message.Path}.tool_calls[{index}]";
            if (message.Calls[index].Member("id").Text() is { Length: > 0 } id && !open.TryAdd(id, path))
            {
                yield return new ChatFault(
                    Check,
                    FaultKinds.CallIdTwice,
                    path + ".id",
                    "Two calls of a message have the same id.",
                    "a unique id",
                    id);
            }
        }
    }

    private static IEnumerable<ChatFault> FindUnanswered(Dictionary<string, string> open) => open.Select(static call => new ChatFault(
        Check,
        FaultKinds.CallUnanswered,
        call.Value,
        "A call is not answered by a tool message directly after its message.",
        "a tool message for it",
        call.Key));
}
