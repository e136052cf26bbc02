using System.Text.Json;
using MockUpstream.Json;

namespace Conformance.Reading;

/// <summary>
/// Looks into JSON without ever throwing: what is absent or of another kind is <see langword="default"/>, which again may be looked into.
/// </summary>
/// <remarks>The mock reads requests with the same code (<see cref="LenientJsonExtensions"/>), so that both see the same request.</remarks>
internal static class JsonPeek
{
    public static JsonElement Member(this JsonElement json, string name) => LenientJsonExtensions.Member(json, name);

    public static JsonElement Element(this JsonElement json, int index) => LenientJsonExtensions.Element(json, index);

    public static IReadOnlyList<JsonElement> Elements(this JsonElement json) => LenientJsonExtensions.Elements(json);

    /// <summary>The string; its escaped form when it holds half a surrogate pair.</summary>
    public static string? Text(this JsonElement json) => LenientJsonExtensions.Text(json);

    public static long? Integer(this JsonElement json) => LenientJsonExtensions.WholeNumber(json);

    public static bool IsPresent(this JsonElement json) => LenientJsonExtensions.IsPresent(json);

    /// <summary>Whether it is neither absent nor null.</summary>
    public static bool HasValue(this JsonElement json) => LenientJsonExtensions.HasValue(json);

    public static bool IsObject(this JsonElement json) => LenientJsonExtensions.IsObject(json);

    public static bool IsArray(this JsonElement json) => LenientJsonExtensions.IsArray(json);

    /// <summary>Whether both are the same JSON; two absent values are.</summary>
    public static bool Same(this JsonElement json, JsonElement other) => LenientJsonExtensions.IsEqualTo(json, other);

    /// <summary>As text for people, cut to a reasonable length.</summary>
    public static string Shown(this JsonElement json) => LenientJsonExtensions.ToShortText(json);

    public static string Shorten(string text) => LenientJsonExtensions.Shorten(text);
}
