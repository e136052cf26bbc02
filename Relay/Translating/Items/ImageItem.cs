using System.Buffers;
using System.Text.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Items;

/// <summary>Represents an image of the answer (Q63). It arrives complete, so the item is closed at once.</summary>
internal sealed class ImageItem(EventWriter events, byte[] base64) : OutputItem(events)
{
    private bool _isShown;

    protected override string Type => "image_generation_call";

    protected override void WriteMembers(Utf8JsonWriter json, IBufferWriter<byte> target)
    {
        json.WritePropertyName("result"u8);
        json.WriteRawValue(_isShown ? [(byte)'"', .. base64, (byte)'"'] : "null"u8, skipInputValidation: true);
    }

    protected override void CloseParts(string status) => _isShown = true;
}
