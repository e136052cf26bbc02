using System.Text.Json;

namespace Scenarios.Model;

/// <summary>
/// The requests that one vendor rejects, from <c>vocabulary/strict/NAME.yaml</c>. The mock plays them when a case or a server has
/// <c>as: NAME</c>.
/// </summary>
/// <param name="Name">The name, which is the file's: a vendor, or one family of its models such as <c>openai-reasoning</c>.</param>
/// <param name="Vendor">The vendor, from the closed list.</param>
/// <param name="Title">Whose API it is, and of which time.</param>
/// <param name="Refusals">The refusals, those of the vendor it is like behind its own; the first that applies answers.</param>
/// <param name="Place">The begin of the file.</param>
public sealed record StrictVendor(string Name, string Vendor, string Title, IReadOnlyList<VendorRefusal> Refusals, SourcePlace Place);

/// <summary>One kind of request that a vendor refuses, with its answer.</summary>
public sealed record VendorRefusal
{
    /// <summary>The id, unique within the vendor.</summary>
    public required string Id { get; init; }

    /// <summary>A description of the rejected request, in one sentence.</summary>
    public required string Says { get; init; }

    /// <summary>The condition that selects the rejected requests. The answer names the members that match it.</summary>
    public required RequestCondition When { get; init; }

    /// <summary>Further conditions, which must all hold.</summary>
    public IReadOnlyList<RequestCondition> OnlyIf { get; init; } = [];

    /// <summary>Conditions of which none may hold.</summary>
    public IReadOnlyList<RequestCondition> Unless { get; init; } = [];

    /// <summary>The status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>The body of the answer. Words such as <c>$member</c> are replaced by the members that match.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>The addresses of pages that document or show the refusal.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The place in its file.</summary>
    public required SourcePlace Place { get; init; }
}
