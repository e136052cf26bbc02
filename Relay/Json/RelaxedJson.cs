using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Json;

/// <summary>How the relay writes JSON: compact, and text stays text.</summary>
internal static class RelaxedJson
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = Encoder,
        SkipValidation = true,
        MaxDepth = 2048,
    };
}
