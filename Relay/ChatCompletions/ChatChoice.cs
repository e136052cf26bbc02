using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Represents a choice of a chunk. It is reused for each chunk.</summary>
internal sealed class ChatChoice
{
    /// <summary>The index of the choice; 0 if it is missing.</summary>
    public int Index { get; set; }

    public JsonSlice FinishReason { get; set; }

    /// <summary>The finish reason of the provider behind a gateway (Q98).</summary>
    public JsonSlice NativeFinishReason { get; set; }

    /// <summary>The text of a choice without a delta, as the older completions have it.</summary>
    public JsonSlice Text { get; set; }

    public JsonSlice Logprobs { get; set; }

    /// <summary>The delta of the chunk.</summary>
    public ChatDelta Delta { get; private set; } = new();

    /// <summary>The message that some vendors send beside or instead of a delta: the whole answer so far.</summary>
    public ChatDelta Message { get; private set; } = new();

    /// <summary>Whether the choice contains only a delta with exactly one present member.</summary>
    public bool HasOnlyDelta => !FinishReason.IsPresent && !Logprobs.IsPresent && !Message.IsPresent && Delta.PresentMembers == 1;

    public bool IsSilent => !FinishReason.IsPresent && !Message.IsPresent && Delta.PresentMembers == 0;

    /// <summary>Treats the message as the delta, for an answer that is no stream.</summary>
    public void TakeMessageAsDelta()
    {
        if (Message.IsPresent)
        {
            (Delta, Message) = (Message, Delta);
            Message.Reset();
        }
    }

    /// <summary>Treats the text of a choice that has neither a delta nor a message as its content.</summary>
    public void TakeTextAsDelta()
    {
        if (Text.HasText && !Delta.IsPresent && !Message.IsPresent)
        {
            Delta.IsPresent = true;
            Delta.Content = Text;
        }
    }

    public void Reset()
    {
        Index = 0;
        FinishReason = NativeFinishReason = Text = default;
        Logprobs = default;
        Delta.Reset();
        Message.Reset();
    }
}
