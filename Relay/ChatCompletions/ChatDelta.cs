using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Represents a <c>delta</c> or a <c>message</c>. It is reused for each chunk.</summary>
internal sealed class ChatDelta
{
    public JsonSlice Content { get; set; }

    public JsonSlice ReasoningContent { get; set; }

    public JsonSlice Reasoning { get; set; }

    public JsonSlice ReasoningDetails { get; set; }

    public JsonSlice Refusal { get; set; }

    public JsonSlice Annotations { get; set; }

    public JsonSlice Images { get; set; }

    public JsonSlice Audio { get; set; }

    public List<ToolCallDelta> ToolCalls { get; } = [];

    /// <summary>Whether the member is present as an object.</summary>
    public bool IsPresent { get; set; }

    /// <summary>Whether it contains output.</summary>
    public bool HasOutput => HasText || HasReasoning || ToolCalls.Count > 0 || Images.IsArray;

    public bool HasText => Content.HasText || Content.IsArray || Refusal.HasText;

    public bool HasReasoning => ReasoningContent.HasText || Reasoning.HasText || Reasoning.IsObject || ReasoningDetails.IsArray;

    /// <summary>The number of members that are present and not null.</summary>
    public int PresentMembers =>
        Count(Content) + Count(ReasoningContent) + Count(Reasoning) + Count(ReasoningDetails) + Count(Refusal)
            + Count(Annotations) + Count(Images) + Count(Audio) + ToolCalls.Count;

    public void RemoveText() => Content = Refusal = default;

    public void RemoveReasoningDetails() => ReasoningDetails = default;

    public void RemoveReasoning() => ReasoningContent = Reasoning = ReasoningDetails = default;

    public void Reset()
    {
        if (!IsPresent)
        {
            return;
        }

        Content = ReasoningContent = Reasoning = ReasoningDetails = Refusal = Annotations = Images = Audio = default;
        ToolCalls.Clear();
        IsPresent = false;
    }

    private static int Count(JsonSlice member) => member.IsPresent ? 1 : 0;
}
