using System.Text.Json;
using Relay.Contract;
using Relay.Policies;

namespace Relay.Requests.Chat;

/// <summary>A chat request before it is written. Its elements live as long as the request they were read from.</summary>
internal sealed record ChatRequest
{
    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Whether a stream is to end with its usage.</summary>
    public bool AsksForUsage { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required IReadOnlyList<ChatTool> Tools { get; init; }

    /// <summary>Whether an empty list of tools is sent.</summary>
    public bool SendsEmptyTools { get; init; }

    /// <summary>By their name in <see cref="Tools"/>, those the client calls otherwise.</summary>
    public required IReadOnlyDictionary<string, ToolOrigin> ToolOrigins { get; init; }

    /// <summary>A choice among the tools; it makes no sense without any (R3).</summary>
    public ChatToolChoice? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    /// <summary>In which member reasoning goes back.</summary>
    public ReasoningField ReasoningField { get; init; }

    /// <summary>Whether the format of the text says strict.</summary>
    public bool KeepsStrictSchema { get; init; } = true;

    public JsonElement? ResponseFormat { get; init; }

    public bool Logprobs { get; init; }

    /// <summary>Members that only change their name.</summary>
    public required IReadOnlyList<(string Name, JsonElement Value)> Settings { get; init; }
}

/// <summary>A function the assistant may call.</summary>
internal sealed record ChatTool(string Name, string? Description, JsonElement? Parameters, bool? Strict);

/// <summary>Which tool to use: a mode, or a function's name.</summary>
internal sealed record ChatToolChoice(string? Mode, string? Function);
