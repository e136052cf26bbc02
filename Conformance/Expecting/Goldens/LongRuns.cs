using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;
using Conformance.Reading;

namespace Conformance.Expecting.Goldens;

/// <summary>
/// Shortens long runs of deltas in a golden file, which no person reads line by line: the first and the last stay, and a count with a hash
/// stands for those between.
/// </summary>
internal static class LongRuns
{
    /// <summary>The shortest run that is shortened.</summary>
    public const int Shortest = 100;

    private static readonly string[] PlaceMembers = ["item_id", "output_index", "content_index", "summary_index"];

    /// <summary>
    /// Replaces the lines between the first and the last of each run of at least <see cref="Shortest"/> events of one type for one item by
    /// <c>{"between":{"type":…,"count":…,"sha256":…}}</c>. The hash is that of the lines with a line feed behind each, so that any other
    /// character in them shows.
    /// </summary>
    public static IReadOnlyList<string> Shorten(IReadOnlyList<string> lines, IReadOnlyList<JsonElement?> events)
    {
        var shortened = new List<string>(lines.Count);
        for (var first = 0; first < lines.Count;)
        {
            var end = first + 1;
            while (end < lines.Count && IsSameRun(events[first], events[end]))
            {
                end++;
            }

            if (end - first < Shortest)
            {
                shortened.AddRange(lines.Skip(first).Take(end - first));
            }
            else
            {
                shortened.AddRange([lines[first], Between(
                    events[first]!.Value.Member("type").Text()!, [.. lines.Skip(first + 1).Take(end - first - 2)]), lines[end - 1]]);
            }

            first = end;
        }

        return shortened;
    }

    /// <summary>The number of events that a golden line stands for.</summary>
    public static int Count(string line) =>
        line.StartsWith("{\"between\":", StringComparison.Ordinal)
            ? (int)(JsonElement.Parse(line).Member("between").Member("count").Integer() ?? 1)
            : 1;

    private static bool IsSameRun(JsonElement? first, JsonElement? other) =>
        first is { } one && other is { } two && one.Member("type").Text() is { } type && type.EndsWith(".delta", StringComparison.Ordinal)
            && two.Member("type").Text() == type
            && PlaceMembers.All(name => one.Member(name).Same(two.Member(name)));

    private static string Between(string type, IReadOnlyList<string> lines)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n"))));
        var line = new JsonObject
        {
            ["between"] = new JsonObject { ["type"] = type, ["count"] = lines.Count, ["sha256"] = Convert.ToHexStringLower(hash) },
        };
        return line.ToJsonString(JsonFormat.Relaxed);
    }
}
