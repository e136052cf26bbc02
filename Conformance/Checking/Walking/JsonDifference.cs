using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Walking;

/// <summary>The first place at which two JSON values differ: its path, and each side as text with that path.</summary>
internal sealed record JsonDifference(string Path, string Left, string Right)
{
    public static JsonDifference? Find(JsonElement left, JsonElement right, string path) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => InObjects(left, right, path),
        (JsonValueKind.Array, JsonValueKind.Array) => InArrays(left, right, path),
        _ when left.Same(right) => null,
        _ => new JsonDifference(path, $"{path}: {left.Shown()}", $"{path}: {right.Shown()}"),
    };

    private static JsonDifference? InObjects(JsonElement left, JsonElement right, string path)
    {
        var (before, after) = (Members(left), Members(right));
        return before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Select(name => Find(before.GetValueOrDefault(name), after.GetValueOrDefault(name), $"{path}.{name}"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static JsonDifference? InArrays(JsonElement left, JsonElement right, string path)
    {
        // As lists: finding an element by its number reads all that stand before it.
        var (before, after) = (left.Elements(), right.Elements());
        return Enumerable.Range(0, Math.Max(before.Count, after.Count))
            .Select(index => Find(before.ElementAtOrDefault(index), after.ElementAtOrDefault(index), $"{path}[{index}]"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static Dictionary<string, JsonElement> Members(JsonElement json)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }
}
