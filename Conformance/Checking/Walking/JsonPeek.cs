using System.Text.Json;

namespace Conformance.Checking.Walking;

/// <summary>Looks into JSON without ever throwing: what is absent or of another kind is <see langword="default"/>, which again may be looked into.</summary>
internal static class JsonPeek
{
    private const int LongestShown = 160;

    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && TryGet(json, name, out var value) ? value : default;

    public static JsonElement Element(this JsonElement json, int index) =>
        json.ValueKind == JsonValueKind.Array && index >= 0 && index < json.GetArrayLength() ? json[index] : default;

    public static IReadOnlyList<JsonElement> Elements(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [];

    /// <summary>The string; its escaped form when it holds half a surrogate pair.</summary>
    public static string? Text(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return json.GetRawText().Trim('"');
        }
    }

    public static long? Integer(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : null;

    public static bool IsPresent(this JsonElement json) => json.ValueKind != JsonValueKind.Undefined;

    /// <summary>Whether it is neither absent nor null.</summary>
    public static bool HasValue(this JsonElement json) => json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static bool IsObject(this JsonElement json) => json.ValueKind == JsonValueKind.Object;

    public static bool IsArray(this JsonElement json) => json.ValueKind == JsonValueKind.Array;

    /// <summary>Whether both are the same JSON; two absent values are.</summary>
    public static bool Same(this JsonElement json, JsonElement other) =>
        json.IsPresent() && other.IsPresent() ? Equal(json, other) : json.IsPresent() == other.IsPresent();

    /// <summary>As text for people, cut to a reasonable length.</summary>
    public static string Shown(this JsonElement json) => json.IsPresent() ? Shorten(json.GetRawText()) : "nothing";

    public static string Shorten(string text) => text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");

    private static bool TryGet(JsonElement json, string name, out JsonElement value)
    {
        try
        {
            return json.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // Another member's name holds half a surrogate pair, which the platform cannot compare.
            value = json.EnumerateObject().FirstOrDefault(member => IsNamed(member, name)).Value;
            return value.IsPresent();
        }
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // The platform throws for exponents beyond 32 bits and for half a surrogate pair: then the spelling decides.
    private static bool Equal(JsonElement json, JsonElement other)
    {
        try
        {
            return JsonElement.DeepEquals(json, other);
        }
        catch (Exception beyond) when (beyond is InvalidOperationException or ArgumentException)
        {
            return string.Equals(json.GetRawText(), other.GetRawText(), StringComparison.Ordinal);
        }
    }
}
