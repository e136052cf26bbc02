using System.Text.Json;

namespace Relay.Requests.History;

/// <summary>What was kept of earlier turns, as far as a request builds on it.</summary>
/// <param name="Items">The items of the turns before this one, input and output, in their order.</param>
/// <param name="Referenced">By id, what a request may refer to: the item as it is kept, and beside it those of its answer that only the relay knows.</param>
/// <param name="Shown">By id, the same items as their client knows them.</param>
internal sealed record RequestHistory(
    IReadOnlyList<JsonElement> Items, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Referenced, IReadOnlyDictionary<string, JsonElement> Shown)
{
    /// <summary>Of a request that stands for itself.</summary>
    public static RequestHistory None { get; } = new([], new Dictionary<string, IReadOnlyList<JsonElement>>(StringComparer.Ordinal), new Dictionary<string, JsonElement>(StringComparer.Ordinal));

    /// <summary>Whether the request continues a conversation, and so need not bring input of its own.</summary>
    public bool Continues => Items.Count > 0;

    /// <summary>The item itself, or what it refers to; nothing when that is not kept.</summary>
    public IReadOnlyList<JsonElement> Resolve(JsonElement item) =>
        StateReader.GetReferencedId(item) is not { } id ? [item] : Referenced.TryGetValue(id, out var kept) ? kept : [];

    /// <summary>The item itself, or the one it refers to as the client knows it; nothing when that is not kept.</summary>
    public IReadOnlyList<JsonElement> Show(JsonElement item) =>
        StateReader.GetReferencedId(item) is not { } id ? [item] : Shown.TryGetValue(id, out var shown) ? [shown] : [];
}
