using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Represents a parsed payload of the upstream as slices of its bytes, without copies. It is reused for each chunk, so that a delta costs
/// no allocation.
/// </summary>
internal sealed class ChatChunk
{
    private readonly List<ChatChoice> _choices = [];

    /// <summary>The number of choices in this chunk.</summary>
    public int ChoiceCount { get; private set; }

    /// <summary>Whether the payload was an object; <c>null</c> counts as an object without members.</summary>
    public bool IsObject { get; set; }

    /// <summary>The vendor's name of the model.</summary>
    public JsonSlice Model { get; set; }

    public JsonSlice Usage { get; set; }

    /// <summary>The sources beside the choices (Q61).</summary>
    public JsonSlice Citations { get; set; }

    /// <summary>The error object or message; the whole payload if that is an error (<c>"object":"error"</c>).</summary>
    public JsonSlice Error { get; set; }

    /// <summary>Whether there is an error; vendors send null, false, 0, "", {} and [] for none.</summary>
    public bool HasError => Error.HasText
        || Error.Kind is JsonTokenType.True or JsonTokenType.Number
        || ((Error.IsObject || Error.IsArray) && Error.Length > "{}".Length);

    /// <summary>Whether the payload had members that are not those of a chunk.</summary>
    public bool HasOtherMembers { get; set; }

    /// <summary>Whether the payload had a list of choices, perhaps an empty one.</summary>
    public bool HasChoiceList { get; set; }

    /// <summary>The delta, if the chunk contains only one delta with one present member; otherwise <see langword="null"/>.</summary>
    public ChatDelta? OnlyDelta =>
        ChoiceCount == 1
            && !Usage.IsPresent
            && !Citations.IsPresent
            && !Error.IsPresent
            && _choices[0] is { HasOnlyDelta: true } choice
                ? choice.Delta
                : null;

    /// <summary>Whether the chunk contains neither output nor an error.</summary>
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
        IsObject = HasOtherMembers = HasChoiceList = false;
        Model = Usage = Citations = Error = default;
    }
}
