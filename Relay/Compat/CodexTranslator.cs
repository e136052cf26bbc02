using System.Text.Json;
using Relay.Contract;
using Relay.Exchange;
using Relay.ResponsesWire;

namespace Relay.Compat;

/// <summary>
/// Writes the internal events of Codex's chat clients. Each is sent under its Responses name with its own members only, in the
/// original order and number; an error becomes <c>response.failed</c>.
/// </summary>
internal abstract class CodexTranslator(ResponseEcho echo) : CompatTranslator(echo)
{
    // The words for an idle upstream, which their users and their logs know.
    private const string Idle = "idle timeout waiting for SSE";

    private readonly List<CodexItem> _done = [];

    // None of these clients creates response.created.
    protected override void WriteOpening()
    {
    }

    protected void WriteItemAdded(CodexItem item) => WriteItem(EventTypes.ItemAdded, item);

    protected void WriteItemDone(CodexItem item)
    {
        _done.Add(item);
        WriteItem(EventTypes.ItemDone, item);
    }

    protected void WriteCallDone(string name, string arguments, string callId) =>
        WriteItemDone(new CodexCall(name, arguments, callId, OriginOf(name)));

    protected void WriteTextDelta(string text) => Events.Write(EventTypes.TextDelta, json => json.WriteString("delta"u8, text));

    protected void WriteReasoningDelta(string text, int contentIndex) => Events.Write(EventTypes.ReasoningTextDelta, json =>
    {
        json.WriteNumber("content_index"u8, contentIndex);
        json.WriteString("delta"u8, text);
    });

    protected void WriteCompleted() => WriteLifecycle(EventTypes.Completed, json => WriteResponse(json, "completed", null));

    protected override void Fail(ApiError failure)
    {
        var named = failure.Code == Failures.IdleTimeout.Code ? failure with { Message = Idle } : failure;
        base.Fail(named);
        WriteLifecycle(EventTypes.Failed, json => WriteResponse(json, "failed", named));
    }

    private void WriteItem(string type, CodexItem item) => Events.Write(type, json =>
    {
        json.WriteStartObject("item"u8);
        item.Write(json);
        json.WriteEndObject();
    });

    private void WriteResponse(Utf8JsonWriter json, string status, ApiError? failure)
    {
        json.WriteString("id"u8, ""u8);
        json.WriteString("object"u8, "response"u8);
        json.WriteString("status"u8, status);
        json.WriteString("model"u8, Echo.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in _done)
        {
            json.WriteStartObject();
            item.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("usage"u8);
        if (failure is not null)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, failure.Code);
            json.WriteString("message"u8, failure.Message);
            json.WriteEndObject();
        }
    }
}
