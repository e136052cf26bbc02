namespace Relay.ChatCompletions;

/// <summary>Specifies the meanings of finish reasons.</summary>
internal enum FinishMeaning
{
    Stop,
    ToolCalls,
    Length,
    ContentFilter,
    Error,
    Unknown,
}

/// <summary>Contains the finish reasons that vendors send (Q83–Q98).</summary>
internal static class FinishReasons
{
    public static FinishMeaning Read(string reason) => reason.ToLowerInvariant() switch
    {
        "stop" or "end_turn" or "eos" or "eos_token" or "stop_sequence" or "complete" or "completed" or "refusal" => FinishMeaning.Stop,
        "tool_calls" or "function_call" or "tool_use" or "tool_call" => FinishMeaning.ToolCalls,
        "length" or "max_tokens" or "max_output_tokens" or "model_context_window_exceeded" or "model_length" => FinishMeaning.Length,
        "content_filter" or "sensitive" or "safety" => FinishMeaning.ContentFilter,
        "error" or "network_error" or "insufficient_system_resource" or "abort" => FinishMeaning.Error,
        _ => FinishMeaning.Unknown,
    };
}
