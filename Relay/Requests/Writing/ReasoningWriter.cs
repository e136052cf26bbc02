using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Sealing;

namespace Relay.Requests.Writing;

/// <summary>Writes reasoning to the member in which the vendor had sent it (R7); if that is unknown, to the member of the policy.</summary>
internal readonly struct ReasoningWriter(ChatReasoning? reasoning, ReasoningField policy)
{
    /// <summary>Whether the reasoning is a part of the content (Mistral, Q52).</summary>
    public bool IsPart => policy is not ReasoningField.None && reasoning is { Text: not null, Field: ReasoningLocation.Parts };

    /// <summary>Writes the members of a message that contain its reasoning.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (policy is ReasoningField.None || reasoning is null)
        {
            return;
        }

        if (reasoning.Text is not null)
        {
            WriteText(json, reasoning.Text);
        }

        if (reasoning.Details.Count > 0)
        {
            WriteList(json, "reasoning_details"u8, reasoning.Details);
        }

        if (reasoning.Blocks.Count > 0)
        {
            WriteList(json, "thinking_blocks"u8, reasoning.Blocks);
        }

        if (reasoning.Opaque is not null)
        {
            json.WriteString("reasoning_opaque"u8, reasoning.Opaque);
        }
    }

    /// <summary>Writes reasoning as a part of the content.</summary>
    public void WritePart(Utf8JsonWriter json)
    {
        if (reasoning is null || !IsPart)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "thinking"u8);
        json.WriteStartArray("thinking"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, reasoning.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteText(Utf8JsonWriter json, string text)
    {
        if (reasoning?.Field is ReasoningLocation.Parts
            || reasoning is { Field: ReasoningLocation.Details, Details.Count: > 0 }
            || reasoning is { Field: ReasoningLocation.Blocks, Blocks.Count: > 0 })
        {
            return;
        }

        if (reasoning?.Field is ReasoningLocation.ReasoningText && policy is not ReasoningField.Both)
        {
            json.WriteString("reasoning_text"u8, text);
            return;
        }

        var member = Member;
        if (member is ReasoningField.ReasoningContent or ReasoningField.Both)
        {
            json.WriteString("reasoning_content"u8, text);
        }

        if (member is ReasoningField.Reasoning or ReasoningField.Both)
        {
            json.WriteString("reasoning"u8, text);
        }
    }

    // The member that the vendor used takes precedence over the policy, except for the policy that sends both.
    private ReasoningField Member => (policy, reasoning?.Field) switch
    {
        (ReasoningField.Both, _) => policy,
        (_, ReasoningLocation.ReasoningContent) => ReasoningField.ReasoningContent,
        (_, ReasoningLocation.Reasoning) => ReasoningField.Reasoning,
        _ => policy,
    };

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<JsonElement> elements)
    {
        json.WriteStartArray(name);
        foreach (var element in elements)
        {
            element.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
