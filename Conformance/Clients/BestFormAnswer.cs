using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients;

/// <summary>
/// Writes the content of an answer again in the form that suits every client. A client's losses with this form are its own.
/// </summary>
internal sealed class BestFormAnswer
{
    // The types that a chat upstream can cause; an item of any other type is the relay's own choice.
    private static readonly string[] Kinds = ["message", "reasoning", "function_call", "custom_tool_call"];
    private static readonly string[] Lists = ["content", "summary"];
    private static readonly string[] Texts = ["arguments", "input"];

    private readonly AnswerContent _content;
    private readonly List<WireEvent> _events = [];

    private BestFormAnswer(AnswerContent content) => _content = content;

    /// <summary>Returns the stream of a content; the body of a refusal where the answer was one.</summary>
    public static ClientStream Create(AnswerContent content)
    {
        if (content.HttpStatus is < 200 or >= 300)
        {
            return new ClientStream
            {
                Status = content.HttpStatus,
                Body = new JsonObject { ["error"] = CreateError(content) }.ToJsonString(),
            };
        }

        return new ClientStream { Events = new BestFormAnswer(content).Write() };
    }

    private List<WireEvent> Write()
    {
        // An answer that does not name its end is compared with the end that it should have named.
        var status = _content.Status ?? "completed";
        Add("response.created", new JsonObject { ["response"] = CreateResponse("in_progress", []) });
        Add("response.in_progress", new JsonObject { ["response"] = CreateResponse("in_progress", []) });
        var output = new List<JsonObject>();
        foreach (var item in _content.IsFailure
            ? []
            : _content.Items.Where(static item => Kinds.Contains(item.Type, StringComparer.Ordinal)))
        {
            output.Add(Write(item, output.Count, status));
        }

        if (_content.IsFailure)
        {
            var error = CreateError(_content);
            Add("error", new JsonObject
            {
                ["code"] = JoinText(_content.Code, "server_error"),
                ["message"] = _content.Trouble,
                ["param"] = null,
                ["error"] = error,
            });
        }

        Add("response." + status, new JsonObject { ["response"] = CreateResponse(status, output) });
        _events.Add(new WireEvent { Index = _events.Count, Offset = 0, Length = 0, At = 0, Data = "[DONE]" });
        return _events;
    }

    private JsonObject Write(AnswerItem item, int index, string status)
    {
        var id = JoinText(item.Id, string.Create(CultureInfo.InvariantCulture, $"item_{index}"));
        // Two items with one id are the relay's fault; the correct answer has two ids.
        id = string.Create(CultureInfo.InvariantCulture, $"{id}_{index}");
        var whole = CreateItem(item, id, index, status == "incomplete" ? "incomplete" : "completed");
        var open = (JsonObject)whole.DeepClone();
        foreach (var member in Lists.Where(open.ContainsKey))
        {
            open[member] = new JsonArray();
        }

        foreach (var member in Texts.Where(open.ContainsKey))
        {
            open[member] = "";
        }

        Add("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = open });
        WriteParts(item, id, index, whole);
        Add("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = whole.DeepClone() });
        return whole;
    }

    private void WriteParts(AnswerItem item, string id, int index, JsonObject whole)
    {
        JsonObject At() => new() { ["item_id"] = id, ["output_index"] = index };
        switch (item.Type)
        {
            case "message":
                foreach (var part in whole["content"]!
                    .AsArray()
                    .OfType<JsonObject>()
                    .Select(static (part, number) => (Part: part, Number: number)))
                {
                    WritePart(At, part.Part, part.Number);
                }

                break;
            case "reasoning" when whole["summary"]!.AsArray() is [JsonObject summary]:
                Add(
                    "response.reasoning_summary_part.added",
                    AddMembers(At(), ("summary_index", 0), ("part", CreateEmptied(summary, "text"))));
                Add(
                    "response.reasoning_summary_text.delta",
                    AddMembers(At(), ("summary_index", 0), ("delta", summary["text"]!.DeepClone())));
                Add("response.reasoning_summary_text.done", AddMembers(At(), ("summary_index", 0), ("text", summary["text"]!.DeepClone())));
                Add("response.reasoning_summary_part.done", AddMembers(At(), ("summary_index", 0), ("part", summary.DeepClone())));
                break;
            case "function_call":
                Add("response.function_call_arguments.delta", AddMembers(At(), ("delta", item.Arguments)));
                Add("response.function_call_arguments.done", AddMembers(At(), ("arguments", item.Arguments)));
                break;
            case "custom_tool_call":
                Add("response.custom_tool_call_input.delta", AddMembers(At(), ("delta", item.Arguments)));
                Add("response.custom_tool_call_input.done", AddMembers(At(), ("input", item.Arguments)));
                break;
        }
    }

    private void WritePart(Func<JsonObject> at, JsonObject part, int number)
    {
        var (kind, member) = (string?)part["type"] == "refusal" ? ("refusal", "refusal") : ("output_text", "text");
        Add("response.content_part.added", AddMembers(at(), ("content_index", number), ("part", CreateEmptied(part, member))));
        Add(
            $"response.{kind}.delta",
            AddMembers(at(), ("content_index", number), ("delta", part[member]!.DeepClone()), ("logprobs", new JsonArray())));
        Add(
            $"response.{kind}.done",
            AddMembers(at(), ("content_index", number), (member, part[member]!.DeepClone()), ("logprobs", new JsonArray())));
        Add("response.content_part.done", AddMembers(at(), ("content_index", number), ("part", part.DeepClone())));
    }

    private static JsonObject CreateItem(AnswerItem item, string id, int index, string status) => item.Type switch
    {
        "message" => new JsonObject
        {
            ["id"] = id,
            ["type"] = "message",
            ["status"] = status,
            ["role"] = "assistant",
            ["content"] = new JsonArray([.. CreateParts(item)]),
        },
        "reasoning" => CreateReasoning(item, id),
        "function_call" or "custom_tool_call" => new JsonObject
        {
            // A missing or repeated call_id is the relay's fault too.
            ["id"] = id, ["type"] = item.Type, ["status"] = status,
            ["call_id"] = string.Create(CultureInfo.InvariantCulture, $"call_{index}"), ["name"] = item.Name,
            [item.Type == "function_call" ? "arguments" : "input"] = item.Arguments,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<JsonObject> CreateParts(AnswerItem item)
    {
        if (item.Refusal.Length > 0)
        {
            yield return new JsonObject { ["type"] = "refusal", ["refusal"] = item.Refusal };
        }

        if (item.Text.Length > 0 || item.Refusal.Length == 0)
        {
            yield return new JsonObject
            {
                ["type"] = "output_text",
                ["text"] = item.Text,
                ["annotations"] = new JsonArray(),
                ["logprobs"] = new JsonArray(),
            };
        }
    }

    /// <summary>Returns reasoning as a summary, which every client shows.</summary>
    private static JsonObject CreateReasoning(AnswerItem item, string id)
    {
        var text = JoinText(item.Summary, item.ReasoningText);
        var reasoning = new JsonObject { ["id"] = id, ["type"] = "reasoning", ["summary"] = new JsonArray() };
        if (text.Length > 0)
        {
            reasoning["summary"]!.AsArray().Add(new JsonObject { ["type"] = "summary_text", ["text"] = text });
        }

        if (item.EncryptedContent.Length > 0)
        {
            reasoning["encrypted_content"] = item.EncryptedContent;
        }

        return reasoning;
    }

    private JsonObject CreateResponse(string status, List<JsonObject> output) => new()
    {
        ["id"] = "resp_1", ["object"] = "response", ["created_at"] = 0, ["status"] = status, ["model"] = "model", ["instructions"] = null,
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto", ["parallel_tool_calls"] = true, ["metadata"] = new JsonObject(), ["temperature"] = 1, ["top_p"] = 1,
        ["output"] = new JsonArray([.. output.Select(static item => item.DeepClone())]),
        ["error"] = status == "failed" ? CreateError(_content) : null,
        ["incomplete_details"] = status == "incomplete"
            ? new JsonObject { ["reason"] = JoinText(_content.Reason, "max_output_tokens") }
            : null,
        ["usage"] = status != "in_progress" && _content.Usage.IsObject() ? CreateUsage() : null,
    };

    private JsonObject CreateUsage()
    {
        var usage = _content.Usage;
        long Count(string name) => usage.Member(name).Integer() ?? 0;
        return new JsonObject
        {
            ["input_tokens"] = Count("input_tokens"),
            ["input_tokens_details"] = new JsonObject
            {
                ["cached_tokens"] = usage.Member("input_tokens_details").Member("cached_tokens").Integer() ?? 0,
            },
            ["output_tokens"] = Count("output_tokens"),
            ["output_tokens_details"] = new JsonObject
            {
                ["reasoning_tokens"] = usage.Member("output_tokens_details").Member("reasoning_tokens").Integer() ?? 0,
            },
            ["total_tokens"] = Count("total_tokens"),
        };
    }

    private static JsonObject CreateError(AnswerContent content) =>
        new()
        {
            ["type"] = "server_error",
            ["code"] = JoinText(content.Code, "server_error"),
            ["message"] = content.Trouble,
            ["param"] = null,
        };

    private void Add(string type, JsonObject members)
    {
        members.Insert(0, "sequence_number", _events.Count);
        members.Insert(0, "type", type);
        var text = members.ToJsonString();
        _events.Add(new WireEvent
        {
            Index = _events.Count,
            Offset = 0,
            Length = Encoding.UTF8.GetByteCount(text),
            At = 0,
            Data = text,
            Json = StrictJson.Read(text).Json,
        });
    }

    private static JsonObject AddMembers(JsonObject members, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        foreach (var (name, value) in more)
        {
            members[name] = value;
        }

        return members;
    }

    private static JsonObject CreateEmptied(JsonObject part, string member)
    {
        var empty = (JsonObject)part.DeepClone();
        empty[member] = "";
        return empty;
    }

    private static string JoinText(string? told, string otherwise) => string.IsNullOrEmpty(told) ? otherwise : told;
}
