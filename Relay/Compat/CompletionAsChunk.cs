using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Relay.Json;

namespace Relay.Compat;

/// <summary>Rewrites a <c>chat.completion</c> as one chunk with the same content.</summary>
internal static class CompletionAsChunk
{
    /// <summary>Returns the chunk; <see langword="null"/> when the answer has no choices.</summary>
    public static byte[]? Rewrite(ReadOnlySpan<byte> json)
    {
        var mended = json.ToArray();
        LoneSurrogates.Mend(mended);
        if (JsonNode.Parse(mended) is not JsonObject { } answer || answer["choices"] is not JsonArray choices)
        {
            return null;
        }

        foreach (var choice in choices.OfType<JsonObject>())
        {
            if (choice["message"] is JsonObject message && choice["delta"] is null)
            {
                choice.Remove("message");
                Number(message["tool_calls"] as JsonArray);
                choice["delta"] = message;
            }
        }

        var chunk = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(chunk, RelaxedJson.WriterOptions))
        {
            answer.WriteTo(writer);
        }

        return chunk.WrittenSpan.ToArray();
    }

    private static void Number(JsonArray? calls)
    {
        for (var i = 0; i < calls?.Count; i++)
        {
            if (calls[i] is JsonObject call && call["index"] is null)
            {
                call["index"] = i;
            }
        }
    }
}
