using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Compat.CodexRelay;

/// <summary>
/// Translates as codex-relay 0.1 does: the stream opens at once and has its own form, one message holds the text of every choice,
/// calls follow the end, a stream that has begun always succeeds, and reasoning is stored for the next turn instead of returned.
/// </summary>
internal sealed class CodexRelayTranslator : CompatTranslator
{
    private readonly string _messageId;
    private readonly IIdSource _ids;
    private readonly ClientMemory _memory;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly SortedDictionary<ulong, Call> _calls = [];
    private bool _hasMessage;

    public CodexRelayTranslator(ResponseEcho echo, IIdSource ids, ClientMemory memory)
        : base(echo)
    {
        _ids = ids;
        _memory = memory;
        _messageId = ids.NewId("msg_");
    }

    // Before the last event is sent: a client that has seen it may ask again at once.
    protected override void Finish()
    {
        if (Failure is null && _reasoning.Length > 0)
        {
            var callIds = _calls.Values.Select(static call => call.Id).Where(static id => id.Length > 0);
            _memory.Store(new TurnReasoning(_reasoning.ToString(), _text.ToString(), [.. callIds]));
        }
    }

    // A turn without text and calls is a message of the history, too, and has no item that could stand for it.
    protected override ReadOnlySequence<byte>? CreateItemsToStore()
    {
        if (Failure is not null || _hasMessage || _calls.Count > 0)
        {
            return null;
        }

        var items = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(items, RelaxedJson.WriterOptions))
        {
            EmptyAnswer.Write(json, _reasoning.ToString());
        }

        return new ReadOnlySequence<byte>(items.WrittenMemory);
    }

    protected override void WriteOpening() => WriteLifecycle(EventTypes.Created, json => WriteIdentity(json, "in_progress"));

    protected override bool Take(string text, ReadOnlySpan<byte> payload)
    {
        if (IsSentinel(text))
        {
            WriteSuccess();
            return false;
        }

        using var chunk = CodexRelayChunk.Parse(payload);
        if (chunk is not null)
        {
            foreach (var choice in chunk.RootElement.GetProperty("choices").EnumerateArray())
            {
                TakeDelta(choice.GetProperty("delta"));
            }
        }
        else if (!payload.IsEmpty)
        {
            WarnOfChunk();
        }

        return true;
    }

    protected override void WriteEnd(UpstreamEnding ending)
    {
        if (ending.Failure is null || (!ending.IsRefusal && IsReadError(ending.Failure)))
        {
            WriteSuccess();
        }
        else
        {
            Fail(ending.IsRefusal ? ending.Failure with { Code = CodeOf(ending.Failure) } : ending.Failure);
        }
    }

    protected override void Fail(ApiError failure)
    {
        base.Fail(failure);
        WriteLifecycle(EventTypes.Failed, json =>
        {
            json.WriteString("id"u8, Echo.Id);
            json.WriteString("status"u8, "failed"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, failure.Code);
            json.WriteString("message"u8, failure.Message);
            json.WriteEndObject();
        });
    }

    private static bool IsReadError(ApiError failure) =>
        failure.Code is "upstream_connection_lost" or "upstream_truncated" or "upstream_bad_response";

    private static string CodeOf(ApiError failure) =>
        failure.UpstreamStatus is { } status ? $"{status}" : failure.Code is "relay_stopping" ? failure.Code : "connection_error";

    private void TakeDelta(JsonElement delta)
    {
        _reasoning.Append(delta.Member("reasoning_content").Text());
        if (delta.Member("content").Text() is { Length: > 0 } content)
        {
            TakeText(content);
        }

        if (delta.Member("tool_calls").Elements() is { } calls)
        {
            foreach (var call in calls)
            {
                TakeCall(call);
            }
        }
    }

    private void TakeText(string content)
    {
        if (!_hasMessage)
        {
            _hasMessage = true;
            WriteItem(EventTypes.ItemAdded, 0, json => WriteMessage(json, "in_progress"));
        }

        _text.Append(content);
        Events.Write(EventTypes.TextDelta, json =>
        {
            json.WriteString("item_id"u8, _messageId);
            json.WriteNumber("output_index"u8, 0);
            json.WriteNumber("content_index"u8, 0);
            json.WriteString("delta"u8, content);
        });
    }

    private void TakeCall(JsonElement delta)
    {
        var index = delta.Member("index").Index()!.Value;
        if (!_calls.TryGetValue(index, out var call))
        {
            _calls.Add(index, call = new Call());
        }

        // The last id is used, while the pieces of a name are concatenated.
        call.Id = delta.Member("id").Text() is { Length: > 0 } id ? id : call.Id;
        call.Name.Append(delta.Member("function").Member("name").Text());
        call.Arguments.Append(delta.Member("function").Member("arguments").Text());
    }

    private void WriteSuccess()
    {
        var output = new List<Action<Utf8JsonWriter>>();
        if (_hasMessage)
        {
            output.Add(json => WriteMessage(json, "completed"));
            WriteItem(EventTypes.ItemDone, 0, output[0]);
        }

        foreach (var call in _calls.Values)
        {
            var id = _ids.NewId("fc_");
            WriteCall(call, id, output.Count);
            output.Add(json => WriteCallItem(json, call, id, "completed"));
        }

        WriteLifecycle(EventTypes.Completed, json =>
        {
            WriteIdentity(json, "completed");
            json.WriteStartArray("output"u8);
            output.ForEach(item => WriteObject(json, item));
            json.WriteEndArray();
        });
    }

    private void WriteCall(Call call, string id, int outputIndex)
    {
        WriteItem(EventTypes.ItemAdded, outputIndex, json => WriteCallItem(json, call, id, "in_progress"));
        WriteArgumentsDelta(call, id, outputIndex);
        WriteItem(EventTypes.ItemDone, outputIndex, json => WriteCallItem(json, call, id, "completed"));
    }

    private void WriteArgumentsDelta(Call call, string id, int outputIndex)
    {
        // The action of a built-in tool is never sent in pieces.
        var origin = OriginOf(call.Name.ToString());
        if (call.Arguments.Length == 0 || origin is { BuiltIn: not BuiltInTool.None })
        {
            return;
        }

        var arguments = call.Arguments.ToString();
        var isCustom = origin is { IsCustom: true };
        Events.Write(isCustom ? EventTypes.CustomInputDelta : EventTypes.ArgumentsDelta, json =>
        {
            json.WriteString("item_id"u8, id);
            json.WriteNumber("output_index"u8, outputIndex);
            json.WriteString("delta"u8, isCustom ? DeclaredCall.InputOf(arguments) : arguments);
        });
    }

    private void WriteItem(string type, int outputIndex, Action<Utf8JsonWriter> item) => Events.Write(type, json =>
    {
        json.WriteNumber("output_index"u8, outputIndex);
        json.WritePropertyName("item"u8);
        WriteObject(json, item);
    });

    private static void WriteObject(Utf8JsonWriter json, Action<Utf8JsonWriter> members)
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }

    private void WriteIdentity(Utf8JsonWriter json, string status)
    {
        json.WriteString("id"u8, Echo.Id);
        json.WriteString("status"u8, status);
        json.WriteString("model"u8, Echo.Model);
    }

    private void WriteMessage(Utf8JsonWriter json, string status)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteString("id"u8, _messageId);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("status"u8, status);
        json.WriteStartArray("content"u8);
        if (status == "completed")
        {
            WriteObject(json, part =>
            {
                part.WriteString("type"u8, "output_text"u8);
                part.WriteString("text"u8, _text.ToString());
            });
        }

        json.WriteEndArray();
    }

    private void WriteCallItem(Utf8JsonWriter json, Call call, string id, string status)
    {
        var name = call.Name.ToString();
        var origin = OriginOf(name);
        json.WriteString("type"u8, DeclaredCall.TypeOf(origin));
        json.WriteString("id"u8, id);
        json.WriteString("call_id"u8, call.Id);
        DeclaredCall.WriteName(json, origin, name);
        DeclaredCall.WriteArguments(json, origin, status == "completed" ? call.Arguments.ToString() : "");
        json.WriteString("status"u8, status);
    }

    private sealed class Call
    {
        public string Id { get; set; } = "";

        public StringBuilder Name { get; } = new();

        public StringBuilder Arguments { get; } = new();
    }
}
