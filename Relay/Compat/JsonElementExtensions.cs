using System.Text.Json;

namespace Relay.Compat;

/// <summary>Looks into JSON that may hold anything, as the older systems did: what is missing or of another kind is nothing.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement? Member(this JsonElement? owner, string name) => owner?.Member(name);

    public static string? Text(this JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The elements of an array; <see langword="null"/> when it is none.</summary>
    public static JsonElement.ArrayEnumerator? Elements(this JsonElement? value) => value is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : null;

    public static ulong? Index(this JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var index) ? index : null;
}
