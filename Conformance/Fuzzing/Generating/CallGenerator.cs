using System.Text.Json;
using System.Text.Json.Nodes;
using Scenarios.Model;
using static Conformance.Fuzzing.Generating.StreamStyle;

namespace Conformance.Fuzzing.Generating;

/// <summary>Makes the tool calls of a stream in a vendor's style.</summary>
internal sealed class CallGenerator(FuzzRandom random, TextGenerator texts, StreamStyle style, IReadOnlyList<string> tools)
{
    private static readonly string[] Undeclared = ["delete_all", "unknown.tool", "a", "función"];

    private int _count;

    /// <summary>Returns the steps of a few calls.</summary>
    public IReadOnlyList<UpstreamStep> Create()
    {
        var calls = Enumerable.Range(0, random.Pick(1, 1, 1, 2, 2, 3)).Select(_ => Call()).ToList();
        if (style.CallStyle == Calls.Together)
        {
            return [StepMaker.Delta(new JsonObject { ["tool_calls"] = new JsonArray([.. calls.Select(Whole)]) })];
        }

        if (style.CallStyle == Calls.Function)
        {
            return [.. FunctionCall(calls[0])];
        }

        var elements = calls.ConvertAll(call => new Queue<UpstreamStep>(Elements(call)));
        return style.Interleaves ? Mixed(elements) : [.. elements.SelectMany(static one => one)];
    }

    private sealed record OneCall(int Index, string Id, string Name, string Arguments);

    private OneCall Call()
    {
        var index = _count++;
        var isFirst = style.CallStyle is Calls.SameId;
        return new OneCall(
            style.CallStyle == Calls.IndexZero ? 0 : style.CallStyle == Calls.FromOne ? index + 1 : index,
            isFirst ? "call_1" : random.Chance(90) ? $"call_{index + 1}" : random.Pick($"functions.{index}", $"toolu_{index}", $"{index}", $"id {index}", $"call_{index}😀"),
            tools.Count > 0 && random.Chance(90) ? tools[random.Below(tools.Count)] : random.Pick(Undeclared),
            Arguments());
    }

    private string Arguments() => random.Below(20) switch
    {
        0 => "",
        1 => "{}",
        2 => " { } ",
        3 => "{\"a\":",
        4 => "[1,2]",
        5 => "\"{\\\"a\\\":1}\"",
        6 => "{\"a\":1}{\"b\":2}",
        7 => "{\n  \"city\": \"Oslo\"\n}",
        8 => "{\"a\":\"\\ud83d\\ude00\",\"b\":\"\\u0000\"}",
        9 => "{\"a\":1e999,\"b\":-0,\"c\":12345678901234567890}",
        _ => StepMaker.Written(Value(depth: 0)),
    };

    private JsonObject Value(int depth)
    {
        var value = new JsonObject();
        for (var left = random.Below(4); left > 0; left--)
        {
            value[random.Pick("city", "zone", "query", "a", "b", "path", "ключ", "x y", "")] = random.Below(6) switch
            {
                0 => random.Between(-5, 1000),
                1 => random.Chance(50),
                2 => null,
                3 when depth < 3 => Value(depth + 1),
                4 => new JsonArray(1, "two", null),
                _ => texts.Text(),
            };
        }

        return value;
    }

    private static JsonObject Whole(OneCall call) => new()
    {
        ["index"] = call.Index,
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };

    private IEnumerable<UpstreamStep> FunctionCall(OneCall call)
    {
        var pieces = texts.Cut(call.Arguments, 3);
        yield return StepMaker.Delta(new JsonObject { ["function_call"] = new JsonObject { ["name"] = call.Name, ["arguments"] = pieces[0] } });
        foreach (var piece in pieces.Skip(1))
        {
            yield return StepMaker.Delta(new JsonObject { ["function_call"] = new JsonObject { ["arguments"] = piece } });
        }
    }

    private IEnumerable<UpstreamStep> Elements(OneCall call)
    {
        if (style.CallStyle == Calls.Object && Object(call.Arguments) is { } whole)
        {
            yield return StepMaker.Tool(Number(call.Index), Text(call.Id), Text(call.Name), whole);
            yield break;
        }

        var pieces = new List<string>(texts.Cut(call.Arguments, 4));
        if (random.Chance(50))
        {
            // Vendors announce a call before its arguments as often as with them.
            pieces.Insert(0, "");
        }

        var names = style.CallStyle == Calls.NameInPieces ? texts.Cut(call.Name, 2) : [call.Name];
        for (var at = 0; at < pieces.Count; at++)
        {
            yield return style.CallStyle == Calls.Wild ? Wild(call, at, pieces[at]) : Element(call, at, names, pieces[at]);
        }
    }

    private UpstreamStep Element(OneCall call, int at, IReadOnlyList<string> names, string piece)
    {
        var isFirst = at == 0;
        var silent = style.CallStyle == Calls.Nulls ? random.Pick<JsonElement?>(StepMaker.Null, Text("")) : null;
        var index = style.CallStyle == Calls.NoIndex ? null : Number(call.Index);
        var id = style.CallStyle is Calls.NoId ? null : isFirst || style.CallStyle is Calls.RepeatsAll or Calls.RepeatsId ? Text(call.Id) : silent;
        var name = at < names.Count ? Text(names[at]) : style.CallStyle is Calls.RepeatsAll ? Text(call.Name) : silent;
        return StepMaker.Tool(index, id, name, Text(piece));
    }

    private UpstreamStep Wild(OneCall call, int at, string piece) => StepMaker.Tool(
        random.Below(4) switch { 0 => null, 1 => StepMaker.Null, _ => Number(call.Index) },
        random.Below(4) switch { 0 => null, 1 => Text(""), _ => at == 0 || random.Chance(30) ? Text(call.Id) : null },
        random.Below(4) switch { 0 => Text(""), _ => at == 0 || random.Chance(20) ? Text(call.Name) : null },
        random.Chance(95) ? Text(piece) : StepMaker.Null);

    /// <summary>Returns the pieces of several calls in any order that keeps each call's own.</summary>
    private List<UpstreamStep> Mixed(List<Queue<UpstreamStep>> calls)
    {
        List<UpstreamStep> mixed = [];
        while (calls.Count > 0)
        {
            var next = calls[random.Below(calls.Count)];
            mixed.Add(next.Dequeue());
            if (next.Count == 0)
            {
                calls.Remove(next);
            }
        }

        return mixed;
    }

    private static JsonElement? Object(string arguments)
    {
        try
        {
            return JsonElement.Parse(arguments) is { ValueKind: JsonValueKind.Object } whole ? whole : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Text(string text) => StepMaker.Json(text);

    private static JsonElement? Number(int number) => StepMaker.Json(number);
}
