using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>What a <c>delta</c> (or a <c>message</c>) brought. Reused from chunk to chunk.</summary>
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

    /// <summary>Whether the member was there as an object at all.</summary>
    public bool IsPresent { get; set; }

    /// <summary>Whether anything of an answer is in it.</summary>
    public bool HasOutput => HasText || HasReasoning || ToolCalls.Count > 0 || Images.IsArray;

    public bool HasText => Content.HasText || Content.IsArray || Refusal.HasText;

    public bool HasReasoning => ReasoningContent.HasText || Reasoning.HasText || Reasoning.IsObject || ReasoningDetails.IsArray;

    /// <summary>How many members are there and not null.</summary>
    public int PresentMembers =>
        Count(Content) + Count(ReasoningContent) + Count(Reasoning) + Count(ReasoningDetails) + Count(Refusal) + Count(Annotations) + Count(Images) + Count(Audio) + ToolCalls.Count;

    public void ForgetText() => Content = Refusal = default;

    public void ForgetReasoning() => ReasoningContent = Reasoning = ReasoningDetails = default;

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
