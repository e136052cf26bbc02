using System.Text.Json;

namespace Relay.Requests.History;

/// <summary>Contains the stored items of earlier turns that a request builds on.</summary>
/// <param name="Items">The items of the turns before this one, input and output, in order.</param>
/// <param name="Referenced">The stored items that the request may refer to, by id. Each comes with the items of its answer that only the
/// relay stores.</param>
/// <param name="Shown">The same items as the client received them, by id.</param>
internal sealed record RequestHistory(
    IReadOnlyList<JsonElement> Items,
    IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Referenced,
    IReadOnlyDictionary<string, JsonElement> Shown)
{
    /// <summary>The history of a request without earlier turns.</summary>
    public static RequestHistory None { get; } = new(
        [],
        new Dictionary<string, IReadOnlyList<JsonElement>>(StringComparer.Ordinal),
        new Dictionary<string, JsonElement>(StringComparer.Ordinal));

    /// <summary>Whether the request continues a conversation, so that it may have no input of its own.</summary>
    public bool Continues => Items.Count > 0;

    /// <summary>Returns the item, or the items it refers to; an empty list if these are not stored.</summary>
    public IReadOnlyList<JsonElement> Resolve(JsonElement item) =>
        StateReader.GetReferencedId(item) is not { } id ? [item] : Referenced.TryGetValue(id, out var kept) ? kept : [];

    /// <summary>Returns the item, or the item it refers to as the client received it; an empty list if that is not stored.</summary>
    public IReadOnlyList<JsonElement> Show(JsonElement item) =>
        StateReader.GetReferencedId(item) is not { } id ? [item] : Shown.TryGetValue(id, out var shown) ? [shown] : [];
}
