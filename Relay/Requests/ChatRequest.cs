using System.Text.Json;
using Relay.Translating;

namespace Relay.Requests;

/// <summary>A chat request before it is written. Its elements live as long as the request they were read from.</summary>
internal sealed class ChatRequest
{
    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Whether a stream is to end with its usage.</summary>
    public bool AsksForUsage { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required IReadOnlyList<ChatTool> Tools { get; init; }

    /// <summary>By their name in <see cref="Tools"/>, those the client calls otherwise.</summary>
    public required IReadOnlyDictionary<string, ToolOrigin> ToolOrigins { get; init; }

    /// <summary>A choice among the tools; it makes no sense without any (R3).</summary>
    public ChatToolChoice? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public JsonElement? ResponseFormat { get; init; }

    public bool Logprobs { get; init; }

    /// <summary>Members that only change their name.</summary>
    public required IReadOnlyList<(string Name, JsonElement Value)> Settings { get; init; }
}

/// <summary>A message of the conversation.</summary>
internal sealed class ChatMessage(string role)
{
    public string Role { get; } = role;

    public List<ChatPart> Parts { get; } = [];

    public List<ChatToolCall> Calls { get; } = [];

    /// <summary>For a tool message, the call it answers.</summary>
    public string? CallId { get; init; }

    /// <summary>What the assistant thought before it, for vendors that want it back (R7).</summary>
    public ChatThought Thought { get; } = new();
}

/// <summary>A piece of a message: text, or an image when <paramref name="ImageUrl"/> is set.</summary>
internal readonly record struct ChatPart(string Text, string? ImageUrl = null, string? Detail = null);

/// <summary>A call the assistant made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">Its arguments, as text.</param>
/// <param name="Extras">What the vendor had put into it beside its function, if it wants that back (Q30).</param>
internal readonly record struct ChatToolCall(string Id, string Name, string Arguments, JsonElement? Extras = null);

/// <summary>A function the assistant may call.</summary>
internal sealed record ChatTool(string Name, string? Description, JsonElement? Parameters, bool? Strict);

/// <summary>Which tool to use: a mode, or a function's name.</summary>
internal sealed record ChatToolChoice(string? Mode, string? Function);
