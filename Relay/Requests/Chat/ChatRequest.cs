using System.Text.Json;
using Relay.Contract;
using Relay.Policies;

namespace Relay.Requests.Chat;

/// <summary>
/// Represents a chat request before it is written. Its JSON elements are valid as long as the document of the client's request.
/// </summary>
internal sealed record ChatRequest
{
    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>Whether a stream must end with its usage (<c>stream_options.include_usage</c>).</summary>
    public bool AsksForUsage { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required IReadOnlyList<ChatTool> Tools { get; init; }

    /// <summary>Whether <c>tools</c> is sent when it is empty.</summary>
    public bool SendsEmptyTools { get; init; }

    /// <summary>
    /// The tools of <see cref="Tools"/> that the client knows by another name or type, by their name in the chat request.
    /// </summary>
    public required IReadOnlyDictionary<string, ToolOrigin> ToolOrigins { get; init; }

    /// <summary>The choice among the tools. It is not sent without tools (R3).</summary>
    public ChatToolChoice? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    /// <summary>The member in which reasoning is sent back.</summary>
    public ReasoningField ReasoningField { get; init; }

    /// <summary>Whether members that are missing in the parameters of a tool are added (R14).</summary>
    public bool CompletesSchemas { get; init; }

    /// <summary>Whether <c>strict</c> of the text format is sent.</summary>
    public bool KeepsStrictSchema { get; init; } = true;

    public JsonElement? ResponseFormat { get; init; }

    public bool Logprobs { get; init; }

    /// <summary>Whether the request asks for the summary of a compaction.</summary>
    public CompactionForm Compaction { get; init; }

    /// <summary>The other members, by their names in the chat request.</summary>
    public required IReadOnlyList<(string Name, JsonElement Value)> Settings { get; init; }
}

/// <summary>Represents a function that the model may call.</summary>
internal sealed record ChatTool(string Name, string? Description, JsonElement? Parameters, bool? Strict);

/// <summary>Represents <c>tool_choice</c>: a mode, or the name of a function.</summary>
internal sealed record ChatToolChoice(string? Mode, string? Function);
