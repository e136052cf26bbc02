using System.Text.Json;

namespace Relay.ResponsesWire;

/// <summary>Writes the members of the response object that repeat the request, with OpenAI's defaults for absent ones.</summary>
internal static class RequestEcho
{
    public static void Write(Utf8JsonWriter json, JsonElement request)
    {
        WriteMember(json, request, "background", "false");
        WriteMember(json, request, "frequency_penalty", "0");
        WriteMember(json, request, "instructions", "null");
        WriteMember(json, request, "max_output_tokens", "null");
        WriteMember(json, request, "max_tool_calls", "null");
        WriteMember(json, request, "metadata", "{}");
        WriteMember(json, request, "parallel_tool_calls", "true");
        WriteMember(json, request, "presence_penalty", "0");
        WriteMember(json, request, "previous_response_id", "null");
        WriteMember(json, request, "prompt_cache_key", "null");
        WriteObject(json, request, "reasoning", "effort", "summary");
        WriteMember(json, request, "safety_identifier", "null");
        WriteMember(json, request, "service_tier", "\"default\"");
        WriteMember(json, request, "store", "true");
        WriteMember(json, request, "temperature", "1");
        WriteText(json, request);
        WriteMember(json, request, "tool_choice", "\"auto\"");
        WriteTools(json, request);
        WriteMember(json, request, "top_logprobs", "0");
        WriteMember(json, request, "top_p", "1");
        WriteMember(json, request, "truncation", "\"disabled\"");
        WriteMember(json, request, "user", "null");
    }

    private static void WriteMember(Utf8JsonWriter json, JsonElement request, string name, string fallback)
    {
        json.WritePropertyName(name);
        if (Has(request, name, out var value))
        {
            value.WriteTo(json);
        }
        else
        {
            json.WriteRawValue(fallback);
        }
    }

    /// <summary>Writes an object with all the named members, which Open Responses requires; absent ones are null.</summary>
    private static void WriteObject(Utf8JsonWriter json, JsonElement request, string name, params string[] required)
    {
        json.WriteStartObject(name);
        if (Has(request, name, out var value) && value.ValueKind is JsonValueKind.Object)
        {
            WriteComplete(json, value, required);
        }
        else
        {
            WriteComplete(json, default, required);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, JsonElement request)
    {
        json.WriteStartObject("text"u8);
        var text = Has(request, "text", out var value) ? value : default;
        if (!Has(text, "format", out _))
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "text"u8);
            json.WriteEndObject();
        }

        if (text.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in text.EnumerateObject().Where(member => member.Value.ValueKind is not JsonValueKind.Null))
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, JsonElement request)
    {
        json.WriteStartArray("tools"u8);
        if (Has(request, "tools", out var tools) && tools.ValueKind is JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                WriteTool(json, tool);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteTool(Utf8JsonWriter json, JsonElement tool)
    {
        if (!Has(tool, "type", out var type) || type.ValueKind is not JsonValueKind.String || !type.ValueEquals("function"u8))
        {
            tool.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        WriteComplete(json, tool, ["description", "parameters", "strict"]);
        json.WriteEndObject();
    }

    private static void WriteComplete(Utf8JsonWriter json, JsonElement value, ReadOnlySpan<string> required)
    {
        if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        foreach (var name in required)
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out _))
            {
                json.WriteNull(name);
            }
        }
    }

    private static bool Has(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind is JsonValueKind.Object
            && parent.TryGetProperty(name, out value)
            && value.ValueKind is not JsonValueKind.Null;
    }
}
