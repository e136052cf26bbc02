using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Sealing;

namespace Relay.Requests.Writing;

/// <summary>Writes reasoning back to where the vendor had put it (R7); where nobody knows, where the policy says.</summary>
internal readonly struct ReasoningWriter(ChatReasoning reasoning, ReasoningField policy)
{
    /// <summary>Whether the reasoning is a part of the content (Mistral, Q52).</summary>
    public bool IsPart => policy is not ReasoningField.None && reasoning is { Text: not null, Field: ReasoningLocation.Parts };

    /// <summary>Writes the members of a message that hold its reasoning.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (policy is ReasoningField.None)
        {
            return;
        }

        if (reasoning.Text is not null)
        {
            WriteText(json, reasoning.Text);
        }

        if (reasoning.Details.Count > 0)
        {
            WriteDetails(json);
        }
    }

    /// <summary>Writes reasoning that is a part of the content.</summary>
    public void WritePart(Utf8JsonWriter json)
    {
        if (!IsPart)
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
        if (reasoning.Field is ReasoningLocation.Parts || reasoning is { Field: ReasoningLocation.Details, Details.Count: > 0 })
        {
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

    // What the vendor itself did says more than what it is set to; who is set to both gets both.
    private ReasoningField Member => (policy, reasoning.Field) switch
    {
        (ReasoningField.Both, _) => policy,
        (_, ReasoningLocation.ReasoningContent) => ReasoningField.ReasoningContent,
        (_, ReasoningLocation.Reasoning) => ReasoningField.Reasoning,
        _ => policy,
    };

    private void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteStartArray("reasoning_details"u8);
        foreach (var detail in reasoning.Details)
        {
            detail.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
