using System.Text.Json;
using NUnit.Framework;

namespace Relay.Tests.Translating;

/// <summary>
/// The rules every stream keeps, whatever the upstream sent: numbering, order, balance, and that deltas, parts, items and the response
/// agree.
/// </summary>
internal sealed class EventGrammar(bool provesArguments)
{
    private static readonly string[] Terminals = ["response.completed", "response.incomplete", "response.failed"];

    private readonly Dictionary<int, JsonElement> _added = [];
    private readonly Dictionary<int, JsonElement> _done = [];
    private readonly Dictionary<(int Output, int Part, string Kind), string> _open = [];
    private readonly HashSet<string> _ids = [];
    private readonly HashSet<string> _callIds = [];

    public static void Check(IReadOnlyList<JsonElement> events, ReadOnlySpan<byte> response, bool provesArguments)
    {
        CheckFrame(events, response);
        var grammar = new EventGrammar(provesArguments);
        foreach (var data in events)
        {
            grammar.Take(data);
        }

        grammar.CheckEnd(events[^1]);
    }

    private static void CheckFrame(IReadOnlyList<JsonElement> events, ReadOnlySpan<byte> response)
    {
        var types = events.Select(Type).ToList();
        Assert.That(types.Take(2), Is.EqualTo(["response.created", "response.in_progress"]));
        Assert.That(types.Count(Terminals.Contains), Is.EqualTo(1), "terminal events");
        Assert.That(Terminals, Does.Contain(types[^1]), "nothing follows the terminal event");
        Assert.That(events.Select(data => data.GetProperty("sequence_number").GetInt32()), Is.EqualTo(Enumerable.Range(0, events.Count)));
        Assert.That(types.Count(type => type == "error"), Is.LessThanOrEqualTo(types[^1] == "response.failed" ? 1 : 0));
        Assert.That(events[^1].GetProperty("response").GetRawText(), Is.EqualTo(System.Text.Encoding.UTF8.GetString(response)));
    }

    private void Take(JsonElement data)
    {
        switch (Type(data))
        {
            case "response.output_item.added":
                TakeAdded(data);
                break;
            case "response.output_item.done":
                TakeDone(data);
                break;
            case "response.content_part.added" or "response.reasoning_summary_part.added":
                Begin(data, PartKind(data.GetProperty("part")));
                break;
            case "response.content_part.done" or "response.reasoning_summary_part.done":
                End(data, PartKind(data.GetProperty("part")), PartText(data.GetProperty("part")));
                break;
            case "response.output_text.delta":
                Grow(data, "output_text");
                Assert.That(data.TryGetProperty("logprobs", out _));
                break;
            case "response.refusal.delta":
                Grow(data, "refusal");
                break;
            case "response.reasoning_summary_text.delta":
                Grow(data, "summary_text");
                break;
            case "response.reasoning_text.delta" or "response.reasoning.delta":
                Grow(data, "reasoning_text");
                break;
            case "response.function_call_arguments.delta":
                Grow(data, "arguments");
                break;
            case "response.custom_tool_call_input.delta":
                Grow(data, "arguments");
                break;
            case "response.custom_tool_call_input.done":
                End(data, "arguments", data.GetProperty("input").GetString()!);
                break;
            case "response.function_call_arguments.done":
                End(data, "arguments", data.GetProperty("arguments").GetString()!);
                break;
            default:
                CheckTextDone(data);
                break;
        }
    }

    private void TakeAdded(JsonElement data)
    {
        var item = data.GetProperty("item");
        Assert.That(Index(data), Is.EqualTo(_added.Count), "V08");
        Assert.That(_ids.Add(item.GetProperty("id").GetString()!), "V09");
        Assert.That(item.GetProperty("status").GetString(), Is.EqualTo("in_progress"));
        _added[Index(data)] = item;
        if (item.TryGetProperty("call_id", out var callId))
        {
            Assert.That(callId.GetString(), Is.Not.Empty);
            Assert.That(_callIds.Add(callId.GetString()!), "V10");
            OpenArguments(data, item);
        }
    }

    private void OpenArguments(JsonElement data, JsonElement item)
    {
        // Calls of built-in tools say what is to be done in the item itself, and have no events of their own for it.
        if (Text(item, "arguments") is not null || Text(item, "input") is not null)
        {
            _open[(Index(data), 0, "arguments")] = "";
        }
    }

    private void TakeDone(JsonElement data)
    {
        var item = data.GetProperty("item");
        var added = _added[Index(data)];
        foreach (var member in (string[])["id", "type", "call_id", "namespace", "name"])
        {
            Assert.That(Text(item, member), Is.EqualTo(Text(added, member)), "V17");
        }

        Assert.That(_done.TryAdd(Index(data), item), "V18");
        if (item.GetProperty("status").GetString() == "completed")
        {
            Assert.That(_open.Keys.Where(key => key.Output == Index(data)), Is.Empty, "parts are closed before their item");
            CheckArguments(item);
        }
        else if (_open.Remove((Index(data), 0, "arguments"), out var partial))
        {
            Assert.That(Text(item, "arguments") ?? Text(item, "input"), Is.EqualTo(partial), "V15");
        }
    }

    private void CheckArguments(JsonElement item)
    {
        if (provesArguments && Text(item, "arguments") is { } arguments)
        {
            var kind = JsonDocument.Parse(arguments).RootElement.ValueKind;
            Assert.That(kind, Is.EqualTo(JsonValueKind.Object).Or.EqualTo(JsonValueKind.String), "V26");
        }
    }

    private void Begin(JsonElement data, string kind)
    {
        Owner(data);
        Assert.That(PartText(data.GetProperty("part")), Is.Empty);
        _open.Add((Index(data), Part(data), kind), "");
    }

    private void Grow(JsonElement data, string kind)
    {
        Owner(data);
        var key = (Index(data), Part(data), kind);
        Assert.That(_open, Does.ContainKey(key), "V11, V12");
        Assert.That(data.GetProperty("delta").GetString(), Is.Not.Empty);
        _open[key] += data.GetProperty("delta").GetString();
    }

    private void End(JsonElement data, string kind, string text)
    {
        Owner(data);
        Assert.That(_open.Remove((Index(data), Part(data), kind), out var grown), $"{kind} was open");
        Assert.That(text, Is.EqualTo(grown), "V15");
    }

    private void CheckTextDone(JsonElement data)
    {
        var (kind, member) = Type(data) switch
        {
            "response.output_text.done" => ("output_text", "text"),
            "response.refusal.done" => ("refusal", "refusal"),
            "response.reasoning_summary_text.done" => ("summary_text", "text"),
            "response.reasoning_text.done" or "response.reasoning.done" => ("reasoning_text", "text"),
            _ => ("", ""),
        };
        if (member.Length > 0)
        {
            Owner(data);
            Assert.That(data.GetProperty(member).GetString(), Is.EqualTo(_open[(Index(data), Part(data), kind)]), "V15");
        }
    }

    private void CheckEnd(JsonElement terminal)
    {
        var response = terminal.GetProperty("response");
        var failed = Type(terminal) == "response.failed";
        Assert.That($"response.{response.GetProperty("status").GetString()}", Is.EqualTo(Type(terminal)), "V22");
        Assert.That(response.GetProperty("error").ValueKind, Is.EqualTo(failed ? JsonValueKind.Object : JsonValueKind.Null), "V23");
        Assert.That(response.GetProperty("incomplete_details").ValueKind, Is.EqualTo(Type(terminal) == "response.incomplete"
            ? JsonValueKind.Object
            : JsonValueKind.Null), "V23");
        if (!failed)
        {
            Assert.That(_done.Keys.Order(), Is.EqualTo(_added.Keys.Order()), "V18");
            Assert.That(
                response.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()),
                Is.EqualTo(_done.OrderBy(item => item.Key).Select(item => item.Value.GetRawText())),
                "V20");
        }
    }

    private void Owner(JsonElement data)
    {
        Assert.That(_added, Does.ContainKey(Index(data)), "V11");
        Assert.That(_done, Does.Not.ContainKey(Index(data)), "V11");
        Assert.That(data.GetProperty("item_id").GetString(), Is.EqualTo(Text(_added[Index(data)], "id")));
    }

    private static string Type(JsonElement data) => data.GetProperty("type").GetString()!;

    private static int Index(JsonElement data) => data.GetProperty("output_index").GetInt32();

    private static int Part(JsonElement data) =>
        data.TryGetProperty("content_index", out var index) || data.TryGetProperty("summary_index", out index) ? index.GetInt32() : 0;

    private static string PartKind(JsonElement part) => part.GetProperty("type").GetString()!;

    private static string PartText(JsonElement part) =>
        (part.TryGetProperty("text", out var text) ? text : part.GetProperty("refusal")).GetString()!;

    private static string? Text(JsonElement item, string member) => item.TryGetProperty(member, out var value) ? value.GetString() : null;
}
