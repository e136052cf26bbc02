using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Represents an element of <c>delta.tool_calls</c>, or the legacy <c>delta.function_call</c>.</summary>
internal readonly record struct ToolCallDelta(int? Index, JsonSlice Id, JsonSlice Name, JsonSlice Arguments)
{
    /// <summary>The whole element, if it contains members of the vendor's own (Q30).</summary>
    public JsonSlice WithExtras { get; init; }

    /// <summary>Whether it contains neither id, name nor arguments: an index or a vendor's own member alone is no call.</summary>
    public bool IsEmpty => !Id.HasText && !Name.HasText && !Arguments.HasText && !Arguments.IsObject && !Arguments.IsArray;
}
