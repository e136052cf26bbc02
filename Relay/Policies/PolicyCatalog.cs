namespace Relay.Policies;

/// <summary>The policies by the names people write: lists them, sets them, and says what is wrong with a name or a value.</summary>
public static class PolicyCatalog
{
    private static readonly PolicyEntry[] Entries =
    [
        PolicyEntry.Of("bad_chunk", "What a payload that is no JSON object means.", p => p.BadChunk, (p, v) => p with { BadChunk = v }),
        PolicyEntry.Of("choices", "Which choices of the upstream's answer count.", p => p.Choices, (p, v) => p with { Choices = v }),
        PolicyEntry.Of("developer_role", "Which role the vendor gets for developer.", p => p.DeveloperRole, (p, v) => p with { DeveloperRole = v }),
        PolicyEntry.Of("done_marker", "Whether a stream ends with data: [DONE].", p => p.DoneMarker, (p, v) => p with { DoneMarker = v }),
        PolicyEntry.Of("duplicate_ids", "What an id used by two tool calls means.", p => p.DuplicateIds, (p, v) => p with { DuplicateIds = v }),
        PolicyEntry.Of("empty_arguments", "What becomes of a tool call without arguments.", p => p.EmptyArguments, (p, v) => p with { EmptyArguments = v }, "{}", "keep"),
        PolicyEntry.Of("empty_output", "What a successful answer without any output means.", p => p.EmptyOutput, (p, v) => p with { EmptyOutput = v }),
        PolicyEntry.Of("error_event", "The shape of the error event before response.failed.", p => p.ErrorEvent, (p, v) => p with { ErrorEvent = v }),
        PolicyEntry.Of("hosted_tools", "What becomes of tools that the client expects the server to run.", p => p.HostedTools, (p, v) => p with { HostedTools = v }),
        PolicyEntry.Of("interleave", "What becomes of reasoning or text that resumes after the other.", p => p.Interleave, (p, v) => p with { Interleave = v }),
        PolicyEntry.Of("invalid_arguments", "What becomes of a finished tool call whose arguments are no JSON object.", p => p.InvalidArguments, (p, v) => p with { InvalidArguments = v }),
        PolicyEntry.Of("max_tokens_field", "Under which name the vendor gets max_output_tokens.", p => p.MaxTokensField, (p, v) => p with { MaxTokensField = v }),
        PolicyEntry.Of("missing_finish", "What a sentinel without any finish reason means.", p => p.MissingFinish, (p, v) => p with { MissingFinish = v }),
        PolicyEntry.Of("missing_usage", "What stands for usage that never came.", p => p.MissingUsage, (p, v) => p with { MissingUsage = v }),
        PolicyEntry.Of("nameless_call", "What becomes of a tool call whose name never came.", p => p.NamelessCall, (p, v) => p with { NamelessCall = v }),
        PolicyEntry.Of("on_content_filter", "What a finish by a content filter means.", p => p.OnContentFilter, (p, v) => p with { OnContentFilter = v }),
        PolicyEntry.Of("on_length", "What a finish for length means.", p => p.OnLength, (p, v) => p with { OnLength = v }),
        PolicyEntry.Of("on_truncation", "What a body that ends without sentinel and finish reason means.", p => p.OnTruncation, (p, v) => p with { OnTruncation = v }),
        PolicyEntry.Of("post_finish_delta", "What becomes of output after a finish reason.", p => p.PostFinishDelta, (p, v) => p with { PostFinishDelta = v }),
        PolicyEntry.Of("reasoning_out", "In which events reasoning is shown.", p => p.ReasoningOut, (p, v) => p with { ReasoningOut = v }),
        PolicyEntry.Of("stop_with_tools", "What becomes of tool calls when the finish reason is stop.", p => p.StopWithTools, (p, v) => p with { StopWithTools = v }),
        PolicyEntry.Of("stream_usage", "Whether a stream is asked for its usage.", p => p.StreamUsage, (p, v) => p with { StreamUsage = v }),
        PolicyEntry.Of("think_tags", "Where <think> tags in the text mean reasoning.", p => p.ThinkTags, (p, v) => p with { ThinkTags = v }),
        PolicyEntry.Of("tool_name", "How the pieces of a tool's name are taken.", p => p.ToolName, (p, v) => p with { ToolName = v }),
        PolicyEntry.Of("undeclared_tool", "What a call to a tool the client never declared means.", p => p.UndeclaredTool, (p, v) => p with { UndeclaredTool = v }),
        PolicyEntry.Of("unknown_finish", "What an unknown finish reason means.", p => p.UnknownFinish, (p, v) => p with { UnknownFinish = v }),
        PolicyEntry.Of("unknown_item", "What becomes of input items of types nobody knows.", p => p.UnknownItem, (p, v) => p with { UnknownItem = v }),
    ];

    /// <summary>Every policy, by name.</summary>
    public static IReadOnlyList<PolicyDescription> All { get; } = [.. Entries.Select(entry => entry.Description)];

    /// <summary>Every policy's name with the value it has in <paramref name="policies"/>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Values(RelayPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(policies);

        return Entries.Select(entry => KeyValuePair.Create(entry.Description.Name, entry.Get(policies)));
    }

    /// <summary>Sets one policy.</summary>
    /// <param name="policies">The policies so far.</param>
    /// <param name="name">The policy's name in snake_case, such as <c>think_tags</c>.</param>
    /// <param name="value">The value's name.</param>
    /// <param name="result">The policies with that one changed; <paramref name="policies"/> when it could not be.</param>
    /// <param name="problem">One sentence with the known names or values; empty on success.</param>
    /// <returns>Whether the policy was set.</returns>
    public static bool TrySet(RelayPolicies policies, string name, string value, out RelayPolicies result, out string problem)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);

        result = policies;
        var entry = Array.Find(Entries, candidate => candidate.Description.Name == name);
        if (entry is null)
        {
            problem = Unknown($"There is no policy '{name}'", name, [.. All.Select(policy => policy.Name)]);
            return false;
        }

        if (!entry.Description.Values.Contains(value))
        {
            problem = Unknown($"Policy '{name}' has no value '{value}'", value, entry.Description.Values);
            return false;
        }

        problem = "";
        result = entry.Set(policies, value);
        return true;
    }

    private static string Unknown(string what, string word, IReadOnlyList<string> known)
    {
        var near = NearestWord.Of(word, known);
        var hint = near is null ? "" : $"; did you mean '{near}'?";
        return $"{what}{hint} Known: {string.Join(", ", known)}.";
    }
}
