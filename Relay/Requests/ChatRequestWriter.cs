using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Requests;

/// <summary>Writes a chat request as JSON.</summary>
internal static class ChatRequestWriter
{
    public static ReadOnlyMemory<byte> Write(ChatRequest request)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            Write(writer, request);
        }

        return json.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        json.WriteStartArray("messages"u8);
        foreach (var message in request.Messages)
        {
            WriteMessage(json, message);
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

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role);
        if (message.CallId is not null)
        {
            json.WriteString("tool_call_id"u8, message.CallId);
        }

        WriteContent(json, message);
        ThoughtWriter.Write(json, message.Thought);
        if (message.Calls.Count > 0)
        {
            WriteCalls(json, message.Calls);
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, ChatMessage message)
    {
        if (ThoughtWriter.IsPart(message.Thought) || message.Parts.Exists(static part => part.ImageUrl is not null))
        {
            json.WriteStartArray("content"u8);
            ThoughtWriter.WritePart(json, message.Thought);
            message.Parts.ForEach(part => WritePart(json, part));
            json.WriteEndArray();
        }
        else if (message.Parts.Count == 0 && message.Calls.Count > 0)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            json.WriteString("content"u8, message.Parts.Count == 1 ? message.Parts[0].Text : string.Concat(message.Parts.Select(static part => part.Text)));
        }
    }

    private static void WritePart(Utf8JsonWriter json, ChatPart part)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, part.ImageUrl is null ? "text"u8 : "image_url"u8);
        if (part.ImageUrl is null)
        {
            json.WriteString("text"u8, part.Text);
        }
        else
        {
            json.WriteStartObject("image_url"u8);
            json.WriteString("url"u8, part.ImageUrl);
            if (part.Detail is not null)
            {
                json.WriteString("detail"u8, part.Detail);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, List<ChatToolCall> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments);
            WriteExtras(json, call.Extras, ofFunction: true);
            json.WriteEndObject();
            WriteExtras(json, call.Extras, ofFunction: false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteExtras(Utf8JsonWriter json, JsonElement? extras, bool ofFunction)
    {
        var owner = extras;
        if (ofFunction)
        {
            owner = extras is { } call && RequestCheck.Has(call, "function", out var function) ? function : null;
        }

        foreach (var member in owner?.EnumerateObject() ?? default)
        {
            if (ofFunction || !member.NameEquals("function"u8))
            {
                member.WriteTo(json);
            }
        }
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request)
    {
        // Vendors refuse an empty list (R11), and a choice or parallelism without one (R2, R3).
        if (request.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            WriteTool(json, tool);
        }

        json.WriteEndArray();
        WriteChoice(json, request.ToolChoice);
        if (request.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static void WriteTool(Utf8JsonWriter json, ChatTool tool)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is not null)
        {
            json.WriteString("description"u8, tool.Description);
        }

        WriteParameters(json, tool.Parameters);
        if (tool.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, JsonElement? parameters)
    {
        json.WriteStartObject("parameters"u8);
        if (parameters is not { } schema)
        {
            json.WriteString("type"u8, "object"u8);
            json.WriteStartObject("properties"u8);
            json.WriteEndObject();
        }
        else
        {
            // Vendors refuse a schema that does not say it is an object (R9).
            var typed = RequestCheck.Has(schema, "type", out _);
            if (!typed)
            {
                json.WriteString("type"u8, "object"u8);
            }

            foreach (var member in schema.EnumerateObject().Where(member => typed || !member.NameEquals("type"u8)))
            {
                member.WriteTo(json);
            }
        }

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
            WriteFormat(json, format);
        }
    }

    private static void WriteFormat(Utf8JsonWriter json, JsonElement format)
    {
        json.WriteStartObject("response_format"u8);
        format.GetProperty("type"u8).WriteTo(json, "type"u8);
        if (format.GetProperty("type"u8).ValueEquals("json_schema"u8))
        {
            json.WriteStartObject("json_schema"u8);
            foreach (var member in format.EnumerateObject().Where(static member => !member.NameEquals("type"u8) && member.Value.ValueKind != JsonValueKind.Null))
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
