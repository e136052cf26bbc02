using System.Text.Json.Nodes;

namespace Conformance.Tests.Mutants;

/// <summary>One SSE event on its way through a wrong relay.</summary>
/// <param name="Event">The <c>event:</c> field, or <see langword="null"/>.</param>
/// <param name="Data">The data as text.</param>
internal sealed record Frame(string? Event, string Data)
{
    /// <summary>The bytes on the wire, where they are not a well-formed event.</summary>
    public string? Raw { get; init; }

    /// <summary>The data as a JSON object of its own, or <see langword="null"/> when it is none.</summary>
    public JsonObject? Json => Data.StartsWith('{') ? JsonNode.Parse(Data) as JsonObject : null;

    /// <summary>The member <c>type</c>; empty when there is none.</summary>
    public string Type => Json?["type"]?.GetValue<string>() ?? "";

    /// <summary>Whether it ends a stream of events.</summary>
    public bool IsTerminal => Type is "response.completed" or "response.incomplete" or "response.failed";

    /// <summary>The same frame with its JSON changed.</summary>
    public Frame With(Action<JsonObject> change)
    {
        var json = Json ?? throw new InvalidOperationException("Only JSON frames can be changed.");
        change(json);
        return this with { Data = json.ToJsonString() };
    }

    /// <summary>The frame as bytes on the wire.</summary>
    public string ToWire() => Raw ?? (Event is null ? "" : $"event: {Event}\n") + $"data: {Data}\n\n";
}
