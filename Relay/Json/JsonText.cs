using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Relay.Json;

/// <summary>Converts the escaped content of JSON strings.</summary>
internal static class JsonText
{
    public static string Decode(ReadOnlySpan<byte> token)
    {
        if (token.IndexOf((byte)'\\') < 0)
        {
            return Encoding.UTF8.GetString(token);
        }

        byte[] json = [(byte)'"', .. token, (byte)'"'];
        LoneSurrogates.Mend(json);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Returns whether a text is one JSON value.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), VendorJsonOptions.Reader);
            while (reader.Read())
            {
                // Only the syntax counts.
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private const int LongestPart = 16 * 1024;

    /// <summary>Writes a string member. A long one is encoded in parts: at once, the writer would ask for three times its length.</summary>
    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length <= LongestPart)
        {
            json.WriteString(name, text);
            return;
        }

        json.WritePropertyName(name);
        var rest = text.AsSpan();
        for (; rest.Length > LongestPart; rest = rest[LongestPart..])
        {
            json.WriteStringValueSegment(rest[..LongestPart], isFinalSegment: false);
        }

        json.WriteStringValueSegment(rest, isFinalSegment: true);
    }

    /// <summary>Returns the unescaped text in UTF-8; the token itself if it contains no escapes.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> token) =>
        token.IndexOf((byte)'\\') < 0 ? token : Encoding.UTF8.GetBytes(Decode(token));

    public static ReadOnlySpan<byte> Encode(string text) => JsonEncodedText.Encode(text, RelaxedJson.Encoder).EncodedUtf8Bytes;

    /// <summary>Returns a text as a JSON string with quotes.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, RelaxedJson.Encoder)}\"";

    /// <summary>Returns a JSON value as the text of a string, compact, so that no line break of the vendor enters an event.</summary>
    public static ReadOnlySpan<byte> EncodeValue(ReadOnlySpan<byte> json) => Encode(Encoding.UTF8.GetString(Compact(json)));

    public static ReadOnlySpan<byte> Compact(ReadOnlySpan<byte> json)
    {
        using var document = Parse(json);
        return Compact(document.RootElement);
    }

    public static ReadOnlySpan<byte> Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            value.WriteTo(writer);
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Parses a slice of a payload that is known to be valid JSON.</summary>
    public static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var mended = json.ToArray();
        LoneSurrogates.Mend(mended);
        return JsonDocument.Parse(mended, VendorJsonOptions.Document);
    }

    public static bool IsBlank(ReadOnlySpan<byte> token) => BlankLength(token) == token.Length;

    /// <summary>Returns the length of the text without the white space at its end.</summary>
    public static int SolidLength(ReadOnlySpan<byte> token)
    {
        while (BlankAtEnd(token) is var blank and > 0)
        {
            token = token[..^blank];
        }

        return token.Length;
    }

    /// <summary>
    /// Returns the length of white space at the end of the text: a blank, or an escape whose backslash is not itself escaped.
    /// </summary>
    public static int BlankAtEnd(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith(" "u8))
        {
            return 1;
        }

        if (text is not [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t'])
        {
            return 0;
        }

        var backslashes = text.Length - 1 - (text[..^1].LastIndexOfAnyExcept((byte)'\\') + 1);
        return backslashes % 2 == 1 ? 2 : 0;
    }

    /// <summary>Returns the length of the white space at the start, plain or as <c>\n</c>, <c>\r</c>, <c>\t</c>.</summary>
    public static int BlankLength(ReadOnlySpan<byte> token)
    {
        var length = 0;
        while (length < token.Length)
        {
            if (token[length] == ' ')
            {
                length++;
            }
            else if (token[length] == '\\' && length + 1 < token.Length && token[length + 1] is (byte)'n' or (byte)'r' or (byte)'t')
            {
                length += 2;
            }
            else
            {
                break;
            }
        }

        return length;
    }
}
