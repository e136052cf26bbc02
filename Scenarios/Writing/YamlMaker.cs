using System.Globalization;
using System.Text.Json;
using Scenarios.Model;
using Scenarios.Yaml;

namespace Scenarios.Writing;

/// <summary>Makes nodes that stand in no file yet.</summary>
internal static class YamlMaker
{
    /// <summary>Returns a text, whatever it looks like.</summary>
    public static YamlScalar Text(string value) => new(value, IsPlain: false, SourcePlace.Generated, SourcePlace.Generated);

    /// <summary>Returns a plain scalar, which YAML reads as a number, <c>true</c> or <c>null</c>.</summary>
    public static YamlScalar Plain(string value) => new(value, IsPlain: true, SourcePlace.Generated, SourcePlace.Generated);

    public static YamlScalar Number(long value) => Plain(value.ToString(CultureInfo.InvariantCulture));

    public static YamlList List(IEnumerable<YamlNode> items) => new([.. items], SourcePlace.Generated, SourcePlace.Generated);

    /// <summary>Returns a mapping; entries without a value are left out.</summary>
    public static YamlMap Map(params IEnumerable<(string Key, YamlNode? Value)> entries) =>
        new(
            [.. entries
                .Where(static entry => entry.Value is not null)
                .Select(static entry => new YamlEntry(Text(entry.Key), entry.Value!))],
            SourcePlace.Generated,
            SourcePlace.Generated);

    /// <summary>Returns a JSON value, numbers as they are spelt.</summary>
    public static YamlNode Json(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Map(value.EnumerateObject().Select(static member => (member.Name, (YamlNode?)Json(member.Value)))),
        JsonValueKind.Array => List(value.EnumerateArray().Select(Json)),
        JsonValueKind.String => Text(value.GetString()!),
        _ => Plain(value.GetRawText()),
    };

    /// <summary>Returns a JSON value that may be left out.</summary>
    public static YamlNode? Json(JsonElement? value) => value is { } given ? Json(given) : null;

    public static YamlNode? Texts(IReadOnlyList<string> values) => values.Count == 0 ? null : List(values.Select(Text));
}
