using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Conversation;

/// <summary>
/// Pairs calls with their outputs: every call has an output, and the outputs of a message follow it directly, in the order of its calls
/// (R5, R6). Ids are unique within a turn only, so an output belongs to the last open call with its id, or else to the next one.
/// </summary>
internal sealed class CallPairing(RequestCheck check, Orphans policy)
{
    private const string NoOutput = "No output was recorded for this call.";
    private const string StillRunning = "The call is still running. Its output follows later.";

    private readonly Dictionary<string, Stack<ChatToolCall>> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<ChatMessage>> _early = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChatMessage> _lastOutputs = new(StringComparer.Ordinal);
    private readonly Dictionary<ChatToolCall, ChatMessage> _outputs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ChatMessage> _placed = [];

    public List<ChatMessage> Pair(List<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.Role == "tool")
            {
                AddOutput(message);
            }
            else if (message.Calls.Count > 0)
            {
                AddCalls(message.Calls);
            }
        }

        var paired = new List<ChatMessage>(messages.Count);
        foreach (var message in messages.Where(message => !_placed.Contains(message)))
        {
            AddWithOutputs(message, paired);
        }

        return paired;
    }

    private void AddCalls(List<ChatToolCall> calls)
    {
        var keys = MakeUnique(calls);

        // The first call of a message is on top of the stack: outputs of calls with the same id arrive in the order of the calls.
        for (var i = calls.Count - 1; i >= 0; i--)
        {
            foreach (var key in GetKeys(keys[i], calls[i].ItemId))
            {
                GetOpenCalls(key).Push(calls[i]);
            }
        }

        for (var i = 0; i < calls.Count; i++)
        {
            foreach (var key in GetKeys(keys[i], calls[i].ItemId))
            {
                if (!_outputs.ContainsKey(calls[i]) && _early.TryGetValue(key, out var waiting) && waiting.TryDequeue(out var output))
                {
                    PairOutput(calls[i], output, key);
                }
            }
        }
    }

    /// <summary>
    /// Removes a call that is repeated, and gives a second call with the same id an id of its own. Returns the ids that the calls came
    /// with.
    /// </summary>
    private List<string> MakeUnique(List<ChatToolCall> calls)
    {
        var seen = new Dictionary<string, ChatToolCall>(StringComparer.Ordinal);
        var keys = new List<string>(calls.Count);
        var unique = new List<ChatToolCall>(calls.Count);
        foreach (var call in calls)
        {
            if (seen.TryGetValue(call.Id, out var first) && (first.Name, first.Arguments) == (call.Name, call.Arguments))
            {
                check.Warn("A duplicate tool call was removed.");
                continue;
            }

            keys.Add(call.Id);
            unique.Add(first is null ? call : call with { Id = FindFreeId(call.Id, unique.Count, seen) });
            seen[unique[^1].Id] = unique[^1];
        }

        calls.Clear();
        calls.AddRange(unique);
        return keys;
    }

    private static string FindFreeId(string id, int number, Dictionary<string, ChatToolCall> taken)
    {
        var free = $"{id}_{number}";
        while (taken.ContainsKey(free))
        {
            free += "_";
        }

        return free;
    }

    private void AddOutput(ChatMessage output)
    {
        var id = output.CallId!;
        if (_open.TryGetValue(id, out var calls))
        {
            while (calls.TryPop(out var call))
            {
                if (!_outputs.ContainsKey(call))
                {
                    PairOutput(call, output, id);
                    return;
                }
            }
        }

        if (!_lastOutputs.TryGetValue(id, out var before))
        {
            GetEarlyOutputs(id).Enqueue(output);
        }
        else if (before.Parts.SequenceEqual(output.Parts))
        {
            check.Warn("A duplicate output of a tool call was removed.");
            _placed.Add(output);
        }
    }

    private void PairOutput(ChatToolCall call, ChatMessage output, string key)
    {
        output.CallId = call.Id;
        _outputs.Add(call, output);
        _placed.Add(output);
        _lastOutputs[key] = output;
    }

    private void AddWithOutputs(ChatMessage message, List<ChatMessage> paired)
    {
        if (message.Role == "tool")
        {
            paired.Add(QuoteOutput(message));
            return;
        }

        paired.Add(message);
        foreach (var call in message.Calls)
        {
            paired.Add(_outputs.GetValueOrDefault(call) ?? CreateMissingOutput(call));
        }
    }

    private ChatMessage CreateMissingOutput(ChatToolCall call)
    {
        if (call.IsAsync)
        {
            return new ChatMessage("tool") { CallId = call.Id, Parts = { new TextPart(StillRunning) } };
        }

        if (policy is Orphans.Refuse)
        {
            check.ReportUnpaired(call.Path, $"No tool output found for the call '{RequestCheck.Shorten(call.Id)}'.");
        }

        check.Warn("An output stating that none was recorded was added to a tool call.");
        return new ChatMessage("tool") { CallId = call.Id, Parts = { new TextPart(NoOutput) } };
    }

    /// <summary>
    /// Quotes an output without a call in a user message: its content must not be lost, and the relay must not invent a call.
    /// </summary>
    private ChatMessage QuoteOutput(ChatMessage output)
    {
        if (policy is Orphans.Refuse)
        {
            check.ReportUnpaired(output.Path, $"No tool call found for the output of the call '{RequestCheck.Shorten(output.CallId!)}'.");
        }

        check.Warn("An output whose tool call is missing was quoted in a user message.");
        var quote = ChatMessage.CreateText("user", $"Output of tool call {output.CallId}, which is not part of this conversation:\n");
        quote.Parts.AddRange(output.Parts);
        return quote;
    }

    private static IEnumerable<string> GetKeys(string id, string? itemId) => itemId is null || itemId == id ? [id] : [id, itemId];

    private Stack<ChatToolCall> GetOpenCalls(string key) =>
        _open.TryGetValue(key, out var stack) ? stack : _open[key] = new Stack<ChatToolCall>();

    private Queue<ChatMessage> GetEarlyOutputs(string key) =>
        _early.TryGetValue(key, out var queue) ? queue : _early[key] = new Queue<ChatMessage>();
}
