using System.Text.Json;

namespace Relay.Requests;

/// <summary>What was kept of earlier turns, as far as a request builds on it.</summary>
/// <param name="Items">The items of the turns before this one, input and output, in their order.</param>
/// <param name="Referenced">Items a request may refer to, by their ids.</param>
internal sealed record RequestHistory(IReadOnlyList<JsonElement> Items, IReadOnlyDictionary<string, JsonElement> Referenced)
{
    /// <summary>Of a request that stands for itself.</summary>
    public static RequestHistory None { get; } = new([], new Dictionary<string, JsonElement>(StringComparer.Ordinal));

    /// <summary>Whether the request continues a conversation, and so need not bring input of its own.</summary>
    public bool Continues => Items.Count > 0;

    /// <summary>The item itself, or the one it refers to; <see langword="null"/> when that is not kept.</summary>
    public JsonElement? Resolve(JsonElement item) =>
        StateReader.ReferenceOf(item) is { } id ? Referenced.TryGetValue(id, out var kept) ? kept : null : item;
}
