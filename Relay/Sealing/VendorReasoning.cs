using System.Text.Json;

namespace Relay.Sealing;

/// <summary>
/// Contains the content of an encrypted reasoning item: reasoning and signatures in the form that the vendor requires back.
/// </summary>
internal sealed record VendorReasoning
{
    /// <summary>The reasoning as text; empty if there was none.</summary>
    public string Text { get; init; } = "";

    public ReasoningLocation Field { get; init; }

    /// <summary>The elements of <c>reasoning_details</c>, joined from their deltas.</summary>
    public IReadOnlyList<JsonElement> Details { get; init; } = [];

    /// <summary>The elements of <c>thinking_blocks</c>, joined from their deltas.</summary>
    public IReadOnlyList<JsonElement> Blocks { get; init; } = [];

    /// <summary>The value of <c>reasoning_opaque</c>; empty if there was none.</summary>
    public string Opaque { get; init; } = "";

    /// <summary>The members that the vendor added to its calls, by call id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Calls { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
