using System.Text.Json;
using Conformance.Expecting.Answers;

namespace Conformance.Expecting.Outcomes;

/// <summary>What a client ends up with, whichever way the answer came: event stream, JSON body, HTTP error.</summary>
internal sealed record ReceivedOutcome
{
    /// <summary>
    /// <c>completed</c>, <c>incomplete</c>, <c>failed</c>, another status of the API, or <c>none</c> for an answer without an end.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Why it is incomplete.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it failed; <see langword="null"/> when it did not.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>The relay's own words about the failure, for people.</summary>
    public string? Error { get; init; }

    /// <summary>The event that ended it, or the last one; <see langword="null"/> when it is no stream.</summary>
    public int? EndEvent { get; init; }

    /// <summary>The items in the order of their index, reasoning among them, messages without any text left out.</summary>
    public IReadOnlyList<ReceivedItem> Items { get; init; } = [];

    /// <summary>The usage; nothing to look into when there is none.</summary>
    public JsonElement Usage { get; init; }

    /// <summary>The first response object of the answer, for the names bound in it; nothing to look into when there is none.</summary>
    public JsonElement First { get; init; }

    /// <summary>The response object at the end; nothing to look into when there is none.</summary>
    public JsonElement Response { get; init; }

    /// <summary>All text of messages joined.</summary>
    public string Text => string.Concat(Items.Where(item => item.Type == "message").Select(item => item.Text));

    /// <summary>All refusals joined.</summary>
    public string Refusal => string.Concat(Items.Where(item => item.Type == "message").Select(item => item.Refusal));

    /// <summary>All reasoning joined, summaries before texts within an item.</summary>
    public string Reasoning => string.Concat(Items.Where(item => item.IsReasoning).Select(item => item.Text));
}

/// <summary>One output item as a client has it at the end.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Json">The item as it was told last.</param>
/// <param name="Text">The text of a message or of reasoning.</param>
/// <param name="Refusal">The refusal of a message.</param>
/// <param name="IsWhole">Whether it was closed, and not as incomplete.</param>
/// <param name="Event">The event that closed or opened it; <see langword="null"/> outside a stream.</param>
internal sealed record ReceivedItem(string Type, JsonElement Json, string Text, string Refusal, bool IsWhole, int? Event)
{
    public bool IsReasoning => Type == "reasoning";

    public bool IsMessage => Type == "message";

    public bool IsCall => Type is "function_call" or "custom_tool_call";
}
