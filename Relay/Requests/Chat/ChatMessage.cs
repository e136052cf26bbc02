using System.Text.Json;

namespace Relay.Requests.Chat;

/// <summary>Represents a message of the chat request.</summary>
internal sealed class ChatMessage(string role)
{
    public string Role { get; } = role;

    // Nearly all messages have one part, and a long conversation has many messages.
    public List<ChatPart> Parts { get; } = new(1);

    public List<ChatToolCall> Calls { get; } = [];

    /// <summary>For a message of the role <c>tool</c>: the id of the call it answers.</summary>
    public string? CallId { get; set; }

    /// <summary>The JSON path of the input item it came from; empty for a message that the relay added.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether a turn begins here: the client sent it with the role <c>user</c>.</summary>
    public bool BeginsTurn { get; init; }

    /// <summary>Whether the content is written as a list of parts even if it is only text.</summary>
    public bool IsList { get; set; }

    /// <summary>Whether a message without parts is written with the content null instead of an empty text.</summary>
    public bool HasNullContent { get; set; }

    /// <summary>The reasoning before the message, for vendors that require it back (R7); <see langword="null"/> if there is none.</summary>
    public ChatReasoning? Reasoning { get; set; }

    /// <summary>Returns the text of all parts.</summary>
    public string Text => Parts is [TextPart only] ? only.Text : string.Concat(Parts.OfType<TextPart>().Select(static part => part.Text));

    public static ChatMessage CreateText(string role, string text, string path = "") =>
        new(role) { Path = path, Parts = { new TextPart(text) } };
}

/// <summary>Represents a tool call of an assistant message.</summary>
/// <param name="Id">The id that its output names.</param>
/// <param name="Name">The name that the vendor knows the tool by.</param>
/// <param name="Arguments">The arguments, as JSON.</param>
/// <param name="ItemId">The id of its input item. Some clients name this id in the output.</param>
/// <param name="Path">The JSON path of the input item it came from; empty for a message that the relay added.</param>
internal sealed record ChatToolCall(string Id, string Name, string Arguments, string? ItemId = null, string Path = "")
{
    /// <summary>Members that the vendor had added beside the function and requires back (Q30).</summary>
    public JsonElement? Extras { get; init; }

    /// <summary>Whether the turn goes on before the call has an output (<c>async</c>).</summary>
    public bool IsAsync { get; init; }

    /// <summary>The whole call as JSON, where it is not sent as a function call.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }
}
