using Scenarios.Yaml;

namespace Conformance.Fuzzing.Shrinking;

/// <summary>Names the smaller forms of a case's tree, the boldest first. Pure.</summary>
internal static class TreeEdits
{
    private static readonly string[] Digits = ["0", "1", "2"];

    // The subject of the case, and the expectation, which follows from the upstream or was written by a person.
    private static readonly string[] Kept = ["schema", "id", "title", "why", "level", "expect", "relay"];

    /// <summary>Returns smaller forms of a tree, each with one change.</summary>
    public static IEnumerable<YamlMap> FindAll(YamlMap root)
    {
        for (var at = 0; at < root.Entries.Count; at++)
        {
            var (key, value) = root.Entries[at];
            if (Kept.Contains(key.Value, StringComparer.Ordinal))
            {
                continue;
            }

            if (key.Value is not ("client" or "upstream" or "turns"))
            {
                yield return RemoveEntries(root, at, 1);
            }

            foreach (var smaller in FindSmaller(value, key.Value))
            {
                yield return Replace(root, at, smaller);
            }
        }
    }

    private static IEnumerable<YamlNode> FindSmaller(YamlNode node, string key) => node switch
    {
        YamlList list => SmallerList(list, key),
        YamlMap map => SmallerMap(map),
        YamlScalar scalar => SmallerScalar(scalar),
        _ => [],
    };

    /// <summary>Returns the list without half of its items, then quarters, down to one item at a time, and then smaller items.</summary>
    private static IEnumerable<YamlNode> SmallerList(YamlList list, string key)
    {
        for (var size = (list.Items.Count + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2)
        {
            for (var start = 0; start < list.Items.Count; start += size)
            {
                yield return list with { Items = [.. list.Items.Take(start), .. list.Items.Skip(start + size)] };
            }
        }

        for (var at = 0; at < list.Items.Count; at++)
        {
            foreach (var flat in key is "steps" ? FindFlattened(list.Items[at]) : [])
            {
                yield return list with { Items = [.. list.Items.Take(at), .. flat, .. list.Items.Skip(at + 1)] };
            }

            foreach (var smaller in FindSmaller(list.Items[at], ""))
            {
                yield return list with { Items = [.. list.Items.Take(at), smaller, .. list.Items.Skip(at + 1)] };
            }
        }
    }

    /// <summary>Returns the steps inside a step that has some.</summary>
    private static IEnumerable<IReadOnlyList<YamlNode>> FindFlattened(YamlNode step)
    {
        if (step is YamlMap { Entries: [var (word, value), ..] })
        {
            if (word.Value == "burst" && value is YamlList joined)
            {
                yield return joined.Items;
            }

            if (word.Value == "repeat" && value is YamlMap repeat
                && repeat.Entries.FirstOrDefault(static entry => entry.Key.Value == "steps")?.Value is YamlList repeated)
            {
                yield return repeated.Items;
            }
        }
    }

    private static IEnumerable<YamlNode> SmallerMap(YamlMap map)
    {
        // The last first: the main member of a mapping precedes the members that add to it.
        for (var at = map.Entries.Count - 1; map.Entries.Count > 1 && at >= 0; at--)
        {
            yield return RemoveEntries(map, at, 1);
        }

        for (var at = 0; at < map.Entries.Count; at++)
        {
            foreach (var smaller in FindSmaller(map.Entries[at].Value, map.Entries[at].Key.Value))
            {
                yield return Replace(map, at, smaller);
            }
        }
    }

    private static IEnumerable<YamlNode> SmallerScalar(YamlScalar scalar) => ScalarKinds.Classify(scalar) switch
    {
        ScalarKind.Text => FindTexts(scalar.Value).Select(text => scalar with { Value = text, IsPlain = false }),
        ScalarKind.Number when scalar.Value.Length > 1 => Digits.Select(number => scalar with { Value = number }),
        ScalarKind.Number when scalar.Value.CompareTo("2", StringComparison.Ordinal) > 0 =>
            Digits.Select(number => scalar with { Value = number }),
        ScalarKind.Number when scalar.Value == "2" => Digits[..2].Select(number => scalar with { Value = number }),
        ScalarKind.Number when scalar.Value == "1" => [scalar with { Value = "0" }],
        _ => [],
    };

    /// <summary>
    /// Returns the empty text, halves, quarters, down to single removed characters, and then plain letters instead of rarer ones.
    /// </summary>
    private static IEnumerable<string> FindTexts(string text)
    {
        if (text.Length == 0)
        {
            yield break;
        }

        yield return "";
        var runes = text.EnumerateRunes().ToList();
        for (var size = runes.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < runes.Count; start += size)
            {
                yield return string.Concat(runes.Take(start).Concat(runes.Skip(start + size)).Select(static rune => rune.ToString()));
            }
        }

        for (var at = 0; at < runes.Count; at++)
        {
            if (!runes[at].IsAscii)
            {
                yield return string.Concat(runes.Select((rune, place) => place == at ? "a" : rune.ToString()));
            }
        }
    }

    private static YamlMap Replace(YamlMap map, int at, YamlNode value) =>
        map with { Entries = [.. map.Entries.Select((entry, place) => place == at ? entry with { Value = value } : entry)] };

    private static YamlMap RemoveEntries(YamlMap map, int at, int count) =>
        map with { Entries = [.. map.Entries.Take(at), .. map.Entries.Skip(at + count)] };
}
