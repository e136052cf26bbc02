using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Checking.ChatRequests;

/// <summary>
/// A client's request and the chat request that a relay made of it, both made by hand. Immutable: each change gives another pair.
/// </summary>
internal sealed record TestChat
{
    private static readonly SourcePlace Nowhere = new("made.yaml", 1, 1);

    /// <summary>A pair in which everything is there: a call with its output, two tools, sampling, a choice and a schema.</summary>
    public static TestChat Whole { get; } = new()
    {
        Asked = Json("""
            {"model":"rc-made","instructions":"Be brief.","stream":true,"temperature":0.2,"top_p":0.9,"max_output_tokens":64,"tool_choice":"required","parallel_tool_calls":false,
             "input":[
               {"role":"user","content":"Weather in Oslo?"},
               {"type":"function_call","id":"fc_1","call_id":"call_1","name":"get_weather","arguments":"{\"city\":\"Oslo\"}"},
               {"type":"function_call_output","call_id":"call_1","output":"11 degrees"},
               {"type":"message","role":"assistant","content":[{"type":"output_text","text":"It is mild."}]},
               {"role":"user","content":[{"type":"input_text","text":"And in Rome?"}]}],
             "tools":[
               {"type":"function","name":"get_weather","description":"Tells the weather.","strict":true,"parameters":{"type":"object","properties":{"city":{"type":"string","enum":["Oslo","Rome"]}},"required":["city"],"additionalProperties":false}},
               {"type":"function","name":"get_time","strict":false,"parameters":{"type":"object","properties":{"zone":{"type":"string"}}}}],
             "text":{"format":{"type":"json_schema","name":"answer","strict":true,"schema":{"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}}}}
            """),
        Chat = Json("""
            {"model":"rc-made","stream":true,"stream_options":{"include_usage":true},"temperature":0.2,"top_p":0.9,"max_tokens":64,"tool_choice":"required","parallel_tool_calls":false,
             "messages":[
               {"role":"system","content":"Be brief."},
               {"role":"user","content":"Weather in Oslo?"},
               {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Oslo\"}"}}]},
               {"role":"tool","tool_call_id":"call_1","content":"11 degrees"},
               {"role":"assistant","content":"It is mild."},
               {"role":"user","content":"And in Rome?"}],
             "tools":[
               {"type":"function","function":{"name":"get_weather","description":"Tells the weather.","strict":true,"parameters":{"type":"object","properties":{"city":{"type":"string","enum":["Oslo","Rome"]}},"required":["city"],"additionalProperties":false}}},
               {"type":"function","function":{"name":"get_time","strict":false,"parameters":{"type":"object","properties":{"zone":{"type":"string"}}}}}],
             "response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}}}}
            """),
    };

    /// <summary>The shortest pair.</summary>
    public static TestChat Plain { get; } = new()
    {
        Asked = Json("""{"model":"rc-made","input":"Say hello","stream":true}"""),
        Chat = Json("""{"model":"rc-made","messages":[{"role":"user","content":"Say hello"}],"stream":true}"""),
    };

    public required JsonObject Asked { get; init; }

    public required JsonObject Chat { get; init; }

    /// <summary>The body as bytes, where it is not <see cref="Chat"/>.</summary>
    public byte[]? Body { get; init; }

    public string Path { get; init; } = "/v1/chat/completions";

    public string? ContentType { get; init; } = "application/json";

    public string? Authorization { get; init; } = "Bearer $key";

    public IReadOnlyList<KeyValuePair<string, string>> MoreHeaders { get; init; } = [];

    public RelayTraits Relay { get; init; } = RelayTraits.Foreign;

    /// <summary>The instructions of an earlier turn.</summary>
    public string? EarlierInstructions { get; init; }

    /// <summary>The status of a request before, with the same body.</summary>
    public int? StatusBefore { get; init; }

    public IReadOnlyList<ReceivedRequest> Strays { get; init; } = [];

    /// <summary>The pair with another chat request.</summary>
    public TestChat Edit(Action<JsonObject> change)
    {
        var chat = Chat.DeepClone().AsObject();
        change(chat);
        return this with { Chat = chat };
    }

    /// <summary>The pair with another client's request.</summary>
    public TestChat Ask(Action<JsonObject> change)
    {
        var asked = Asked.DeepClone().AsObject();
        change(asked);
        return this with { Asked = asked };
    }

    /// <summary>The pair with a member of the chat request set to JSON text, or removed.</summary>
    public TestChat With(string member, string? json) => Edit(chat => Put(chat, member, json));

    /// <summary>The pair with a member of the client's request set to JSON text, or removed.</summary>
    public TestChat Asking(string member, string? json) => Ask(asked => Put(asked, member, json));

    /// <summary>The pair with the messages of the chat request changed.</summary>
    public TestChat Messages(Action<JsonArray> change) => Edit(chat => change(chat["messages"]!.AsArray()));

    /// <summary>The pair with one message of the chat request changed.</summary>
    public TestChat Message(int index, Action<JsonObject> change) => Messages(messages => change(messages[index]!.AsObject()));

    /// <summary>The pair with one tool of the chat request changed.</summary>
    public TestChat Tool(int index, Action<JsonObject> change) => Edit(chat => change(chat["tools"]![index]!.AsObject()));

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    /// <summary>What the rules of chat requests find.</summary>
    public CheckReport Check() => CheckRunner.Run(ToTurn(), [.. CheckCatalog.All.Where(check => check.Scope == RuleScope.ChatRequest)]);

    public RecordedTurn ToTurn() => new()
    {
        Scenario = Made(),
        Index = EarlierInstructions is null ? 0 : 1,
        Request = JsonElement.Parse(Asked.ToJsonString()),
        Answer = TestStream.Body("{}"),
        Wire = null,
        Upstream = new UpstreamRecord([.. StatusBefore is { } status ? new[] { Exchange(status) } : [], Exchange(200)]) { Strays = Strays },
        Relay = Relay,
        TicksPerSecond = TestStream.TicksPerSecond,
    };

    private ExchangeRecord Exchange(int status) => new()
    {
        Request = new ReceivedRequest(1, "POST", Path, [.. Headers()], Body ?? Encoding.UTF8.GetBytes(Chat.ToJsonString())),
        Exchange = 0,
        Status = status,
        Headers = [],
        Writes = [],
        Completed = true,
    };

    private IEnumerable<KeyValuePair<string, string>> Headers()
    {
        if (ContentType is not null)
        {
            yield return KeyValuePair.Create("Content-Type", ContentType);
        }

        if (Authorization is not null)
        {
            yield return KeyValuePair.Create("Authorization", Authorization);
        }

        foreach (var header in MoreHeaders)
        {
            yield return header;
        }
    }

    private Scenario Made() => new()
    {
        Id = "made",
        Title = "Made by hand",
        Level = Level.Must,
        Turns = [
            .. new[] { EarlierInstructions ?? "" }.Select(earlier => Turn(JsonSerializer.Serialize(new { instructions = earlier }))),
            Turn("{}"),
        ],
        Place = Nowhere,
        Source = "",
    };

    private static Turn Turn(string body) => new(new ClientRequest { Body = JsonElement.Parse(body) }, [], new Expectation(), Nowhere);

    private static void Put(JsonObject json, string member, string? value)
    {
        if (value is null)
        {
            json.Remove(member);
        }
        else
        {
            json[member] = JsonNode.Parse(value);
        }
    }
}
