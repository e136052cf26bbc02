using System.Text.Json;
using Relay.Requests.Chat;

namespace Relay.Compat.CodexRelay;

/// <summary>
/// The message of a turn without text and calls. codex-relay added it to the history with the content null, and with the reasoning if
/// there was any.
/// </summary>
internal static class EmptyAnswer
{
    /// <summary>Writes the items that are stored for the message.</summary>
    public static void Write(Utf8JsonWriter json, string reasoning)
    {
        json.WriteStartArray();
        if (reasoning.Length > 0)
        {
            WriteReasoning(json, reasoning);
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Returns whether a message was read from the items that are stored for such a turn.</summary>
    public static bool Is(ChatMessage message) =>
        message is { Role: "assistant", Parts.Count: 0, Calls.Count: 0 } && message.Path.StartsWith("history[", StringComparison.Ordinal);

    private static void WriteReasoning(Utf8JsonWriter json, string reasoning)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        json.WriteEndArray();
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning_text"u8);
        json.WriteString("text"u8, reasoning);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
