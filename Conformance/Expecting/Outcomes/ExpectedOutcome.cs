using System.Text.Json;
using Conformance.Expecting.Answers;
using Scenarios.Model;

namespace Conformance.Expecting.Outcomes;

/// <summary>
/// What a client must end up with, derived from an event list, from <c>final</c> or from <c>http</c>. A member that is
/// <see langword="null"/> is not demanded.
/// </summary>
internal sealed record ExpectedOutcome
{
    /// <summary>A pattern of the status.</summary>
    public JsonElement? Status { get; init; }

    /// <summary>A pattern of the reason why it is incomplete.</summary>
    public JsonElement? Reason { get; init; }

    /// <summary>Why it fails.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>The items in order, from an event list or a list of patterns.</summary>
    public IReadOnlyList<ExpectedItem>? Items { get; init; }

    /// <summary>A pattern of all text joined.</summary>
    public JsonElement? Text { get; init; }

    /// <summary>A pattern of all refusals joined.</summary>
    public JsonElement? Refusal { get; init; }

    /// <summary>A pattern of all reasoning joined.</summary>
    public JsonElement? Reasoning { get; init; }

    /// <summary>The calls in order.</summary>
    public IReadOnlyList<ExpectedItem>? Calls { get; init; }

    /// <summary>The largest number of items, reasoning included.</summary>
    public int? MostItems { get; init; }

    /// <summary>A pattern of the usage.</summary>
    public JsonElement? Usage { get; init; }

    /// <summary>A pattern of the HTTP answer, where the answer is neither a stream nor an error.</summary>
    public JsonElement? Http { get; init; }

    /// <summary>Patterns of response objects, for the names bound in them.</summary>
    public IReadOnlyList<JsonElement> Responses { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public required SourcePlace Place { get; init; }
}

/// <summary>One item that a client must end up with. A member that is <see langword="null"/> is not demanded.</summary>
internal sealed record ExpectedItem
{
    /// <summary>The type; empty when any will do.</summary>
    public required string Type { get; init; }

    /// <summary>A pattern of the text of a message or of reasoning.</summary>
    public JsonElement? Text { get; init; }

    /// <summary>A pattern of the refusal of a message.</summary>
    public JsonElement? Refusal { get; init; }

    /// <summary>A pattern of a call's name.</summary>
    public JsonElement? Name { get; init; }

    /// <summary>A pattern of a call's <c>call_id</c>.</summary>
    public JsonElement? CallId { get; init; }

    /// <summary>A pattern of a call's arguments or input.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Whether the item is closed as complete.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Patterns of its annotations.</summary>
    public IReadOnlyList<JsonElement> Annotations { get; init; } = [];

    /// <summary>Patterns of the item itself, for the names bound in them and for what only this item type has.</summary>
    public IReadOnlyList<JsonElement> Patterns { get; init; } = [];

    public bool IsReasoning => Type == "reasoning";

    public bool IsMessage => Type == "message";

    public bool IsCall => Type is "function_call" or "custom_tool_call";
}
