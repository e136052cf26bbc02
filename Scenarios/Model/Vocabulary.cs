using System.Text.Json;

namespace Scenarios.Model;

/// <summary>The closed lists a scenario's words are checked against, read from <c>vocabulary/*.yaml</c>.</summary>
public sealed record Vocabulary
{
    /// <summary>Whether the folder has no vocabulary, so that a case may use any tag, reference, quirk, vendor and rule.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The tags with their meanings.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Specification references such as <c>chat#delta-tool_calls</c>.</summary>
    public required IReadOnlyDictionary<string, SpecEntry> Specs { get; init; }

    /// <summary>Quirk rows such as <c>Q04</c> with their titles.</summary>
    public required IReadOnlyDictionary<string, string> Quirks { get; init; }

    /// <summary>Vendors with their display names.</summary>
    public required IReadOnlyDictionary<string, string> Vendors { get; init; }

    /// <summary>The vendors whose refusals the mock can play (<c>as:</c>), by name.</summary>
    public IReadOnlyDictionary<string, StrictVendor> Strict { get; init; } = new Dictionary<string, StrictVendor>();

    /// <summary>The ids of the rules with their descriptions.</summary>
    public required IReadOnlyDictionary<string, string> Rules { get; init; }

    /// <summary>Function tools by name: the whole tool object as a Responses request has it.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Tools { get; init; }
}

/// <summary>One specification reference.</summary>
/// <param name="Title">The requirement in one sentence.</param>
/// <param name="Url">Its page, the template filled in; <see langword="null"/> when it has none.</param>
public sealed record SpecEntry(string Title, string? Url);
