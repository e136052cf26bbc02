using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Represents a <c>delta</c> or a <c>message</c>. It is reused for each chunk.</summary>
internal sealed class ChatDelta
{
    public JsonSlice Content { get; set; }

    public JsonSlice ReasoningContent { get; set; }

    public JsonSlice Reasoning { get; set; }

    /// <summary>Copilot's name for reasoning.</summary>
    public JsonSlice ReasoningText { get; set; }

    /// <summary>Reasoning under any other name.</summary>
    public JsonSlice OtherReasoning { get; set; }

    /// <summary>Copilot's encrypted reasoning, which it requires back.</summary>
    public JsonSlice ReasoningOpaque { get; set; }

    public JsonSlice ReasoningDetails { get; set; }

    /// <summary>Blocks of reasoning with their signatures, in the form of Anthropic's API.</summary>
    public JsonSlice ThinkingBlocks { get; set; }

    /// <summary>The phase of the answer that the message belongs to.</summary>
    public JsonSlice Phase { get; set; }

    /// <summary>The names of members with content that the relay does not know; <see langword="null"/> if there are none.</summary>
    public List<string>? UnknownMembers { get; set; }

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

    public bool HasReasoning => HasContent(ReasoningContent)
        || HasContent(Reasoning)
        || HasContent(ReasoningText)
        || HasContent(OtherReasoning)
        || HasContent(ThinkingBlocks)
        || ReasoningDetails.IsArray
        || ReasoningDetails.IsObject
        || ReasoningOpaque.HasText;

    /// <summary>The number of members that are present and not null.</summary>
    public int PresentMembers =>
        Count(Content) + Count(ReasoningContent) + Count(Reasoning) + Count(ReasoningDetails) + Count(Refusal)
            + Count(Annotations) + Count(Images) + Count(Audio) + Count(ReasoningText) + Count(OtherReasoning) + Count(ReasoningOpaque)
            + Count(Phase) + Count(ThinkingBlocks) + (UnknownMembers?.Count ?? 0) + ToolCalls.Count;

    public void RemoveText() => Content = Refusal = default;

    public void RemoveReasoningDetails() => ReasoningDetails = default;

    public void RemoveThinkingBlocks() => ThinkingBlocks = default;

    public void RemoveReasoning()
    {
        ReasoningContent = Reasoning = ReasoningText = OtherReasoning = default;
        ReasoningDetails = ThinkingBlocks = default;
    }

    public void Reset()
    {
        if (!IsPresent)
        {
            return;
        }

        Content = ReasoningContent = Reasoning = ReasoningDetails = Refusal = Annotations = Images = Audio = default;
        ReasoningText = OtherReasoning = ReasoningOpaque = ThinkingBlocks = Phase = default;
        UnknownMembers = null;
        ToolCalls.Clear();
        IsPresent = false;
    }

    private static bool HasContent(JsonSlice member) => member.HasText || member.IsObject || member.IsArray;

    private static int Count(JsonSlice member) => member.IsPresent ? 1 : 0;
}
