using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Writing;

/// <summary>Writes a chat request as JSON.</summary>
internal static class ChatRequestWriter
{
    public static ReadOnlyMemory<byte> Write(ChatRequest request)
    {
        var json = new SegmentedBuffer(1024);
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            Write(writer, request);
        }

        return json.Written.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        json.WriteStartArray("messages"u8);
        foreach (var message in request.Messages)
        {
            MessageWriter.Write(json, message, request.ReasoningField);
        }

        json.WriteEndArray();
        WriteTools(json, request);
        WriteSettings(json, request);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        if (request.Stream && request.AsksForUsage)
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request)
    {
        // Vendors reject an empty list (R11), and a choice or <c>parallel_tool_calls</c> without tools (R2, R3).
        if (request.Tools.Count == 0)
        {
            WriteNoTools(json, request);
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            WriteTool(json, tool, request.CompletesSchemas);
        }

        json.WriteEndArray();
        WriteChoice(json, request.ToolChoice);
        if (request.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static void WriteNoTools(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.SendsEmptyTools)
        {
            json.WriteStartArray("tools"u8);
            json.WriteEndArray();
        }
    }

    private static void WriteTool(Utf8JsonWriter json, ChatTool tool, bool completesSchema)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is not null)
        {
            json.WriteString("description"u8, tool.Description);
        }

        ToolSchemaWriter.Write(json, tool.Parameters, completesSchema);
        if (tool.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatToolChoice? choice)
    {
        if (choice?.Mode is not null)
        {
            json.WriteString("tool_choice"u8, choice.Mode);
        }
        else if (choice?.Function is not null)
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, choice.Function);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void WriteSettings(Utf8JsonWriter json, ChatRequest request)
    {
        foreach (var (name, value) in request.Settings)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        if (request.Logprobs)
        {
            json.WriteBoolean("logprobs"u8, true);
        }

        if (request.ResponseFormat is { } format)
        {
            WriteFormat(json, format, request.KeepsStrictSchema);
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, JsonElement format, bool keepsStrict)
    {
        json.WriteStartObject("response_format"u8);
        format.GetProperty("type"u8).WriteTo(json, "type"u8);
        if (format.GetProperty("type"u8).ValueEquals("json_schema"u8))
        {
            json.WriteStartObject("json_schema"u8);
            foreach (var member in format.EnumerateObject()
                .Where(static member => member.Value.ValueKind != JsonValueKind.Null && !member.NameEquals("type"u8))
                .Where(member => keepsStrict || !member.NameEquals("strict"u8)))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTo(this JsonElement value, Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
