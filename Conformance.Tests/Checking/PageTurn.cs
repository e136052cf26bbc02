using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Checking;

/// <summary>
/// Makes a recorded turn of the blocks of a page. The words behind a fence's language set the stage, and <c>…</c> in a response stands for
/// its usual members.
/// </summary>
internal static class PageTurn
{
    private static readonly SourcePlace Nowhere = new("page.md", 1, 1);

    /// <summary>Whether a section shows a whole answer, and not only the events it is about.</summary>
    public static bool IsWhole(CheckExample example)
    {
        var types = Types(Answer(example));
        return types.Count == 0 || (types[0] == "response.created"
            && types.Any(type => type is "response.completed" or "response.incomplete" or "response.failed"));
    }

    /// <summary>The turn of a section.</summary>
    /// <param name="example">The section.</param>
    /// <param name="isExcerpt">Whether the items that its events speak of are to be opened before them.</param>
    public static RecordedTurn Of(CheckExample example, bool isExcerpt = false)
    {
        var chat = example.Blocks.FirstOrDefault(block => block.Options.Contains("chat"));
        var answer = Answer(example) ?? (chat is null
            ? throw new InvalidOperationException("The section has no answer: a block sse, json body or json chat.")
            : new CheckBlock("sse", [], ""));
        answer = isExcerpt ? answer with { Text = Opening(answer) + answer.Text.TrimEnd('\n') + "\n\n" } : answer;
        var isStream = answer.Language == "sse";
        var recorded = Recorded(answer, Bytes(answer), isStream);
        var request = Parsed(example.Blocks.FirstOrDefault(block => block.Options.Contains("request")));
        var key = Option(answer, "secret");
        return new RecordedTurn
        {
            Scenario = Made(),
            Index = 0,
            Request = request ?? JsonElement.Parse(isStream ? """{"model":"gpt-x","stream":true}""" : """{"model":"gpt-x"}"""),
            Answer = recorded,
            Wire = isStream && answer.Text.Length > 0 ? WireReader.Read(recorded) : null,
            Upstream = new UpstreamRecord(chat is null ? [] : [Exchange(chat)]),
            NonStream = example.Blocks.FirstOrDefault(block => block.Options.Contains("non-stream")) is { } other
                ? Recorded(other, Bytes(other), isStream: false)
                : null,
            Secrets = key is null ? [] : [key],
            Relay = RelayTraits.Bundled with { Dialect = Option(answer, "dialect") ?? "openai" },
            TicksPerSecond = TestStream.TicksPerSecond,
        };
    }

    /// <summary>The text with the members put in that <c>…</c> stands for.</summary>
    public static string Expand(string text) => string.Join('\n', text.Split('\n').Select(line =>
    {
        var start = line.IndexOf('{', StringComparison.Ordinal);
        if (start < 0 || !line.Contains(",…}", StringComparison.Ordinal))
        {
            return line;
        }

        var json = JsonNode.Parse(line[start..].Replace(",…}", ",\"…\":0}", StringComparison.Ordinal))!;
        Expand(json);
        return line[..start] + json.ToJsonString(TestFrame.Relaxed);
    }));

    private static void Expand(JsonNode? json)
    {
        foreach (var child in json switch { JsonObject members =>
            members.Select(member => member.Value).ToList(), JsonArray list => [.. list], _ => [] })
        {
            Expand(child);
        }

        if (json is JsonObject response && response.Remove("…"))
        {
            var usual = JsonNode.Parse(GoodStreams.Text.Frames.Single(frame => frame.Type == "response.completed").Json!["response"]!
                .ToJsonString())!.AsObject();
            var isDone = response["status"]?.GetValue<string>() is "completed" or "incomplete";
            foreach (var (name, value) in usual.Where(member => !response.ContainsKey(member.Key)))
            {
                response[name] = name is "output"
                    ? new JsonArray()
                    : name is "usage" or "completed_at" && !isDone ? null : value?.DeepClone();
            }
        }
    }

    private static CheckBlock? Answer(CheckExample example) =>
        example.Blocks.FirstOrDefault(block => block.Language == "sse" || block.Options.Contains("body"));

    private static List<string> Types(CheckBlock? stream) => [.. Events(stream).Select(json => (string?)json["type"] ?? "")];

    private static IEnumerable<JsonObject> Events(CheckBlock? stream) =>
        stream is not { Language: "sse" } ? [] : Expand(stream.Text).Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal) && line.EndsWith('}'))
            .Select(line => JsonNode.Parse(line["data: ".Length..])!.AsObject());

    /// <summary>What must come before the events of an excerpt: the response, and the items and parts that they speak of.</summary>
    private static string Opening(CheckBlock excerpt)
    {
        List<string> lines = [];
        if (Types(excerpt).FirstOrDefault() != "response.created")
        {
            lines.Add("""{"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[],…}}""");
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var json in Events(excerpt))
        {
            if (json["item"]?["id"] is { } added)
            {
                known.Add(added.ToString());
            }
            else if (json["item_id"] is { } id && known.Add(id.ToString()))
            {
                lines.AddRange(OpeningOf(json["type"]!.ToString(), id.ToString(), json["output_index"]?.ToString() ?? "0"));
            }
        }

        return string.Concat(lines.Select(line =>
            $"event: {JsonNode.Parse(line.Replace(",…}", "}", StringComparison.Ordinal))!["type"]}\ndata: {line}\n\n"));
    }

    private static string[] OpeningOf(string type, string id, string index)
    {
        var item = type switch
        {
            _ when type.Contains("function_call_arguments", StringComparison.Ordinal) =>
                $$"""{"id":"{{id}}","type":"function_call","status":"in_progress","call_id":"call_1","name":"get_weather","arguments":""}""",
            _ when type.Contains("custom_tool_call", StringComparison.Ordinal) =>
                $$"""{"id":"{{id}}","type":"custom_tool_call","status":"in_progress","call_id":"call_1","name":"patch","input":""}""",
            _ when type.Contains("reasoning", StringComparison.Ordinal) =>
                $$"""{"id":"{{id}}","type":"reasoning","summary":[],"content":[]}""",
            _ => $$"""{"id":"{{id}}","type":"message","role":"assistant","status":"in_progress","content":[]}""",
        };
        var opened = $$"""{"type":"response.output_item.added","output_index":{{index}},"item":{{item}} }""";
        var part = $$"""{"type":"response.content_part.added","item_id":"{{id}}","output_index":{{index}},"content_index":0,"part":"""
            + $$"""{"type":"output_text","text":"","annotations":[],"logprobs":[]} }""";
        return type.Contains("output_text", StringComparison.Ordinal) || type == "response.content_part.done" ? [opened, part] : [opened];
    }

    private static byte[] Bytes(CheckBlock block) =>
        Encoding.UTF8.GetBytes(Expand(block.Text) + (block.Language == "sse" && block.Text.Length > 0 ? "\n" : ""));

    private static JsonElement? Parsed(CheckBlock? block) => block is null ? null : JsonElement.Parse(block.Text);

    private static string? Option(CheckBlock block, string name) =>
        block.Options.FirstOrDefault(option => option.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static RecordedStream Recorded(CheckBlock block, byte[] body, bool isStream) => new()
    {
        SentAt = 0,
        HeadersAt = 1,
        Status = int.Parse(Option(block, "status") ?? "200", CultureInfo.InvariantCulture),
        Headers = [KeyValuePair.Create("content-type", Option(block, "content-type")
            ?? (isStream ? "text/event-stream" : "application/json"))],
        Body = body,
        Reads = [new BodyRead(1000, 0, body.Length)],
        End = StreamEnd.Closed,
        EndedAt = 1000
            + int.Parse((Option(block, "closes") ?? "10ms").Replace("ms", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
    };

    private static ExchangeRecord Exchange(CheckBlock chat) => new()
    {
        Request = new ReceivedRequest(
            0,
            "POST",
            "/v1/chat/completions",
            [
                KeyValuePair.Create("content-type", Option(chat, "content-type") ?? "application/json"),
                KeyValuePair.Create("authorization", "Bearer ***"),
            ],
            Encoding.UTF8.GetBytes(chat.Text)),
        Exchange = 0,
        Status = 200,
        Headers = [],
        Writes = [],
        Completed = true,
    };

    private static Scenario Made() => new()
    {
        Id = "page",
        Title = "A page's stream",
        Level = Level.Must,
        Turns = [new Turn(new ClientRequest { Body = JsonElement.Parse("{}") }, [], new Expectation(), Nowhere)],
        Place = Nowhere,
        Source = "",
    };
}
