using System.Text.Json;
using Relay.Contract;

namespace Relay.Compat;

/// <summary>An item as Codex's chat clients pass it to the rest of Codex: without a status, and with an id only for calls.</summary>
internal abstract record CodexItem
{
    public abstract void Write(Utf8JsonWriter json);

    protected static void WriteParts(Utf8JsonWriter json, string type, IEnumerable<string> texts)
    {
        json.WriteStartArray("content"u8);
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>A message, in as many parts as the client made of it.</summary>
internal sealed record CodexMessage(IReadOnlyList<string> Texts) : CodexItem
{
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        WriteParts(json, "output_text", Texts);
    }
}

/// <summary>A reasoning item.</summary>
internal sealed record CodexReasoning(IReadOnlyList<string> Texts) : CodexItem
{
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteString("id"u8, ""u8);
        json.WriteStartArray("summary"u8);
        json.WriteEndArray();
        WriteParts(json, "reasoning_text", Texts);
        json.WriteNull("encrypted_content"u8);
    }
}

/// <summary>A call, under the name and the type that the client declared the tool with.</summary>
internal sealed record CodexCall(string Name, string Arguments, string CallId, ToolOrigin? Origin) : CodexItem
{
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, DeclaredCall.TypeOf(Origin));
        DeclaredCall.WriteName(json, Origin, Name);
        DeclaredCall.WriteArguments(json, Origin, Arguments);
        json.WriteString("call_id"u8, CallId);
    }
}
