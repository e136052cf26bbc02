using System.Text.Json;
using Relay.Sealing;

namespace Relay.Requests;

/// <summary>Writes reasoning back to where the vendor had put it (R7); where nobody knows, into <c>reasoning_content</c>.</summary>
internal static class ThoughtWriter
{
    /// <summary>Writes the members of a message that hold its reasoning.</summary>
    public static void Write(Utf8JsonWriter json, ChatThought thought)
    {
        if (thought.Text is not null)
        {
            WriteText(json, thought);
        }

        if (thought.Details.Count == 0)
        {
            return;
        }

        json.WriteStartArray("reasoning_details"u8);
        foreach (var detail in thought.Details)
        {
            detail.WriteTo(json);
        }

        json.WriteEndArray();
    }

    /// <summary>Whether the reasoning is a part of the content (Mistral, Q52).</summary>
    public static bool IsPart(ChatThought thought) => thought is { Text: not null, Field: ThoughtField.Parts };

    /// <summary>Writes reasoning that is a part of the content.</summary>
    public static void WritePart(Utf8JsonWriter json, ChatThought thought)
    {
        if (!IsPart(thought))
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "thinking"u8);
        json.WriteStartArray("thinking"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, thought.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ChatThought thought)
    {
        switch (thought.Field)
        {
            case ThoughtField.Reasoning:
                json.WriteString("reasoning"u8, thought.Text);
                break;
            case ThoughtField.Details when thought.Details.Count > 0:
            case ThoughtField.Parts:
                break;
            default:
                json.WriteString("reasoning_content"u8, thought.Text);
                break;
        }
    }
}
