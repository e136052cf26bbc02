using System.Buffers;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests;

/// <summary>
/// Copies the members of a request that the response repeats, so that a long stream does not keep the whole conversation in memory.
/// </summary>
internal static class EchoReader
{
    private static readonly HashSet<string> Echoed = new(StringComparer.Ordinal)
    {
        "instructions", "max_output_tokens", "metadata", "parallel_tool_calls", "previous_response_id", "reasoning", "temperature", "text",
        "tool_choice", "tools",
        "top_p", "truncation", "user", "store", "service_tier", "prompt_cache_key", "safety_identifier", "max_tool_calls", "top_logprobs",
        "presence_penalty",
        "frequency_penalty", "background", "include",
    };

    public static ResponseEcho Read(JsonElement request, ChatRequest chat, string model, string id, long createdAt) => new()
    {
        Id = id,
        CreatedAt = createdAt,
        Model = model,
        Request = Copy(request),
        Logprobs = chat.Logprobs,
        EncryptsReasoning = IncludesName(request, "reasoning.encrypted_content"u8),
        Compaction = chat.Compaction,
        DeclaredTools = chat.Tools.Select(static tool => tool.Name).ToHashSet(StringComparer.Ordinal),
        ToolOrigins = chat.ToolOrigins,
    };

    private static bool IncludesName(JsonElement request, ReadOnlySpan<byte> wanted)
    {
        if (request.TryGetProperty("include"u8, out var include) && include.ValueKind is JsonValueKind.Array)
        {
            foreach (var name in include.EnumerateArray())
            {
                if (name.ValueKind is JsonValueKind.String && name.ValueEquals(wanted))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static JsonElement Copy(JsonElement request)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in request.EnumerateObject().Where(static member => Echoed.Contains(member.Name)))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(json.WrittenSpan, new JsonReaderOptions { MaxDepth = RequestLimits.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }
}
