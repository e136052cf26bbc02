using System.Text;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>OpenAI's SDK for JavaScript, as <c>responses.stream()</c> and <c>finalResponse()</c> read.</summary>
internal sealed class OpenAiNodeView : IClientView
{
    private static readonly string[] Lifecycle =
        ["response.created", "response.queued", "response.in_progress", "response.completed", "response.failed", "response.incomplete"];

    private static readonly string[] OfItems =
    [
        "response.output_item.added", "response.output_item.done", "response.content_part.added", "response.content_part.done",
        "response.output_text.delta", "response.output_text.done", "response.output_text.annotation.added", "response.refusal.delta",
        "response.refusal.done",
        "response.function_call_arguments.delta", "response.function_call_arguments.done",
        "response.custom_tool_call_input.delta", "response.custom_tool_call_input.done",
        "response.reasoning_text.delta", "response.reasoning_text.done", "response.reasoning_summary_part.added",
        "response.reasoning_summary_part.done",
        "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done",
    ];

    // Events of hosted tools, which a relay to chat vendors has no cause to send; the SDK knows them.
    private static readonly string[] Others =
    [
        "response.audio.", "response.mcp_", "response.shell_call", "response.code_interpreter_call", "response.file_search_call.",
        "response.web_search_call.",
        "response.image_generation_call.", "response.compaction.", "keepalive",
    ];

    public ClientInfo Info { get; } = new(
        "openai-node", "`openai` (npm), `responses.stream()`", "7.55.0",
        "Builds a snapshot from the events, and throws on an event that does not fit. The final response is that of "
            + "the last lifecycle event.",
        "resolves, `status: incomplete`",
        "the `error` event throws an APIError; `response.failed` alone resolves with `status: failed` and its `error`",
        "stops at `[DONE]`, else waits");

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            var told = new ClientFailure(
                HttpRefusal.SdkClass(stream.Status), $"{stream.Status} {HttpRefusal.ReadMessage(stream) ?? "status code (no body)"}");
            return new ClientView { Failure = told, Retries = HttpRefusal.IsRetriedBySdks(stream.Status) };
        }

        var run = new Run();
        return UntilDone.Read(stream, run.Read, run.CreateView);
    }

    private sealed class Run
    {
        private readonly StringBuilder _live = new();
        private readonly StringBuilder _reasoning = new();
        private NodeSnapshot? _snapshot;

        public void Read(ClientStream stream)
        {
            foreach (var received in stream.Events.TakeWhile(one => !one.IsDoneMarker))
            {
                AddEvent(received);
            }

            if (stream.BreaksOff)
            {
                throw new ClientReadException("TypeError", "terminated");
            }

            if (_snapshot is null)
            {
                throw new ClientReadException("OpenAIError", "request ended without sending any events");
            }
        }

        public ClientView CreateView()
        {
            var response = _snapshot?.Response ?? default;
            var output = _snapshot?.GetOutput() ?? [];
            return new ClientView
            {
                Text = ResponseParts.OutputText(output),
                StreamedText = _live.ToString(),
                Reasoning = _reasoning.ToString(),
                Calls = ResponseParts.ReadCalls(output),
                Usage = ResponseParts.ReadUsage(response),
                StopReason = response.Member("status").Text(),
                Failure = response.Member("status").Text() == "failed"
                    ? new ClientFailure("response.error", response.Member("error").Member("message").Text() ?? "")
                    : null,
                Items = output,
            };
        }

        private void AddEvent(WireEvent received)
        {
            if (received.Json is not { } json)
            {
                throw new ClientReadException("SyntaxError", $"no JSON: {received.Data}");
            }

            if (received.Type == "error" || json.Member("error").HasValue())
            {
                throw new ClientReadException("APIError", ResponseParts.ErrorMessage(json) ?? "");
            }

            if (!Lifecycle.Contains(received.Type) && !OfItems.Contains(received.Type)
                && !Others.Any(other => received.Type.StartsWith(other, StringComparison.Ordinal)))
            {
                throw new ClientReadException("OpenAIError", "Unhandled response stream event: unknown");
            }

            Accumulate(received.Type, json);
        }

        private void Accumulate(string type, JsonElement json)
        {
            if (_snapshot is null && type != "response.created")
            {
                throw new ClientReadException(
                    "OpenAIError", $"When snapshot hasn't been set yet, expected 'response.created' event, got {type}");
            }

            _snapshot ??= new NodeSnapshot();
            if (Lifecycle.Contains(type))
            {
                _snapshot.Replace(type, json.Member("response"));
            }
            else if (OfItems.Contains(type))
            {
                _snapshot.Apply(type, json);
            }

            // A listener receives an event after it was added to the snapshot.
            var delta = json.Member("delta").Text();
            _live.Append(type == "response.output_text.delta" ? delta : "");
            _reasoning.Append(type is "response.reasoning_text.delta" or "response.reasoning_summary_text.delta" ? delta : "");
        }
    }
}
