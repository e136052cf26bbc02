using System.Text.Json;
using Relay.Requests.Checking;

namespace Relay.Requests.Settings;

/// <summary>Warns about members that are accepted and have no effect.</summary>
internal static class UnsupportedMembers
{
    private const int LongestName = 60;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "background", "client_metadata", "conversation", "frequency_penalty", "include", "input", "instructions", "max_output_tokens",
        "max_tool_calls",
        "metadata", "model", "parallel_tool_calls", "presence_penalty", "previous_response_id", "prompt", "prompt_cache_key",
        "prompt_cache_retention", "reasoning",
        "safety_identifier", "seed", "service_tier", "stop", "store", "stream", "stream_options", "temperature", "text", "tool_choice",
        "tools", "top_logprobs",
        "top_p", "truncation", "user",
    };

    // The first is sent to the vendor and the relay implements the second. The others extend items that this relay never creates.
    private static readonly HashSet<string> KnownIncludes = new(StringComparer.Ordinal)
    {
        "message.output_text.logprobs", "reasoning.encrypted_content", "file_search_call.results", "web_search_call.results",
        "web_search_call.action.sources",
        "message.input_image.image_url", "computer_call_output.output.image_url", "code_interpreter_call.outputs",
    };

    public static void AddWarnings(JsonElement request, RequestCheck check)
    {
        foreach (var member in request.EnumerateObject()
            .Where(static member => member.Value.ValueKind != JsonValueKind.Null && !Known.Contains(member.Name)))
        {
            check.Warn($"{QuoteName(member.Name)} was left out: the relay does not support it.");
        }

        if (check.ReadText(request, "truncation", "") is "auto")
        {
            check.Warn("truncation 'auto' was left out: the vendor receives the complete conversation.");
        }

        if (RequestCheck.TryGet(request, "include", out var include) && include.ValueKind == JsonValueKind.Array)
        {
            AddIncludeWarnings(include, check);
        }
    }

    private static void AddIncludeWarnings(JsonElement include, RequestCheck check)
    {
        foreach (var wanted in include.EnumerateArray().Where(static wanted => wanted.ValueKind == JsonValueKind.String))
        {
            if (wanted.GetString() is { } name && !KnownIncludes.Contains(name))
            {
                check.Warn($"{QuoteName(name)} of include was left out: the relay does not support it.");
            }
        }
    }

    /// <summary>Quotes a member's name only if it looks like one, because request content must not be logged.</summary>
    private static string QuoteName(string name) =>
        name.Length <= LongestName
            && name.All(static letter => char.IsAsciiLetterLower(letter) || letter is '_' or '.')
                ? $"'{name}'"
                : "A member with an unusual name";
}
