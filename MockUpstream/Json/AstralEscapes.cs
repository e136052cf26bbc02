using System.Buffers;
using System.Globalization;
using System.Text;

namespace MockUpstream.Json;

/// <summary>
/// Puts characters beyond the basic plane (most emoji) back as UTF-8: even the relaxed encoder writes them as a pair of <c>\u</c> escapes,
/// and then no split could fall inside them.
/// </summary>
internal static class AstralEscapes
{
    private const int EscapeLength = 6;

    /// <summary>Returns the same JSON with each escaped pair as the character it stands for.</summary>
    public static byte[] Decode(byte[] json)
    {
        if (json.AsSpan().IndexOf("\\uD"u8) < 0)
        {
            return json;
        }

        var plain = new ArrayBufferWriter<byte>(json.Length);
        for (var rest = json.AsSpan(); !rest.IsEmpty;)
        {
            rest = rest[CopyToEscape(rest, plain)..];
        }

        return plain.WrittenSpan.ToArray();
    }

    /// <summary>Copies up to the end of the next escape and returns the number of bytes read.</summary>
    private static int CopyToEscape(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> plain)
    {
        var escape = json.IndexOf((byte)'\\');
        if (escape < 0)
        {
            plain.Write(json);
            return json.Length;
        }

        plain.Write(json[..escape]);
        if (TryReadPair(json[escape..], out var character))
        {
            character.EncodeToUtf8(plain.GetSpan(sizeof(int)));
            plain.Advance(character.Utf8SequenceLength);
            return escape + (2 * EscapeLength);
        }

        // A backslash belongs to the character that it escapes: \\uD83D is a backslash and five letters.
        plain.Write(json.Slice(escape, 2));
        return escape + 2;
    }

    private static bool TryReadPair(ReadOnlySpan<byte> json, out Rune character)
    {
        character = default;

        return json.Length >= 2 * EscapeLength
            && TryReadUnit(json, out var high) && TryReadUnit(json[EscapeLength..], out var low)
            && Rune.TryCreate(high, low, out character);
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (!json.StartsWith("\\u"u8)
            || !ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}
