using System.Text.Json.Nodes;
using Conformance.Tests.Checking;

namespace Conformance.Tests.Clients;

/// <summary>The damages that were put before the real clients, one at a time.</summary>
internal static class Damages
{
    private static readonly string[] Small = [
        "id", "object", "created_at", "status", "model", "output", "usage", "error", "incomplete_details",
    ];

    public static List<string> Clients { get; } = ["openai-node", "vercel", "agents", "codex", "dotnet", "openai-python", "aether"];

    public static IReadOnlyList<Damage> All { get; } =
    [
        new("no `[DONE]`", ". . . . . . .", stream => stream with { Frames = [.. stream.Frames.Where(frame => frame.Json is not null)] }),
        new(
            "no `event:` lines",
            ". . . . . . .",
            stream => stream with { Frames = [.. stream.Frames.Select(frame => frame with { Name = null })] }),
        new(
            "comments between events",
            ". . . . . . .",
            stream => stream with { Frames = [.. stream.Frames.Select(frame => frame with { Raw = ": ping\n\n" })] }),
        new("no `sequence_number`", ". . . . . . .", stream => stream with { Numbered = false }),
        new("no `response.created`", "x . . . . x .", stream => stream.RemoveAll("response.created")),
        new("no `response.in_progress`", ". . . . . . .", stream => stream.RemoveAll("response.in_progress")),
        new("no `output_item.added`", "x x . . . x x", stream => stream.RemoveAll("response.output_item.added")),
        new("no `output_item.done`", ". x . x x . x", stream => stream.RemoveAll("response.output_item.done")),
        new("no `content_part.added`", "x . . . . x .", stream => stream.RemoveAll("response.content_part.added")),
        new(
            "no `content_part.done`, no `output_text.done`",
            ". . . . . . .",
            stream => stream.RemoveAll("response.content_part.done").RemoveAll("response.output_text.done")),
        new("no text deltas", "~ x . . ~ ~ x", stream => stream.RemoveAll("response.output_text.delta")),
        new(
            "no arguments deltas, no `arguments.done`",
            ". . . . . . x",
            stream => stream.RemoveAll("response.function_call_arguments.delta").RemoveAll("response.function_call_arguments.done")),
        new("no `arguments.done`", ". . . . . . .", stream => stream.RemoveAll("response.function_call_arguments.done")),
        new("no arguments deltas", ". . . . . . x", stream => stream.RemoveAll("response.function_call_arguments.delta")),
        new(
            "final `output` empty",
            "x . x . x x .",
            stream => stream.Edit("response.completed", json => json["response"]!["output"] = new JsonArray())),
        new(
            "final `output` missing",
            ". . x . x . .",
            stream => stream.Edit("response.completed", json => json["response"]!.AsObject().Remove("output"))),
        new("response with its nine main fields only", ". . . . . . .", stream => stream.EachResponse(response => Only(response, Small))),
        new("response with its id only", "~ x x ~ x ~ ~", stream => stream.EachResponse(response => Only(response, "id"))),
        new("usage null", "~ ~ . ~ . ~ .", stream => stream.Edit("response.completed", json => json["response"]!["usage"] = null)),
        new(
            "usage missing",
            "~ ~ . ~ . ~ .",
            stream => stream.Edit("response.completed", json => json["response"]!.AsObject().Remove("usage"))),
        new("usage without its details objects", "~ . . . . ~ ~", stream => stream.Edit("response.completed", json =>
            json["response"]!["usage"] = Only(json["response"]!["usage"]!.AsObject(), "input_tokens", "output_tokens", "total_tokens"))),
        new(
            "`created_at` no integer",
            ". . . . x . .",
            stream => stream.EachResponse(response => With(response, "created_at", 1767225600.5))),
        new(
            "an event of an unknown type",
            "x . . . . . .",
            stream => stream.Before("response.output_text.delta", """{"type":"acme:thing"}""")),
        new(
            "an item of an unknown type",
            ". . . . . . .",
            _ => WholeStream.WithItem("""{"id":"x_1","type":"acme:thing","status":"completed"}""")),
        new("no terminal event", "~ ~ x x ~ x ~", stream => stream.RemoveAll("response.completed")),
        new(
            "terminal event and `[DONE]`, connection left open",
            ". x . . . . x",
            WholeStream.Right.Seen(),
            WholeStream.Right.Seen().Open()),
        new("terminal event, connection left open", "x x x . x x x", WholeStream.Right.Seen(), (WholeStream.Right with
        {
            Frames = [.. WholeStream.Right.Frames.Where(frame => frame.Json is not null)],
        }).Seen().Open()),
        new("`output_index` from 1", ". . . . . . .", stream => stream.Each(json => AddOne(json, "output_index"))),
        new("no item ids", "x x . . . . x", stream => stream.EachItem(item => item.Remove("id")).Each(json => json.Remove("item_id"))),
        new(
            "no annotations, no logprobs",
            ". . . . . . .",
            stream => stream.EachItem(WithoutExtras).Each(json => { json.Remove("logprobs"); Strip(json["part"]); })),
        new("no item status", ". x x . . . .", stream => stream.EachItem(item => item.Remove("status"))),
        new("no `call_id`", "x x x x x x x", stream => stream.EachItem(item => item.Remove("call_id"))),
        new(
            "two calls with one `call_id`",
            "x . x . . . .",
            WholeStream.TwoCalls.Seen(),
            WholeStream.TwoCalls.Replace("call_2", "call_1").Seen()),
        new(
            "arguments whole in `output_item.added`, then deltas",
            ". . . . . . .",
            stream => stream.Edit("response.output_item.added", json => json["item"]!["arguments"] = WholeStream.Arguments, nth: 2)),
        new("all items added first, all done last", ". . . . . . .", Interleaved),
        new("reasoning as `reasoning_text`", ". ~ . ~ . . ~", ReasoningText),
        new("reasoning as both", "~ . . . ~ ~ .", ReasoningBoth),
        new(
            "reasoning as Open Responses' `response.reasoning.delta`",
            "x ~ . ~ ~ ~ ~",
            stream => ReasoningText(stream).Replace("response.reasoning_text.", "response.reasoning.")),
    ];

    private static JsonObject Only(JsonObject json, params string[] names) =>
        new(json.Where(member => names.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static JsonObject With(JsonObject json, string name, JsonNode value)
    {
        var copy = json.DeepClone().AsObject();
        copy[name] = value;
        return copy;
    }

    private static void AddOne(JsonObject json, string name)
    {
        if (json[name] is { } number)
        {
            json[name] = number.GetValue<int>() + 1;
        }
    }

    private static void WithoutExtras(JsonObject item)
    {
        foreach (var part in item["content"]?.AsArray() ?? [])
        {
            Strip(part);
        }
    }

    private static void Strip(JsonNode? part)
    {
        part?.AsObject().Remove("annotations");
        part?.AsObject().Remove("logprobs");
    }

    private static TestStream Interleaved(TestStream stream)
    {
        var added = stream.Frames.Where(frame => frame.Type == "response.output_item.added").ToList();
        var done = stream.Frames.Where(frame => frame.Type == "response.output_item.done").ToList();
        var rest = stream.Frames.Except(added).Except(done).ToList();
        return stream with { Frames = [.. rest.Take(2), .. added, .. rest.Skip(2).SkipLast(2), .. done, .. rest.TakeLast(2)] };
    }

    private static TestStream ReasoningText(TestStream stream)
    {
        var texts = stream.RemoveAll("response.reasoning_summary_part.added").RemoveAll("response.reasoning_summary_part.done")
            .Replace("response.reasoning_summary_text.", "response.reasoning_text.").Replace("\"summary_index\"", "\"content_index\"");
        return InText(texts).Before("response.reasoning_text.delta", Opened).After("response.reasoning_text.done", Closed);
    }

    private static TestStream ReasoningBoth(TestStream stream)
    {
        var texts = $$"""
            {{Opened}}
            {"type":"response.reasoning_text.delta","item_id":"rs_1","output_index":0,"content_index":0,"delta":"Thinking"}
            {"type":"response.reasoning_text.done","item_id":"rs_1","output_index":0,"content_index":0,"text":"Thinking"}
            {{Closed}}
            """;
        return stream.After("response.reasoning_summary_part.done", texts)
            .EachItem(item => _ = item["type"]!.ToString() == "reasoning" && item["summary"]!.AsArray().Count > 0
                ? item["content"] = Thoughts()
                : null);
    }

    private static TestStream InText(TestStream stream) => stream.EachItem(item =>
    {
        if (item["type"]!.ToString() == "reasoning" && item["summary"]!.AsArray().Count > 0)
        {
            item["summary"] = new JsonArray();
            item["content"] = Thoughts();
        }
    });

    private static JsonArray Thoughts() => JsonNode.Parse("""[{"type":"reasoning_text","text":"Thinking"}]""")!.AsArray();

    private const string Opened = """{"type":"response.content_part.added","item_id":"rs_1","output_index":0,"content_index":0,"part":"""
        + """{"type":"reasoning_text","text":""}}""";
    private const string Closed = """{"type":"response.content_part.done","item_id":"rs_1","output_index":0,"content_index":0,"part":"""
        + """{"type":"reasoning_text","text":"Thinking"}}""";
}
