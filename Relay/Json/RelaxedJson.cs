using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.Json;

/// <summary>Contains the options for writing JSON: compact, and with as few escapes as possible.</summary>
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
