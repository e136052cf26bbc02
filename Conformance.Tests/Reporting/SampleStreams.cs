using System.Text.Json.Nodes;
using Conformance.Results;

namespace Conformance.Tests.Reporting;

/// <summary>The streams of the sample run: what real relays do, right and wrong.</summary>
internal static class SampleStreams
{
    /// <summary>Text that runs something wherever it is taken for markup, and turns the line around wherever it is not isolated.</summary>
    public const string Hostile = "</script><img src=x onerror=\"window.hacked=1\"><svg onload='window.hacked=1'>&lt;b&gt; \u202e abc";

    public const string ToolSource = """
        # yaml-language-server: $schema=../scenario.schema.json
        schema: relay-scenario/v1
        id: tools/args-split-missing-ids
        title: Tool arguments arrive in three pieces and only the first piece has an id
        why: OpenAI names the call once; later deltas carry only what is new.
        level: must
        spec: [chat#delta-tool_calls]
        quirks: [Q02]
        tags: [tools, identity]
        seen_in: [openai, vllm]

        client:
          ask: Weather in Oslo?
          tools: [get_weather]

        upstream:
          steps:
            - tool: {index: 0, id: call_1, name: get_weather, args: ""}
            - tool: {index: 0, args: '{"city":'}
            - tool: {args: '"Oslo"}'}   # no id, no index
            - finish: tool_calls
            - done

        expect:
          events:
            - created
            - in_progress
            - output_item.added: {item: {type: function_call, id: $fc, call_id: call_1, name: get_weather}}
            - function_call_arguments.deltas: '{"city":"Oslo"}'
            - function_call_arguments.done: {item_id: $fc, arguments: '{"city":"Oslo"}'}
            - output_item.done: {item: {id: $fc, status: completed}}
            - completed
        """;

    public const string TextSource = """
        schema: relay-scenario/v1
        id: text/basic
        title: A short answer in two deltas
        level: must
        spec: [chat#delta-content]
        tags: [text]

        client: {ask: Say hello}

        upstream:
          steps:
            - text: Grüß
            - text: " Gott"
            - finish: stop
            - done

        expect:
          final: {status: completed, text: Grüß Gott}
        """;

    private static readonly JsonObject Ask = new() { ["model"] = "rc-sample", ["stream"] = true, ["input"] = "Weather in Oslo?" };

    public static JsonObject Response(string status, params JsonNode[] output) => new()
    {
        ["id"] = "resp_1", ["object"] = "response", ["created_at"] = 1_790_000_000, ["status"] = status, ["model"] = "rc-sample",
        ["output"] = new JsonArray(output), ["parallel_tool_calls"] = true, ["tool_choice"] = "auto", ["tools"] = new JsonArray(),
        ["error"] = null, ["incomplete_details"] = null,
        ["usage"] = status == "completed" ? new JsonObject { ["input_tokens"] = 31, ["output_tokens"] = 9, ["total_tokens"] = 40 } : null,
    };

    public static TurnEvidence TextTurn(string text = "Grüß Gott", bool withGolden = true, string? chatRequest = null)
    {
        var half = text.Length / 2;
        var turn = new SampleTurn()
            .Chunk(1, 12, new JsonObject { ["content"] = text[..half] })
            .Receive(("response.created", Wrap("in_progress")), ("response.in_progress", Wrap("in_progress")),
                ("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Message("in_progress", "") }),
                ("response.content_part.added", new JsonObject
                {
                    ["item_id"] = "msg_1",
                    ["part"] = new JsonObject { ["type"] = "output_text", ["text"] = "" },
                }),
                ("response.output_text.delta", Delta(text[..half])))
            .Chunk(2, 13, new JsonObject { ["content"] = text[half..] })
            .Receive(("response.output_text.delta", Delta(text[half..])))
            .Chunk(3, 14, [], "stop")
            .Send(4, 15, "data: [DONE]\n\n")
            .Receive(("response.output_text.done", new JsonObject { ["item_id"] = "msg_1", ["text"] = text }),
                ("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Message("completed", text) }),
                ("response.completed", new JsonObject { ["response"] = Response("completed", Message("completed", text)) }))
            .Done();

        return turn.Build(Copy(Ask), withGolden ? received => received : null, chatRequest);
    }

    /// <summary>A relay that opens a second call for a delta that has no id.</summary>
    public static TurnEvidence SplitCallTurn(string secondName = "")
    {
        var turn = new SampleTurn()
            .Chunk(1, 18, Tool(new JsonObject
            {
                ["index"] = 0,
                ["id"] = "call_1",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = "get_weather", ["arguments"] = "" },
            }))
            .Receive(("response.created", Wrap("in_progress")), ("response.in_progress", Wrap("in_progress")),
                ("response.output_item.added", new JsonObject
                {
                    ["output_index"] = 0,
                    ["item"] = Call("fc_1", "call_1", "get_weather", "", "in_progress"),
                }))
            .Chunk(2, 19, Tool(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = "{\"city\":" } }))
            .Receive(("response.function_call_arguments.delta", Arguments("fc_1", "{\"city\":")))
            .Chunk(3, 20, Tool(new JsonObject { ["function"] = new JsonObject { ["arguments"] = "\"Oslo\"}" } }))
            .Receive(("response.output_item.added", new JsonObject
            {
                ["output_index"] = 1,
                ["item"] = Call("fc_2", "", secondName, "", "in_progress"),
            }),
                ("response.function_call_arguments.delta", Arguments("fc_2", "\"Oslo\"}")))
            .Chunk(4, 21, [], "tool_calls")
            .Send(5, 22, "data: [DONE]\n\n")
            .Receive(("response.function_call_arguments.done", new JsonObject { ["item_id"] = "fc_1", ["arguments"] = "{\"city\":" }),
                ("response.output_item.done", new JsonObject
                {
                    ["output_index"] = 0,
                    ["item"] = Call("fc_1", "call_1", "get_weather", "{\"city\":", "completed"),
                }),
                ("response.completed", new JsonObject { ["response"] = Response(
                    "completed",
                    Call("fc_1", "call_1", "get_weather", "{\"city\":", "completed"),
                    Call("fc_2", "", secondName, "\"Oslo\"}", "completed")) }))
            .Done();

        return turn.Build(Copy(Ask), SplitCallGolden);
    }

    /// <summary>Pieces cut inside a character, and bytes that are no character at all.</summary>
    public static TurnEvidence BrokenBytesTurn() => new SampleTurn()
        .Send(1, 12, [.. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Gr"u8, 0xC3])
        .Send(2, 13, [0xBC, .. "\u00df\"}}]}\r\n\r\n"u8])
        .Send(3, 14, [.. ": bad "u8, 0xFF, 0xFE, .. "\n\n"u8])
        .Receive(("response.created", Wrap("in_progress")), ("response.output_text.delta", Delta("Gr\ufffd\ufffd")))
        .Done()
        .Build(Copy(Ask));

    /// <summary>Some thousand deltas: more than two megabytes on the wire.</summary>
    public static TurnEvidence LargeTurn(int deltas = 6000)
    {
        var turn = new SampleTurn().Receive(("response.created", Wrap("in_progress")), ("response.in_progress", Wrap("in_progress")));
        for (var number = 0; number < deltas; number++)
        {
            var piece = $"piece {number} {(number * 2654435761L) % 1_000_003} of a long answer; ";
            turn.Chunk(1, 12, new JsonObject { ["content"] = piece }).Receive(("response.output_text.delta", Delta(piece)));
        }

        return turn.Receive(("response.completed", new JsonObject
        {
            ["response"] = Response("completed", Message("completed", new string('x', 200_000))),
        })).Done().Build(Copy(Ask));
    }

    private static List<string> SplitCallGolden(IReadOnlyList<string> received)
    {
        const string Whole = "{\"city\":\"Oslo\"}";
        var golden = received.ToList();
        golden[4] = Numbered("response.function_call_arguments.delta", 4, Arguments("fc_1", "\"Oslo\"}"));
        golden.RemoveAt(5);
        golden[5] = Numbered("response.function_call_arguments.done", 5, new JsonObject { ["item_id"] = "fc_1", ["arguments"] = Whole });
        golden[6] = Numbered(
            "response.output_item.done",
            6,
            new JsonObject { ["output_index"] = 0, ["item"] = Call("fc_1", "call_1", "get_weather", Whole, "completed") });
        golden[7] = Numbered(
            "response.completed",
            7,
            new JsonObject { ["response"] = Response("completed", Call("fc_1", "call_1", "get_weather", Whole, "completed")) });

        return golden;
    }

    private static string Numbered(string type, int number, JsonObject members)
    {
        var json = new JsonObject { ["type"] = type, ["sequence_number"] = number };
        foreach (var (name, value) in members)
        {
            json[name] = value?.DeepClone();
        }

        return SampleTurn.Text(json);
    }

    private static JsonObject Wrap(string status) => new() { ["response"] = Response(status) };

    private static JsonObject Tool(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static JsonObject Delta(string text) =>
        new() { ["item_id"] = "msg_1", ["output_index"] = 0, ["content_index"] = 0, ["delta"] = text };

    private static JsonObject Arguments(string item, string text) => new() { ["item_id"] = item, ["output_index"] = 0, ["delta"] = text };

    private static JsonObject Message(string status, string text) => new()
    {
        ["type"] = "message", ["id"] = "msg_1", ["status"] = status, ["role"] = "assistant",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() }),
    };

    private static JsonObject Call(string id, string callId, string name, string arguments, string status) => new()
    {
        ["type"] = "function_call", ["id"] = id, ["call_id"] = callId, ["name"] = name, ["arguments"] = arguments, ["status"] = status,
    };

    private static JsonObject Copy(JsonObject json) => json.DeepClone().AsObject();
}
