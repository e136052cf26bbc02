using System.Text.Json.Nodes;
using Scenarios.Model;
using Scenarios.Words;
using static Scenarios.Describing.Shapes;

namespace Scenarios.Describing;

/// <summary>Creates the parts of the schema that other parts refer to by name.</summary>
internal static class SchemaDefinitions
{
    public static JsonObject Create(Vocabulary vocabulary) => new()
    {
        ["duration"] = Matching(DurationText.Pattern),
        ["headers"] = Headers(),
        ["objectPattern"] = AnyOf(Object(), Enum(["$any", "$absent"])),
        ["textPattern"] = Type("string", "object"),
        ["split"] = Split(),
        ["wire"] = Wire(),
        ["eventCount"] = EventCount(),
        ["step"] = Step(),
        ["exchange"] = Exchange(vocabulary),
        ["client"] = Client(vocabulary),
        ["event"] = Event(),
        ["final"] = Final(),
        ["http"] = Mapping(
            FormatKeys.Http,
            new() { ["status"] = Any(), ["headers"] = Any(), ["body"] = Any(), ["cause"] = Choice(FormatWords.Causes) }),
        ["bound"] = Mapping(FormatKeys.Bound, new() { ["step"] = Type("string", "integer"), ["max"] = Ref("duration") }),
        ["expect"] = Expect(vocabulary),
        ["alternative"] = Alternative(),
        ["upstream"] = AnyOf(Ref("exchange"), List(Ref("exchange"))),
        ["turn"] = Mapping(
            FormatKeys.Turn,
            new() { ["client"] = Ref("client"), ["upstream"] = Ref("upstream"), ["expect"] = Ref("expect") }),
        ["relay"] = Mapping(
            FormatKeys.Relay,
            new() { ["preset"] = Text(), ["set"] = MapOf(Type("string", "number", "boolean")), ["config"] = Object() }),
    };

    private static JsonObject MapOf(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    private static JsonObject Headers() => MapOf(AnyOf(Type("string", "number", "boolean"), List(Type("string", "number", "boolean"))));

    private static JsonObject Split() => AnyOf(
        Integer(min: 1),
        Const("chars", "Cut inside every multi-byte character."),
        List(Integer(min: 1), min: 1),
        Mapping(FormatKeys.SplitEvery, new() { ["every"] = Integer(min: 1) }));

    private static JsonObject Wire() => Mapping(FormatKeys.Wire, new()
    {
        ["newline"] = Choice(FormatWords.Newlines),
        ["bom"] = Boolean(),
        ["space"] = Boolean(),
        ["split"] = Ref("split"),
        ["gzip"] = Boolean(),
        ["br"] = Boolean(),
        ["deflate"] = Boolean(),
        ["settle"] = AnyOf(Choice(FormatWords.Settles), Ref("duration")),
        ["connection"] = Choice(FormatWords.Connections),
    });

    private static JsonObject EventCount()
    {
        var names = EventWords.Awaitable.Concat(EventWords.All.Select(word => word.Type)).Distinct().ToList();
        return AnyOf(Enum(names), Mapping(FormatKeys.EventCount, new() { ["event"] = Enum(names), ["count"] = Integer(min: 1) }));
    }

    private static JsonObject Step()
    {
        var properties = new JsonObject();
        foreach (var word in StepWords.All.Words.Where(word => word.Name is not "flush"))
        {
            properties[word.Name] = Describe(StepValue(word.Name), word.Description);
        }

        foreach (var modifier in StepWords.Modifiers.Keys)
        {
            properties[modifier.Name] = Describe(Modifier(modifier.Name), modifier.Description);
        }

        var mapping = Closed(properties, required: []);
        mapping["minProperties"] = 1;
        mapping["maxProperties"] = 1 + StepWords.Modifiers.Keys.Count;
        return AnyOf(Choice(StepWords.Bare), mapping);
    }

    private static JsonObject StepValue(string word) => word switch
    {
        "text" or "refusal" or "comment" or "raw" or "tcp" or "done" => Text(),
        "reasoning" => AnyOf(Text(), Mapping(FormatKeys.Reasoning, new() { ["field"] = Text(), ["text"] = Text() })),
        "tool" => Tool(),
        "delta" => Type("object", "null"),
        "choice" or "chunk" => Object(),
        "finish" => Type("string", "null"),
        "usage" => Usage(),
        "error" => Any(),
        "sse" => Sse(),
        "bytes" => Matching("^\\s*[0-9A-Fa-f]{2}(\\s*[0-9A-Fa-f]{2})*\\s*$"),
        "repeat" =>
            Mapping(FormatKeys.Repeat, new() { ["times"] = Integer(1, TextPatterns.MostTimes), ["steps"] = List(Ref("step"), min: 1) }),
        "burst" => List(Ref("step"), min: 1),
        "wait" or "stall" => Ref("duration"),
        "gate" => Gate(),
        "hold" => Ref("eventCount"),
        "close" => Choice(FormatWords.CloseKinds),
        _ => throw new InvalidOperationException($"no shape for the step '{word}'"),
    };

    private static JsonObject Modifier(string name) => name switch
    {
        "split" => Ref("split"),
        "keep" => Integer(min: 1),
        "newline" => Choice(FormatWords.Newlines),
        _ => throw new InvalidOperationException($"no shape for the modifier '{name}'"),
    };

    private static JsonObject Tool() => Mapping(FormatKeys.Tool, new()
    {
        ["index"] = Type("integer", "null"),
        ["id"] = Type("string", "null"),
        ["type"] = Type("string", "null"),
        ["name"] = Type("string", "null"),
        ["args"] = Type("string", "object", "null"),
    });

    private static JsonObject Usage() => Mapping(FormatKeys.Usage, new()
    {
        ["prompt"] = Integer(),
        ["completion"] = Integer(),
        ["cached"] = Integer(),
        ["reasoning"] = Integer(),
        ["in"] = Const("finish"),
    });

    private static JsonObject Sse()
    {
        var shape = Mapping(FormatKeys.Sse, new()
        {
            ["event"] = Type("string", "number", "boolean"),
            ["id"] = Type("string", "number", "boolean"),
            ["retry"] = Type("string", "number", "boolean"),
            ["data"] = Type("string", "object"),
        });
        shape["minProperties"] = 1;
        return shape;
    }

    private static JsonObject Exchange(Vocabulary vocabulary) => Mapping(FormatKeys.Exchange, new()
    {
        ["status"] = Integer(200, 599),
        ["headers"] = Ref("headers"),
        ["body"] = Any(),
        ["steps"] = List(Ref("step"), min: 1),
        ["wire"] = Ref("wire"),
        ["pace"] = Mapping(FormatKeys.Pace, new()
        {
            ["ttft"] = Ref("duration"),
            ["rate"] = Matching(TextPatterns.Rate),
            ["jitter"] = Matching(TextPatterns.Jitter),
            ["seed"] = Integer(min: 0),
        }),
        ["info"] = AnyOf(Integer(100, 199), List(Integer(100, 199))),
        ["trailers"] = Ref("headers"),
        ["as"] = Choice(vocabulary.Strict.Select(vendor => KeyValuePair.Create(vendor.Key, vendor.Value.Title))),
    });

    private static JsonObject Gate() => AnyOf(Matching(TextPatterns.GateName), Integer(min: 0));

    private static JsonObject Client(Vocabulary vocabulary) => Mapping(FormatKeys.Client, new()
    {
        ["ask"] = Text(),
        ["tools"] = List(AnyOf(Enum(vocabulary.Tools.Keys), Object())),
        ["stream"] = Boolean(),
        ["previous"] = Text(),
        ["request"] = Object(),
        ["headers"] = Ref("headers"),
        ["http"] = Mapping(FormatKeys.ClientHttp, new()
        {
            ["method"] = Choice(FormatWords.Methods),
            ["path"] = Matching(TextPatterns.RequestPath),
            ["headers"] = Ref("headers"),
            ["body"] = Any(),
        }),
        ["then"] = Mapping(
            FormatKeys.Then,
            new()
            {
                ["hang_up_after"] = Ref("eventCount"),
                ["read_slowly"] = Ref("duration"),
                ["release"] = Gate(),
                ["after"] = Ref("eventCount"),
            }),
    });

    private static JsonObject Event()
    {
        var properties = new JsonObject();
        foreach (var name in EventWords.Expectable)
        {
            var word = EventWords.Find(EventWords.ToSingular(name)) ?? throw new InvalidOperationException(name);
            properties[name] = word.MainMember is null ? Object() : Type("string", "object");
        }

        var mapping = Closed(properties, required: []);
        mapping["minProperties"] = 1;
        mapping["maxProperties"] = 1;
        return AnyOf(Enum(EventWords.Expectable), mapping);
    }

    private static JsonObject Final() => Mapping(FormatKeys.Final, new()
    {
        ["status"] = AnyOf(Choice(FormatWords.FinalStatuses), Matching("^\\$"), Object(), List(Any())),
        ["text"] = Ref("textPattern"),
        ["reasoning"] = Ref("textPattern"),
        ["refusal"] = Ref("textPattern"),
        ["calls"] = Any(),
        ["items"] = Any(),
        ["usage"] = Any(),
        ["error"] = Any(),
        ["cause"] = Choice(FormatWords.Causes),
        ["incomplete"] = Any(),
    });

    private static JsonObject Expect(Vocabulary vocabulary) => Mapping(FormatKeys.Expect, new()
    {
        ["request"] = AnyOf(Ref("objectPattern"), List(Ref("objectPattern"))),
        ["request_headers"] = Object(),
        ["events"] = List(Ref("event"), min: 1),
        ["final"] = Ref("final"),
        ["http"] = Ref("http"),
        ["order"] = List(Ref("event"), min: 2),
        ["or"] = List(Ref("alternative")),
        ["timing"] = Mapping(
            FormatKeys.Timing,
            FormatKeys.Timing.Names.ToDictionary(name => name, _ => Ref("bound"), StringComparer.Ordinal)),
        ["upstream"] = Mapping(FormatKeys.Upstream, new()
        {
            ["requests"] = AnyOf(
                Integer(min: 0),
                Mapping(FormatKeys.Count, new() { ["min"] = Integer(min: 0), ["max"] = Integer(min: 0) })),
            ["aborted"] = Boolean(),
            ["gap"] = Mapping(FormatKeys.Gap, new() { ["min"] = Ref("duration") }),
        }),
        ["breaks"] = List(Choice(vocabulary.Rules), min: 1, isSet: true),
    });

    private static JsonObject Alternative() => Mapping(FormatKeys.Alternative, new()
    {
        ["grade"] = Choice(FormatWords.Grades),
        ["because"] = Text(),
        ["events"] = List(Ref("event"), min: 1),
        ["final"] = Ref("final"),
        ["http"] = Ref("http"),
    });
}
