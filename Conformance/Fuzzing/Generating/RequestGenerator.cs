using System.Text.Json.Nodes;

namespace Conformance.Fuzzing.Generating;

/// <summary>Makes Responses requests that every relay must take: input, history with calls and their outputs, tools, settings.</summary>
internal sealed class RequestGenerator(FuzzRandom random)
{
    private static readonly string[] ToolNames = ["get_weather", "get_time", "search", "add", "read_file"];

    private readonly TextGenerator _texts = new(random);

    /// <summary>Returns a request's body without its model, and the names of the tools it declares.</summary>
    public (JsonObject Body, IReadOnlyList<string> Tools) Create()
    {
        var tools = ToolNames[..(random.NextChance(60) ? random.NextBelow(ToolNames.Length + 1) : 0)];
        var body = new JsonObject { ["input"] = random.NextChance(50) ? _texts.CreatePlain() : CreateInput(tools), ["stream"] = true };
        if (tools.Length > 0)
        {
            body["tools"] = new JsonArray([.. tools.Select(CreateTool)]);
        }

        for (var left = random.Pick(0, 0, 1, 2, 4); left > 0; left--)
        {
            Set(body, tools);
        }

        return (body, tools);
    }

    private JsonArray CreateInput(IReadOnlyList<string> tools)
    {
        var items = new JsonArray();
        for (var turns = random.NextBelow(3); turns > 0; turns--)
        {
            items.Add(CreateMessage("user"));
            for (var calls = tools.Count > 0 && random.NextChance(50) ? random.NextBetween(1, 2) : 0; calls > 0; calls--)
            {
                AddCall(items, tools, $"call_{turns}_{calls}");
            }

            if (random.NextChance(60))
            {
                items.Add(CreateMessage("assistant"));
            }
        }

        if (random.NextChance(15))
        {
            items.Insert(0, CreateMessage(random.Pick("system", "developer")));
        }

        items.Add(new JsonObject { ["role"] = "user", ["content"] = _texts.CreatePlain() });
        return items;
    }

    private JsonObject CreateMessage(string role)
    {
        var message = new JsonObject { ["role"] = role };
        if (random.NextChance(60))
        {
            message["type"] = "message";
        }

        if (random.NextChance(40))
        {
            message["content"] = _texts.CreatePlain() + _texts.CreateText(3);
            return message;
        }

        var kind = role == "assistant" ? "output_text" : "input_text";
        var parts = new JsonArray();
        for (var left = random.NextBetween(1, 3); left > 0; left--)
        {
            var part = new JsonObject { ["type"] = kind, ["text"] = _texts.CreatePlain() + _texts.CreateText(3) };
            if (kind == "output_text")
            {
                part["annotations"] = new JsonArray();
            }

            parts.Add(part);
        }

        message["content"] = parts;
        if (role == "assistant")
        {
            message["id"] = $"msg_{random.NextBelow(1000)}";
            message["status"] = "completed";
        }

        return message;
    }

    private void AddCall(JsonArray items, IReadOnlyList<string> tools, string id)
    {
        if (random.NextChance(20))
        {
            items.Add(new JsonObject
            {
                ["type"] = "reasoning",
                ["id"] = $"rs_{id}",
                ["summary"] = random.NextChance(50)
                    ? new JsonArray()
                    : new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = _texts.CreateWords() }),
            });
        }

        items.Add(new JsonObject
        {
            ["type"] = "function_call",
            ["id"] = $"fc_{id}",
            ["call_id"] = id,
            ["name"] = tools[random.NextBelow(tools.Count)],
            ["arguments"] = random.Pick("{}", "{\"city\":\"Oslo\"}", "{\"a\":1,\"b\":2}"),
            ["status"] = "completed",
        });
        items.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = id, ["output"] = "Result: " + _texts.CreateText(3) });
    }

    private static JsonObject CreateTool(string name, int at) => new()
    {
        ["type"] = "function",
        ["name"] = name,
        ["description"] = $"Tool {at}",
        ["parameters"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["city"] = new JsonObject { ["type"] = "string" } },
            ["required"] = at % 2 == 0 ? new JsonArray() : new JsonArray("city"),
            ["additionalProperties"] = false,
        },
        ["strict"] = at == 3,
    };

    private void Set(JsonObject body, IReadOnlyList<string> tools)
    {
        switch (random.NextBelow(13))
        {
            case 0:
                body["instructions"] = _texts.CreatePlain() + _texts.CreateText(2);
                break;
            case 1:
                body["temperature"] = random.Pick(0, 1, 2);
                break;
            case 2:
                body["top_p"] = 0.5;
                break;
            case 3:
                body["max_output_tokens"] = random.NextBetween(16, 4000);
                break;
            case 4:
                body["metadata"] = new JsonObject { ["key"] = _texts.CreateText(2) };
                break;
            case 5 when tools.Count > 0:
                body["tool_choice"] = random.NextChance(50)
                    ? random.Pick("auto", "required", "none")
                    : new JsonObject { ["type"] = "function", ["name"] = tools[0] };
                break;
            case 6 when tools.Count > 0:
                body["parallel_tool_calls"] = random.NextChance(50);
                break;
            case 7:
                body["reasoning"] = new JsonObject { ["effort"] = random.Pick("low", "medium", "high") };
                break;
            case 8:
                body["store"] = false;
                break;
            case 9:
                body["text"] = new JsonObject { ["format"] = Format() };
                break;
            case 10:
                body["user"] = "u-1";
                break;
            case 11:
                body["truncation"] = "disabled";
                break;
            default:
                body["include"] = new JsonArray("reasoning.encrypted_content");
                break;
        }
    }

    private JsonObject Format() => random.NextChance(40)
        ? new JsonObject { ["type"] = "text" }
        : new JsonObject
        {
            ["type"] = "json_schema",
            ["name"] = "answer",
            ["schema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["a"] = new JsonObject { ["type"] = "integer" } },
                ["required"] = new JsonArray("a"),
                ["additionalProperties"] = false,
            },
            ["strict"] = true,
        };
}
