using System.Text.Json;

namespace Relay.Sealing;

/// <summary>What is under a seal: what a vendor thought, and what it signed, as it wants them back.</summary>
internal sealed record VendorReasoning
{
    /// <summary>The whole of the reasoning as text; empty when there was none to read.</summary>
    public string Text { get; init; } = "";

    public ReasoningLocation Field { get; init; }

    /// <summary>The elements of <c>reasoning_details</c>, put together from their deltas.</summary>
    public IReadOnlyList<JsonElement> Details { get; init; } = [];

    /// <summary>By call id, what the vendor's calls held beside their function.</summary>
    public IReadOnlyDictionary<string, JsonElement> Calls { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
