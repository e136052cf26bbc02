using System.Text.Json;
using Look = MockUpstream.Json.JsonLook;

namespace Conformance.Reading;

/// <summary>Looks into JSON without ever throwing: what is absent or of another kind is <see langword="default"/>, which again may be looked into.</summary>
/// <remarks>The mock reads requests with the same code (<see cref="Look"/>), so that both see the same request.</remarks>
internal static class JsonPeek
{
    public static JsonElement Member(this JsonElement json, string name) => Look.Member(json, name);

    public static JsonElement Element(this JsonElement json, int index) => Look.Element(json, index);

    public static IReadOnlyList<JsonElement> Elements(this JsonElement json) => Look.Elements(json);

    /// <summary>The string; its escaped form when it holds half a surrogate pair.</summary>
    public static string? Text(this JsonElement json) => Look.Text(json);

    public static long? Integer(this JsonElement json) => Look.WholeNumber(json);

    public static bool IsPresent(this JsonElement json) => Look.IsPresent(json);

    /// <summary>Whether it is neither absent nor null.</summary>
    public static bool HasValue(this JsonElement json) => Look.HasValue(json);

    public static bool IsObject(this JsonElement json) => Look.IsObject(json);

    public static bool IsArray(this JsonElement json) => Look.IsArray(json);

    /// <summary>Whether both are the same JSON; two absent values are.</summary>
    public static bool Same(this JsonElement json, JsonElement other) => Look.Same(json, other);

    /// <summary>As text for people, cut to a reasonable length.</summary>
    public static string Shown(this JsonElement json) => Look.Shown(json);

    public static string Shorten(string text) => Look.Shorten(text);
}
