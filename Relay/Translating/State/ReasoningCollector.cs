using Relay.ChatCompletions;
using Relay.Json;
using Relay.ResponsesWire;
using Relay.Sealing;

namespace Relay.Translating.State;

/// <summary>
/// Collects data that the vendor requires back and the client does not need to see: elements of <c>reasoning_details</c>, signed blocks of
/// reasoning, members of calls beside their function, hidden reasoning. The next reasoning item that is closed contains it, encrypted.
/// </summary>
internal sealed class ReasoningCollector(ReasoningSeal seal, bool isShown)
{
    private readonly ReasoningDetails _details = new();
    private readonly ThinkingBlocks _blocks = new();
    private readonly EscapedText _hidden = new();
    private readonly Dictionary<string, byte[]> _calls = new(StringComparer.Ordinal);
    private long _size;
    private bool _hasHiddenText;
    private string? _opaque;

    /// <summary>Whether the client receives the encrypted content; otherwise only the relay stores it.</summary>
    public bool IsShown => isShown;

    /// <summary>The member in which the vendor sends reasoning.</summary>
    public ReasoningLocation Field { get; set; }

    /// <summary>Whether any <c>reasoning_details</c> have arrived.</summary>
    public bool HasSeenDetails { get; private set; }

    /// <summary>Whether any <c>thinking_blocks</c> have arrived.</summary>
    public bool HasSeenBlocks { get; private set; }

    /// <summary>Whether data was too large to be encrypted.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Whether data is collected that no reasoning item contains yet.</summary>
    public bool HasAny => _details.Count > 0 || _blocks.Count > 0 || _calls.Count > 0 || _hasHiddenText || _opaque is not null;

    public void AddDetails(JsonSlice details, ReadOnlySpan<byte> payload)
    {
        HasSeenDetails = true;
        if (HasRoomFor(details.Length))
        {
            _details.Add(details, payload);
        }
    }

    public void AddBlocks(JsonSlice blocks, ReadOnlySpan<byte> payload)
    {
        HasSeenBlocks = true;
        if (HasRoomFor(blocks.Length))
        {
            _blocks.Add(blocks, payload);
        }
    }

    /// <summary>Sets the members of a call.</summary>
    public void AddCall(string callId, byte[] fields)
    {
        if (HasRoomFor(fields.Length))
        {
            _calls[callId] = fields;
        }
    }

    /// <summary>Sets the vendor's encrypted reasoning. The last value counts.</summary>
    public void SetOpaque(ReadOnlySpan<byte> token)
    {
        if (HasRoomFor(token.Length))
        {
            _opaque = JsonText.Decode(token);
        }
    }

    /// <summary>Adds reasoning that no item shows.</summary>
    public void AddHidden(ReadOnlySpan<byte> token)
    {
        if (HasRoomFor(token.Length))
        {
            _hidden.Append(token);
            _hasHiddenText |= !JsonText.IsBlank(token);
        }
    }

    /// <summary>Encrypts the collected data and starts again.</summary>
    /// <param name="shown">The text of the item that will contain it, if there is one.</param>
    /// <returns>The encrypted content; <see langword="null"/> if there is too much data.</returns>
    public string? Seal(EscapedText? shown)
    {
        var text = shown ?? (_hidden.Length > 0 ? _hidden : null);
        var token = HasRoomFor(0)
            ? seal.Seal(VendorReasoningJson.Write(
                text is null ? default : text.Quoted, Field, _details.Write(), _calls, _opaque, _blocks.Write()))
            : null;
        HasLost |= token is null;
        _details.Clear();
        _blocks.Clear();
        _calls.Clear();
        _hidden.Clear();
        _hasHiddenText = false;
        _opaque = null;
        _size = 0;
        return token;
    }

    // More data than can be encrypted is not collected either.
    private bool HasRoomFor(int more) => (_size += more) <= ReasoningSeal.LargestContent;
}
