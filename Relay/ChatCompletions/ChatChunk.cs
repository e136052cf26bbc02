using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// One payload of the upstream, read: slices of the payload's bytes, no copies. Reused from chunk to chunk, so that a delta costs no allocation.
/// </summary>
internal sealed class ChatChunk
{
    private readonly List<ChatChoice> _choices = [];

    /// <summary>How many of the choices belong to this chunk.</summary>
    public int ChoiceCount { get; private set; }

    /// <summary>Whether the payload was an object at all; <c>null</c> is read too, as nothing.</summary>
    public bool IsObject { get; set; }

    /// <summary>The model as the vendor calls it.</summary>
    public JsonSlice Model { get; set; }

    public JsonSlice Usage { get; set; }

    /// <summary>Sources that stand beside the choices (Q61).</summary>
    public JsonSlice Citations { get; set; }

    /// <summary>The error object or sentence; of a payload that <em>is</em> an error (<c>"object":"error"</c>), the payload.</summary>
    public JsonSlice Error { get; set; }

    /// <summary>Whether an error is named; vendors send null, false, "" and {} where there is none.</summary>
    public bool HasError => Error.HasText || (Error.IsObject && Error.Length > "{}".Length);

    /// <summary>The one delta with one present member that is all this chunk holds, if that is so.</summary>
    public ChatDelta? OnlyDelta =>
        ChoiceCount == 1 && !Usage.IsPresent && !Citations.IsPresent && !Error.IsPresent && _choices[0] is { HasOnlyDelta: true } choice ? choice.Delta : null;

    /// <summary>Whether nothing of an answer is in it, nor an error.</summary>
    public bool IsSilent => !HasError && _choices.Take(ChoiceCount).All(static choice => choice.IsSilent);

    public ChatChoice Choice(int position) => _choices[position];

    public ChatChoice AddChoice()
    {
        if (ChoiceCount == _choices.Count)
        {
            _choices.Add(new ChatChoice());
        }

        return _choices[ChoiceCount++];
    }

    public void Reset()
    {
        for (var i = 0; i < ChoiceCount; i++)
        {
            _choices[i].Reset();
        }

        ChoiceCount = 0;
        IsObject = false;
        Model = Usage = Citations = Error = default;
    }
}
