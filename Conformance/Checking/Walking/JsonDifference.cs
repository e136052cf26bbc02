using System.Text.Json;

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
        var names = left.EnumerateObject().Select(member => member.Name).Union(right.EnumerateObject().Select(member => member.Name), StringComparer.Ordinal);
        return names.Select(name => Find(left.Member(name), right.Member(name), $"{path}.{name}")).FirstOrDefault(difference => difference is not null);
    }

    private static JsonDifference? InArrays(JsonElement left, JsonElement right, string path) =>
        Enumerable.Range(0, Math.Max(left.GetArrayLength(), right.GetArrayLength()))
            .Select(index => Find(left.Element(index), right.Element(index), $"{path}[{index}]"))
            .FirstOrDefault(difference => difference is not null);
}
