using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Writing;

/// <summary>Writes one message of a chat request.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter json, ChatMessage message, ReasoningField field)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role);
        if (message.CallId is not null)
        {
            json.WriteString("tool_call_id"u8, message.CallId);
        }

        var reasoning = new ReasoningWriter(message.Reasoning, field);
        WriteContent(json, message, reasoning);
        reasoning.Write(json);
        if (message.Calls.Count > 0)
        {
            WriteCalls(json, message.Calls);
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, ChatMessage message, ReasoningWriter reasoning)
    {
        if (reasoning.IsPart || (message.Parts.Count > 0 && (message.IsList || message.Parts.Exists(static part => part is not TextPart))))
        {
            json.WriteStartArray("content"u8);
            reasoning.WritePart(json);
            message.Parts.ForEach(part => WritePart(json, part));
            json.WriteEndArray();
        }
        else if (message.Parts.Count == 0 && (message.Calls.Count > 0 || message.HasNullContent))
        {
            json.WriteNull("content"u8);
        }
        else
        {
            JsonText.WriteText(json, "content"u8, message.Text);
        }
    }

    private static void WritePart(Utf8JsonWriter json, ChatPart part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, "text"u8);
                JsonText.WriteText(json, "text"u8, text.Text);
                break;
            case ImagePart image:
                WriteMembers(json, "image_url", ("url", image.Url), ("detail", image.Detail));
                break;
            case FilePart file:
                WriteMembers(json, "file", ("file_id", file.Id), ("filename", file.Name), ("file_data", file.Content));
                break;
            case AudioPart audio:
                json.WriteString("type"u8, "input_audio"u8);
                json.WritePropertyName("input_audio"u8);
                audio.Audio.WriteTo(json);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part.");
        }

        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, string type, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                JsonText.WriteText(json, Encoding.UTF8.GetBytes(name), value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, List<ChatToolCall> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            if (call.Json is { } whole)
            {
                json.WriteRawValue(whole.Span, skipInputValidation: true);
            }
            else
            {
                WriteFunction(json, call);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteFunction(Utf8JsonWriter json, ChatToolCall call)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        JsonText.WriteText(json, "arguments"u8, call.Arguments);
        WriteExtras(json, call.Extras, ofFunction: true);
        json.WriteEndObject();
        WriteExtras(json, call.Extras, ofFunction: false);
        json.WriteEndObject();
    }

    private static void WriteExtras(Utf8JsonWriter json, JsonElement? extras, bool ofFunction)
    {
        var owner = extras;
        if (ofFunction)
        {
            owner = extras is { } call && RequestCheck.TryGet(call, "function", out var function) ? function : null;
        }

        foreach (var member in owner?.EnumerateObject() ?? default)
        {
            if (ofFunction || !member.NameEquals("function"u8))
            {
                member.WriteTo(json);
            }
        }
    }
}
