using System.Text.Json;

namespace Relay.Requests.Chat;

/// <summary>A message of the conversation.</summary>
internal sealed class ChatMessage(string role)
{
    public string Role { get; } = role;

    public List<ChatPart> Parts { get; } = [];

    public List<ChatToolCall> Calls { get; } = [];

    /// <summary>For a tool message, the call it answers.</summary>
    public string? CallId { get; set; }

    /// <summary>Where in the request it came from; empty when the relay made it.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether the user said it, so that a turn begins.</summary>
    public bool BeginsTurn { get; init; }

    /// <summary>Whether text alone is told as parts too.</summary>
    public bool IsList { get; set; }

    /// <summary>What the assistant thought before it, for vendors that want it back (R7).</summary>
    public ChatReasoning Reasoning { get; set; } = new();

    /// <summary>All its text.</summary>
    public string Text => Parts is [TextPart only] ? only.Text : string.Concat(Parts.OfType<TextPart>().Select(static part => part.Text));

    public static ChatMessage CreateText(string role, string text) => new(role) { Parts = { new TextPart(text) } };
}

/// <summary>A call the assistant made.</summary>
/// <param name="Id">The id its output names.</param>
/// <param name="Name">The tool, as the vendor knows it.</param>
/// <param name="Arguments">The arguments, as JSON.</param>
/// <param name="ItemId">The id of the item it came in; some clients answer to that one.</param>
/// <param name="Path">Where in the request it came from.</param>
internal sealed record ChatToolCall(string Id, string Name, string Arguments, string? ItemId = null, string Path = "")
{
    /// <summary>What the vendor had put into it beside its function, if it wants that back (Q30).</summary>
    public JsonElement? Extras { get; init; }

    /// <summary>The item itself, where the call is told in a shape of its own.</summary>
    public JsonElement? OwnShape { get; init; }
}
