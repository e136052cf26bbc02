using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>One element of <c>delta.tool_calls</c>, or the legacy <c>delta.function_call</c>.</summary>
internal readonly record struct ToolCallDelta(int? Index, JsonSlice Id, JsonSlice Name, JsonSlice Arguments)
{
    /// <summary>The whole element, if it holds members beside those everybody knows (Q30).</summary>
    public JsonSlice WithExtras { get; init; }

    /// <summary>Whether it says nothing: an index alone is no call, nor is what a vendor adds to one.</summary>
    public bool IsEmpty => !Id.HasText && !Name.HasText && !Arguments.HasText && !Arguments.IsObject && !Arguments.IsArray;
}
