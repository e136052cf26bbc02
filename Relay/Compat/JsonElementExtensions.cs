using System.Text.Json;

namespace Relay.Compat;

/// <summary>Reads JSON of any shape as the older systems did: a missing member and one of another kind are both null.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement? Member(this JsonElement? owner, string name) => owner?.Member(name);

    public static string? Text(this JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Returns the elements of an array; <see langword="null"/> for another kind.</summary>
    public static JsonElement.ArrayEnumerator? Elements(this JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : null;

    public static ulong? Index(this JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var index) ? index : null;
}
