using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Calls and their outputs stand together.</summary>
internal sealed class ChatToolPairs : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-tool-pairs",
        "C09",
        Severity.Error,
        "Behind a message with calls stands one tool message for each call and nothing between; every tool message answers a call right before it. What the client itself left unpaired is a warning.",
        "OpenAI, DeepSeek, Qwen and Kimi answer 400 `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'` (QwenLM/qwen-code#869, openai/codex#22129, axonhub#2051).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        List<Finding> findings = [];
        var open = new Dictionary<string, string>(StringComparer.Ordinal);
        HashSet<string> answered = new(StringComparer.Ordinal);
        foreach (var message in chat.Messages)
        {
            if (message.Role == "tool")
            {
                findings.AddRange(Answer(message, open, answered, chat));
                continue;
            }

            findings.AddRange(Unanswered(open, chat));
            open.Clear();
            answered.Clear();
            findings.AddRange(Open(message, open));
        }

        return [.. findings, .. Unanswered(open, chat)];
    }

    private IEnumerable<Finding> Answer(ChatMessageView message, Dictionary<string, string> open, HashSet<string> answered, ChatView chat)
    {
        var id = message.Json.Member("tool_call_id").Text() ?? "";
        var path = message.Path + ".tool_call_id";
        if (open.Remove(id))
        {
            answered.Add(id);
        }
        else if (answered.Contains(id))
        {
            yield return At(path, "Two tool messages answer the same call.", "one tool message for each call", id);
        }
        else if (id.Length > 0)
        {
            yield return At(
                path, "A tool message does not stand right behind a message with its call.", "a call with this id right before", id,
                chat.Asked is { } asked && asked.HasOutput(id) && !asked.HasCall(id) ? Severity.Warning : null);
        }
    }

    private IEnumerable<Finding> Open(ChatMessageView message, Dictionary<string, string> open)
    {
        for (var index = 0; index < message.Calls.Count; index++)
        {
            var path = $"{message.Path}.tool_calls[{index}]";
            if (message.Calls[index].Member("id").Text() is { Length: > 0 } id && !open.TryAdd(id, path))
            {
                yield return At(path + ".id", "Two calls of a message have the same id.", "an id of its own", id);
            }
        }
    }

    private IEnumerable<Finding> Unanswered(Dictionary<string, string> open, ChatView chat) => open.Select(call => At(
        call.Value, "A call is not answered by a tool message right behind its message.", "a tool message for it", call.Key, IsClients(call.Key, chat) ? Severity.Warning : null));

    /// <summary>Whether the client's request has the call and no output for it: the vendor's 400 is what OpenAI itself would answer.</summary>
    private static bool IsClients(string id, ChatView chat) => chat.Asked is { } asked && !asked.HasOutput(id)
        && asked.Calls.FirstOrDefault(call => call.Ids.Contains(id)) is { } call && !asked.IsAnswered(call);
}
