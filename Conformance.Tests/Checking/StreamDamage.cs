using System.Text.Json.Nodes;

namespace Conformance.Tests.Checking;

/// <summary>One damage done to a stream.</summary>
/// <param name="Name">What was done and to what: alike for all events of a type and all elements of a list.</param>
/// <param name="Place">The same with the number of the event and of the element.</param>
/// <param name="Stream">The damaged stream.</param>
internal sealed record StreamDamage(string Name, string Place, TestStream Stream)
{
    /// <summary>Every member of every event removed, made null, and made another type, one at a time.</summary>
    public static IEnumerable<StreamDamage> ToMembers(TestStream good) =>
        from number in Enumerable.Range(0, good.Frames.Count)
        where good.Frames[number].Json is not null
        from path in Paths(good.Frames[number].Json!, [])
        from how in new[] { "remove", "null", "retype" }
        let damaged = Damage(good.Frames[number].Json!, path, how)
        where damaged is not null
        select new StreamDamage(
            $"{how} {good.Frames[number].Type} {Text(path, withNumbers: false)}",
            $"{how} #{number} {Text(path, withNumbers: true)}",
            With(good, number, good.Frames[number] with { Json = damaged }));

    /// <summary>
    /// Every event removed, doubled and moved: to the next place, to the front, and to just before the terminal event. The numbers are
    /// those of a relay that does so always.
    /// </summary>
    public static IEnumerable<StreamDamage> ToEvents(TestStream good)
    {
        var renumbered = good with { Numbered = true };
        var frames = renumbered.Frames;
        var last = frames.ToList().FindLastIndex(frame => frame.Json is not null);
        for (var i = 0; i < frames.Count; i++)
        {
            var type = frames[i].Json is null ? frames[i].Text : frames[i].Type;
            yield return new StreamDamage(
                $"remove {type}", $"remove #{i}", renumbered with { Frames = [.. frames.Where((_, at) => at != i)] });
            yield return new StreamDamage(
                $"double {type}",
                $"double #{i}",
                renumbered with { Frames = [.. frames.SelectMany((frame, at) => at == i ? new[] { frame, frame } : [frame])] });
            foreach (var (where, to) in new[] { ("to the next place", i + 1), ("to the front", 0), ("before the end", last) })
            {
                if (to != i && to < frames.Count && !Same(frames, i, to))
                {
                    yield return new StreamDamage(
                        $"move {type} {where}", $"move #{i} to #{to}", renumbered with { Frames = Move(frames, i, to) });
                }
            }
        }
    }

    private static bool Same(IReadOnlyList<TestFrame> frames, int from, int to) =>
        Move(frames, from, to).Zip(frames).All(pair => pair.First.ToWire(false, 0) == pair.Second.ToWire(false, 0));

    private static List<TestFrame> Move(IReadOnlyList<TestFrame> frames, int from, int to)
    {
        var list = frames.ToList();
        var frame = list[from];
        list.RemoveAt(from);
        list.Insert(Math.Min(to, list.Count), frame);
        return list;
    }

    private static TestStream With(TestStream good, int number, TestFrame frame) =>
        good with { Frames = [.. good.Frames.Select((other, at) => at == number ? frame : other)] };

    private static IEnumerable<object[]> Paths(JsonNode node, object[] before) => node switch
    {
        JsonObject json => json.SelectMany(member => new[] { (object[])[.. before, member.Key] }.Concat(member.Value is null
            ? []
            : Paths(member.Value, [.. before, member.Key]))),
        JsonArray list => list.SelectMany((element, index) => new[] { (object[])[.. before, index] }.Concat(element is null
            ? []
            : Paths(element, [.. before, index]))),
        _ => [],
    };

    private static JsonObject? Damage(JsonObject json, object[] path, string how)
    {
        var copy = json.DeepClone().AsObject();
        var parent = path[..^1].Aggregate((JsonNode)copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
        var value = path[^1] is int at ? parent[at] : parent[(string)path[^1]];
        if (how == "remove")
        {
            Remove(parent, path[^1]);
            return copy;
        }

        if (how == "null" && value is null)
        {
            return null;
        }

        Put(parent, path[^1], how == "null" ? null : Other(value));
        return copy;
    }

    private static void Remove(JsonNode parent, object step)
    {
        if (step is int index)
        {
            parent.AsArray().RemoveAt(index);
        }
        else
        {
            parent.AsObject().Remove((string)step);
        }
    }

    private static void Put(JsonNode parent, object step, JsonNode? value)
    {
        if (step is int index)
        {
            parent[index] = value;
        }
        else
        {
            parent[(string)step] = value;
        }
    }

    /// <summary>A value of another type, as a careless serialiser would write it: numbers as strings, objects as lists.</summary>
    private static JsonNode Other(JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => 7,
        System.Text.Json.JsonValueKind.Number => value.ToJsonString() + "x",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => value.ToJsonString(),
        System.Text.Json.JsonValueKind.Object => new JsonArray(),
        System.Text.Json.JsonValueKind.Array => new JsonObject(),
        _ => new JsonArray(1),
    };

    private static string Text(object[] path, bool withNumbers) =>
        string.Concat(path.Select(step => step is int index ? withNumbers ? $"[{index}]" : "[]" : $".{step}"))[1..];
}
