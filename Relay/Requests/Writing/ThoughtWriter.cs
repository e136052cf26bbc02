using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Sealing;

namespace Relay.Requests.Writing;

/// <summary>Writes reasoning back to where the vendor had put it (R7); where nobody knows, where the policy says.</summary>
internal readonly struct ThoughtWriter(ChatThought thought, ReasoningField set)
{
    /// <summary>Whether the reasoning is a part of the content (Mistral, Q52).</summary>
    public bool IsPart => set is not ReasoningField.None && thought is { Text: not null, Field: ThoughtField.Parts };

    /// <summary>Writes the members of a message that hold its reasoning.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (set is ReasoningField.None)
        {
            return;
        }

        if (thought.Text is not null)
        {
            WriteText(json, thought.Text);
        }

        if (thought.Details.Count > 0)
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
        json.WriteString("text"u8, thought.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteText(Utf8JsonWriter json, string text)
    {
        if (thought.Field is ThoughtField.Parts || thought is { Field: ThoughtField.Details, Details.Count: > 0 })
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
    private ReasoningField Member => (set, thought.Field) switch
    {
        (ReasoningField.Both, _) => set,
        (_, ThoughtField.ReasoningContent) => ReasoningField.ReasoningContent,
        (_, ThoughtField.Reasoning) => ReasoningField.Reasoning,
        _ => set,
    };

    private void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteStartArray("reasoning_details"u8);
        foreach (var detail in thought.Details)
        {
            detail.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
