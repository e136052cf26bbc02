using System.Text.Json;

namespace MockUpstream.Json;

/// <summary>
/// Reads JSON without throwing: a value that is absent or of another kind is <see langword="default"/>, which can be read in the same way.
/// </summary>
public static class LenientJsonExtensions
{
    private const int LongestShown = 160;

    /// <summary>Returns the member of an object, or an absent value.</summary>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && TryGet(json, name, out var value) ? value : default;

    /// <summary>Returns the element of a list, or an absent value.</summary>
    public static JsonElement Element(this JsonElement json, int index) =>
        json.ValueKind == JsonValueKind.Array && index >= 0 && index < json.GetArrayLength() ? json[index] : default;

    /// <summary>Returns the elements of a list; an empty list for any other value.</summary>
    public static IReadOnlyList<JsonElement> Elements(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [];

    /// <summary>Returns the string; its escaped form when it holds half a surrogate pair.</summary>
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

    /// <summary>Returns the whole number; <see langword="null"/> for any other value.</summary>
    public static long? WholeNumber(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : null;

    /// <summary>Returns whether the value exists, even if it is null.</summary>
    public static bool IsPresent(this JsonElement json) => json.ValueKind != JsonValueKind.Undefined;

    /// <summary>Returns whether it is neither absent nor null.</summary>
    public static bool HasValue(this JsonElement json) => json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Returns whether it is an object.</summary>
    public static bool IsObject(this JsonElement json) => json.ValueKind == JsonValueKind.Object;

    /// <summary>Returns whether it is a list.</summary>
    public static bool IsArray(this JsonElement json) => json.ValueKind == JsonValueKind.Array;

    /// <summary>Returns whether both are the same JSON; two absent values are.</summary>
    public static bool IsEqualTo(this JsonElement json, JsonElement other) =>
        json.IsPresent() && other.IsPresent() ? Equal(json, other) : json.IsPresent() == other.IsPresent();

    /// <summary>Returns the value as text for people, cut to a reasonable length.</summary>
    public static string ToShortText(this JsonElement json) => json.IsPresent() ? Shorten(json.GetRawText()) : "nothing";

    /// <summary>Cuts a text to a length that a person reads.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");
    }

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
