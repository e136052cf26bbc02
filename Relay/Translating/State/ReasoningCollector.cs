using Relay.ChatCompletions;
using Relay.Json;
using Relay.ResponsesWire;
using Relay.Sealing;

namespace Relay.Translating.State;

/// <summary>
/// Keeps what the vendor will want back and the client need not see: elements of <c>reasoning_details</c>, what calls held beside their function, reasoning that
/// is not shown. It goes under the seal of the next reasoning item that is closed.
/// </summary>
internal sealed class ReasoningCollector(ReasoningSeal seal, bool isShown)
{
    private readonly ReasoningDetails _details = new();
    private readonly EscapedText _hidden = new();
    private readonly Dictionary<string, byte[]> _calls = new(StringComparer.Ordinal);
    private long _size;

    /// <summary>Whether the client carries it; else only the relay keeps it.</summary>
    public bool IsShown => isShown;

    /// <summary>Where the vendor puts its reasoning.</summary>
    public ReasoningLocation Field { get; set; }

    /// <summary>Whether any elements of <c>reasoning_details</c> have come, ever.</summary>
    public bool HasSeenDetails { get; private set; }

    /// <summary>Whether there was more of something than can be sealed.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Whether something waits that no reasoning item stands for yet.</summary>
    public bool HasAny => _details.Count > 0 || _calls.Count > 0 || !JsonText.IsBlank(_hidden.Span);

    public void AddDetails(JsonSlice details, ReadOnlySpan<byte> payload)
    {
        HasSeenDetails = true;
        if (HasRoomFor(details.Length))
        {
            _details.Add(details, payload);
        }
    }

    /// <summary>Takes all that is known of a call; what was taken of it before is replaced.</summary>
    public void AddCall(string callId, byte[] fields)
    {
        if (HasRoomFor(fields.Length))
        {
            _calls[callId] = fields;
        }
    }

    /// <summary>Takes reasoning that no item shows.</summary>
    public void AddHidden(ReadOnlySpan<byte> token)
    {
        if (HasRoomFor(token.Length))
        {
            _hidden.Append(token);
        }
    }

    /// <summary>Seals what is kept, and begins anew.</summary>
    /// <param name="shown">The text of the item it goes with, if that has any.</param>
    /// <returns>The sealed token; <see langword="null"/> when there is too much to be sealed.</returns>
    public string? Seal(EscapedText? shown)
    {
        var text = shown ?? (_hidden.Length > 0 ? _hidden : null);
        var token = HasRoomFor(0) ? seal.Seal(VendorReasoningJson.Write(text is null ? default : text.Quoted, Field, _details.Write(), _calls)) : null;
        HasLost |= token is null;
        _details.Clear();
        _calls.Clear();
        _hidden.Clear();
        _size = 0;
        return token;
    }

    // What is past sealing is not collected either.
    private bool HasRoomFor(int more) => (_size += more) <= ReasoningSeal.LargestContent;
}
