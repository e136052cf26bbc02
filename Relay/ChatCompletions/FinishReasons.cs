using System.Text;

namespace Relay.ChatCompletions;

/// <summary>Specifies the meanings of finish reasons.</summary>
internal enum FinishMeaning
{
    Stop,
    ToolCalls,
    Length,
    ContentFilter,
    Error,
    BadCall,
    Timeout,
    Cancelled,
    Overloaded,
    Unknown,
}

/// <summary>
/// Contains the finish reasons that vendors send (Q83–Q98). The words in an unknown name, in any spelling, decide
/// its outcome.
/// </summary>
internal static class FinishReasons
{
    // The first row with a word of the name counts.
    private static readonly (FinishMeaning Meaning, string[] Words)[] BySign =
    [
        (FinishMeaning.BadCall, ["malformed", "unexpected_tool", "too_many_tool", "invalid_tool", "tool_call_error", "invalid_function"]),
        (FinishMeaning.ContentFilter, [
            "filter", "safety", "sensitive", "prohibited", "blocklist", "blocked", "spii", "recitation", "moderation", "guardrail",
            "policy", "toxic", "copyright", "censor",
        ]),
        (FinishMeaning.Timeout, ["timeout", "timed_out", "time_out", "time_limit", "deadline"]),
        (FinishMeaning.Cancelled, ["cancel", "abort", "interrupt"]),
        (FinishMeaning.Overloaded, ["overload", "unavailable", "insufficient", "capacity", "rate_limit", "too_many_requests", "throttl"]),
        (FinishMeaning.Length, [
            "length", "max_token", "max_output", "max_new_token", "token_limit", "output_limit", "context_window", "error_limit", "truncat",
        ]),
        (FinishMeaning.Error, ["error", "fail", "exception", "crash"]),
    ];

    public static FinishMeaning Read(string reason)
    {
        var name = Normalise(reason);
        return name switch
        {
            "stop" or "end_turn" or "eos" or "eos_token" or "stop_sequence" or "complete" or "completed" or "refusal" => FinishMeaning.Stop,
            "tool_calls" or "function_call" or "tool_use" or "tool_call" => FinishMeaning.ToolCalls,
            _ => ReadWords(name),
        };
    }

    private static FinishMeaning ReadWords(string name)
    {
        var row = Array.FindIndex(BySign, row => Array.Exists(row.Words, word => name.Contains(word, StringComparison.Ordinal)));
        return row < 0 ? FinishMeaning.Unknown : BySign[row].Meaning;
    }

    /// <summary>
    /// Returns the meaning of a finish reason with the provider's own beside it. A gateway may have made a usual end of a failure.
    /// </summary>
    public static FinishMeaning Read(string reason, string? native)
    {
        var meaning = Read(reason);
        return native is not null
            && meaning is FinishMeaning.Stop or FinishMeaning.ToolCalls or FinishMeaning.Unknown
            && Read(native) is var said and not (FinishMeaning.Stop or FinishMeaning.ToolCalls or FinishMeaning.Unknown)
                ? said
                : meaning;
    }

    /// <summary>Returns a name in one spelling: <c>maxTokens</c>, <c>MAX_TOKENS</c> and <c>max-tokens</c> are <c>max_tokens</c>.</summary>
    private static string Normalise(string reason)
    {
        var name = new StringBuilder(reason.Length + 4);
        for (var i = 0; i < reason.Length; i++)
        {
            var letter = reason[i];
            if (i > 0 && char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(reason[i - 1]))
            {
                name.Append('_');
            }

            name.Append(letter is '-' or ' ' ? '_' : char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
