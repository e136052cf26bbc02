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
        var calls = Enumerable.Range(0, random.Pick(1, 1, 1, 2, 2, 3)).Select(_ => CreateCall()).ToList();
        if (style.CallStyle == Calls.Together)
        {
            return [StepMaker.Delta(new JsonObject { ["tool_calls"] = new JsonArray([.. calls.Select(CreateCall)]) })];
        }

        if (style.CallStyle == Calls.Function)
        {
            return [.. FunctionCall(calls[0])];
        }

        var elements = calls.ConvertAll(call => new Queue<UpstreamStep>(CreateElements(call)));
        return style.Interleaves ? CreateMixed(elements) : [.. elements.SelectMany(static one => one)];
    }

    private sealed record OneCall(int Index, string Id, string Name, string Arguments);

    private OneCall CreateCall()
    {
        var index = _count++;
        var isFirst = style.CallStyle is Calls.SameId;
        return new OneCall(
            style.CallStyle == Calls.IndexZero ? 0 : style.CallStyle == Calls.FromOne ? index + 1 : index,
            isFirst ? "call_1" : random.NextChance(90)
                ? $"call_{index + 1}"
                : random.Pick($"functions.{index}", $"toolu_{index}", $"{index}", $"id {index}", $"call_{index}😀"),
            tools.Count > 0 && random.NextChance(90) ? tools[random.NextBelow(tools.Count)] : random.Pick(Undeclared),
            CreateArguments());
    }

    private string CreateArguments() => random.NextBelow(20) switch
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
        _ => StepMaker.Serialize(CreateValue(depth: 0)),
    };

    private JsonObject CreateValue(int depth)
    {
        var value = new JsonObject();
        for (var left = random.NextBelow(4); left > 0; left--)
        {
            value[random.Pick("city", "zone", "query", "a", "b", "path", "ключ", "x y", "")] = random.NextBelow(6) switch
            {
                0 => random.NextBetween(-5, 1000),
                1 => random.NextChance(50),
                2 => null,
                3 when depth < 3 => CreateValue(depth + 1),
                4 => new JsonArray(1, "two", null),
                _ => texts.CreateText(),
            };
        }

        return value;
    }

    private static JsonObject CreateCall(OneCall call) => new()
    {
        ["index"] = call.Index,
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };

    private IEnumerable<UpstreamStep> FunctionCall(OneCall call)
    {
        var pieces = texts.Cut(call.Arguments, 3);
        yield return StepMaker.Delta(new JsonObject
        {
            ["function_call"] = new JsonObject { ["name"] = call.Name, ["arguments"] = pieces[0] },
        });
        foreach (var piece in pieces.Skip(1))
        {
            yield return StepMaker.Delta(new JsonObject { ["function_call"] = new JsonObject { ["arguments"] = piece } });
        }
    }

    private IEnumerable<UpstreamStep> CreateElements(OneCall call)
    {
        if (style.CallStyle == Calls.Object && CreateObject(call.Arguments) is { } whole)
        {
            yield return StepMaker.Tool(CreateNumber(call.Index), CreateText(call.Id), CreateText(call.Name), whole);
            yield break;
        }

        var pieces = new List<string>(texts.Cut(call.Arguments, 4));
        if (random.NextChance(50))
        {
            // Vendors announce a call before its arguments as often as with them.
            pieces.Insert(0, "");
        }

        var names = style.CallStyle == Calls.NameInPieces ? texts.Cut(call.Name, 2) : [call.Name];
        for (var at = 0; at < pieces.Count; at++)
        {
            yield return style.CallStyle == Calls.Wild ? CreateWildDelta(call, at, pieces[at]) : CreateElement(call, at, names, pieces[at]);
        }
    }

    private UpstreamStep CreateElement(OneCall call, int at, IReadOnlyList<string> names, string piece)
    {
        var isFirst = at == 0;
        var silent = style.CallStyle == Calls.Nulls ? random.Pick<JsonElement?>(StepMaker.Null, CreateText("")) : null;
        var index = style.CallStyle == Calls.NoIndex ? null : CreateNumber(call.Index);
        var id = style.CallStyle is Calls.NoId
            ? null
            : isFirst || style.CallStyle is Calls.RepeatsAll or Calls.RepeatsId ? CreateText(call.Id) : silent;
        var name = at < names.Count ? CreateText(names[at]) : style.CallStyle is Calls.RepeatsAll ? CreateText(call.Name) : silent;
        return StepMaker.Tool(index, id, name, CreateText(piece));
    }

    private UpstreamStep CreateWildDelta(OneCall call, int at, string piece) => StepMaker.Tool(
        random.NextBelow(4) switch { 0 => null, 1 => StepMaker.Null, _ => CreateNumber(call.Index) },
        random.NextBelow(4) switch { 0 => null, 1 => CreateText(""), _ => at == 0 || random.NextChance(30) ? CreateText(call.Id) : null },
        random.NextBelow(4) switch { 0 => CreateText(""), _ => at == 0 || random.NextChance(20) ? CreateText(call.Name) : null },
        random.NextChance(95) ? CreateText(piece) : StepMaker.Null);

    /// <summary>Returns the pieces of several calls in any order that keeps each call's own.</summary>
    private List<UpstreamStep> CreateMixed(List<Queue<UpstreamStep>> calls)
    {
        List<UpstreamStep> mixed = [];
        while (calls.Count > 0)
        {
            var next = calls[random.NextBelow(calls.Count)];
            mixed.Add(next.Dequeue());
            if (next.Count == 0)
            {
                calls.Remove(next);
            }
        }

        return mixed;
    }

    private static JsonElement? CreateObject(string arguments)
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

    private static JsonElement? CreateText(string text) => StepMaker.Json(text);

    private static JsonElement? CreateNumber(int number) => StepMaker.Json(number);
}
