using System.Text.Encodings.Web;
using System.Text.Json;

namespace MockUpstream.Json;

/// <summary>Writes JSON as bytes, compact, with text left as text.</summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the JSON that a function writes, as bytes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> writing)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            writing(json);
        }

        return AstralEscapes.Decode(bytes.ToArray());
    }
}
