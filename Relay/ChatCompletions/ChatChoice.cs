using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>One choice of a chunk. Reused from chunk to chunk.</summary>
internal sealed class ChatChoice
{
    /// <summary>The choice's index; a missing one counts as 0.</summary>
    public int Index { get; set; }

    public JsonSlice FinishReason { get; set; }

    public JsonSlice Logprobs { get; set; }

    /// <summary>What the chunk adds.</summary>
    public ChatDelta Delta { get; private set; } = new();

    /// <summary>What some vendors send beside or instead of a delta: the whole answer so far.</summary>
    public ChatDelta Message { get; private set; } = new();

    /// <summary>Whether a delta with exactly one present member is all there is.</summary>
    public bool HasOnlyDelta => !FinishReason.IsPresent && !Logprobs.IsPresent && !Message.IsPresent && Delta.PresentMembers == 1;

    public bool IsSilent => !FinishReason.IsPresent && !Message.IsPresent && Delta.PresentMembers == 0;

    /// <summary>In an answer that is no stream the message is what is added.</summary>
    public void TakeMessageAsDelta()
    {
        if (Message.IsPresent)
        {
            (Delta, Message) = (Message, Delta);
            Message.Reset();
        }
    }

    public void Reset()
    {
        Index = 0;
        FinishReason = default;
        Logprobs = default;
        Delta.Reset();
        Message.Reset();
    }
}
