using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Checking;

namespace Relay.Requests.Settings;

/// <summary>Reads the other members: those that are only renamed, and those that are not supported.</summary>
internal sealed class SettingReader(RequestCheck check, RelayPolicies policies)
{
    private const string MaxTokens = "max_tokens";

    private static readonly (string Owner, string Name, string ChatName, RequestKind Kind)[] Carried =
    [
        ("", "max_output_tokens", MaxTokens, RequestKind.Integer),
        ("", "temperature", "temperature", RequestKind.Number),
        ("", "top_p", "top_p", RequestKind.Number),
        ("", "presence_penalty", "presence_penalty", RequestKind.Number),
        ("", "frequency_penalty", "frequency_penalty", RequestKind.Number),
        ("", "stop", "stop", RequestKind.TextOrTexts),
        ("", "seed", "seed", RequestKind.Integer),
        ("", "user", "user", RequestKind.Text),
        ("", "top_logprobs", "top_logprobs", RequestKind.Integer),
    ];

    // Chat Completions has them under the same names, but few vendors other than OpenAI accept them.
    private static readonly (string Owner, string Name, string ChatName, RequestKind Kind)[] OpenAiMembers =
    [
        ("", "service_tier", "service_tier", RequestKind.Text),
        ("", "prompt_cache_key", "prompt_cache_key", RequestKind.Text),
        ("", "prompt_cache_retention", "prompt_cache_retention", RequestKind.Text),
        ("", "safety_identifier", "safety_identifier", RequestKind.Text),
        ("text", "verbosity", "verbosity", RequestKind.Text),
    ];

    // Not sent to the vendor, but repeated in the response, where clients rely on their types.
    private static readonly (string Name, RequestKind Kind)[] Repeated =
    [
        ("metadata", RequestKind.Object), ("truncation", RequestKind.Text), ("max_tool_calls", RequestKind.Integer),
    ];

    private static readonly (string Name, string Why)[] Unsupported =
    [
        ("conversation",
            "The relay keeps no conversations; continue a response with 'previous_response_id', or send the whole conversation as input."),
        ("prompt", "Prompt templates are stored by OpenAI; send their text."),
    ];

    public void ReportUnsupportedMembers(JsonElement request)
    {
        foreach (var (name, why) in Unsupported)
        {
            if (RequestCheck.TryGet(request, name, out _))
            {
                check.ReportUnsupported(name, why);
            }
        }
    }

    public void CheckRepeatedMembers(JsonElement request)
    {
        foreach (var (name, kind) in Repeated)
        {
            check.ReadOptional(request, name, "", kind);
        }
    }

    public List<(string Name, JsonElement Value)> ReadCarried(JsonElement request, ConfigurationUpdate update)
    {
        var settings = Read(request, Carried).ToList();
        var requested = check.ReadOptional(request, "reasoning", "", RequestKind.Object) is { } reasoning
            ? check.ReadOptional(reasoning, "effort", "reasoning", RequestKind.Text)
            : null;
        if ((update.Effort ?? requested) is { } effort)
        {
            EffortSetting.AddEffort(effort, policies.EffortField, policies.EffortWords, settings, check);
        }

        var openAiSettings = Read(request, OpenAiMembers).ToList();
        if (policies.OpenaiFields is OpenaiFields.Pass)
        {
            settings.AddRange(openAiSettings);
        }
        else if (openAiSettings.Exists(static setting => setting.Name == "verbosity"))
        {
            check.Warn("text.verbosity was left out.");
        }

        return settings;
    }

    public bool? ReadParallelCalls(JsonElement request)
    {
        var parallel = check.ReadFlag(request, "parallel_tool_calls", "");
        if (policies.ParallelCalls is ParallelCalls.Pass)
        {
            return parallel;
        }

        if (parallel is false)
        {
            check.Warn("parallel_tool_calls was left out; the model may send several calls at once.");
        }

        return null;
    }

    public bool ReadLogprobs(JsonElement request) =>
        (check.ReadOptional(request, "include", "", RequestKind.TextOrTexts) is { ValueKind: JsonValueKind.Array } include
            && include.EnumerateArray().Any(static wanted => wanted.ValueEquals("message.output_text.logprobs"u8)))
        || (check.ReadOptional(request, "top_logprobs", "", RequestKind.Integer) is { } top && top.GetInt64() > 0);

    private IEnumerable<(string Name, JsonElement Value)> Read(
        JsonElement request, (string Owner, string Name, string ChatName, RequestKind Kind)[] members)
    {
        foreach (var (owner, name, chatName, kind) in members)
        {
            if (ReadOwner(request, owner) is { } owned && check.ReadOptional(owned, name, owner, kind) is { } value)
            {
                yield return (GetChatName(chatName), value);
            }
        }
    }

    private string GetChatName(string chatName) =>
        chatName == MaxTokens && policies.MaxTokensField is MaxTokensField.MaxCompletionTokens ? "max_completion_tokens" : chatName;

    private JsonElement? ReadOwner(JsonElement request, string owner) =>
        owner.Length == 0 ? request : check.ReadOptional(request, owner, "", RequestKind.Object);
}
