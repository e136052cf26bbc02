using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relay.ChatCompletions;

/// <summary>How the relay writes JSON: compact, and text stays text.</summary>
internal static class RelaxedJson
{
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 2048,
    };
}
