using System.Text.Json;
using Relay.Contract;
using Relay.ResponsesWire;

namespace Relay.Translating.Compat;

/// <summary>
/// Codex's chat clients make inner events, not a stream for others. Each goes down under its Responses name with what it holds and no more, in the order and
/// number it was made in; an error becomes <c>response.failed</c>.
/// </summary>
internal abstract class CodexTranslator(ResponseEcho echo) : CompatTranslator(echo)
{
    private readonly List<CodexItem> _done = [];

    /// <summary>With the headers the client hands its stream out; before, its caller gets the error itself.</summary>
    public override StreamOpening Opening => StreamOpening.WithHeaders;

    // None of them ever says that the response was created.
    protected override void WriteOpening()
    {
    }

    protected void WriteItemAdded(CodexItem item) => WriteItem(EventTypes.ItemAdded, item);

    protected void WriteItemDone(CodexItem item)
    {
        _done.Add(item);
        WriteItem(EventTypes.ItemDone, item);
    }

    protected void WriteCallDone(string name, string arguments, string callId) => WriteItemDone(new CodexCall(name, arguments, callId, FindOrigin(name)));

    protected void WriteTextDelta(string text) => Events.Write(EventTypes.TextDelta, json => json.WriteString("delta"u8, text));

    protected void WriteReasoningDelta(string text, int contentIndex) => Events.Write(EventTypes.ReasoningTextDelta, json =>
    {
        json.WriteNumber("content_index"u8, contentIndex);
        json.WriteString("delta"u8, text);
    });

    protected void WriteCompleted() => WriteLifecycle(EventTypes.Completed, json => WriteResponse(json, "completed", null));

    protected override void Fail(UpstreamFailure failure)
    {
        base.Fail(failure);
        WriteLifecycle(EventTypes.Failed, json => WriteResponse(json, "failed", failure));
    }

    private void WriteItem(string type, CodexItem item) => Events.Write(type, json =>
    {
        json.WriteStartObject("item"u8);
        item.Write(json);
        json.WriteEndObject();
    });

    private void WriteResponse(Utf8JsonWriter json, string status, UpstreamFailure? failure)
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
