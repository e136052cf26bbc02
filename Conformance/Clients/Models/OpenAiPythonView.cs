using System.Text;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>OpenAI's SDK for Python, as <c>responses.stream()</c> and <c>get_final_response()</c> read.</summary>
internal sealed class OpenAiPythonView : IClientView
{
    public ClientInfo Info { get; } = new(
        "openai-python", "`openai` (PyPI), `responses.stream()`", "0015fc6",
        "Deltas are added to the item at their index. The final response is read only from `response.completed`; a missing `output` is "
            + "created from done items.",
        "RuntimeError: Didn't receive a `response.completed` event.",
        "an `error` event with a nested error raises APIError; a flat one and `response.failed` are ignored, and no final response exists",
        "stops at `[DONE]`, else waits");

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            var told = new ClientFailure(HttpRefusal.SdkClass(stream.Status), $"Error code: {stream.Status} - {stream.Body}");
            return new ClientView { Failure = told, Retries = HttpRefusal.IsRetriedBySdks(stream.Status) };
        }

        var run = new Run();
        return UntilDone.Read(stream, run.Read, run.CreateView);
    }

    private sealed class Run
    {
        private readonly StringBuilder _live = new();
        private readonly StringBuilder _reasoning = new();
        private readonly Dictionary<long, (string Type, List<string> Parts)> _open = [];
        private readonly SortedDictionary<long, JsonElement> _done = [];
        private bool _hasSnapshot;
        private JsonElement _final;

        public void Read(ClientStream stream)
        {
            foreach (var received in stream.Events.TakeWhile(one => !one.IsDoneMarker))
            {
                AddEvent(received);
            }

            if (stream.BreaksOff)
            {
                throw new ClientReadException(
                    "RemoteProtocolError", "peer closed connection without sending complete message body (incomplete chunked read)");
            }

            if (!_final.IsObject() && stream.End != StreamEnd.TimedOut)
            {
                throw new ClientReadException("RuntimeError", "Didn't receive a `response.completed` event.");
            }
        }

        public ClientView CreateView()
        {
            var output = _final.Member("output").HasValue()
                ? _final.Member("output").Elements()
                : _final.IsObject() ? [.. _done.Values] : [];
            return new ClientView
            {
                Text = ResponseParts.OutputText(output),
                StreamedText = _live.ToString(),
                Reasoning = _reasoning.ToString(),
                Calls = ResponseParts.ReadCalls(output),
                Usage = ResponseParts.ReadUsage(_final),
                StopReason = _final.Member("status").Text(),
                Items = output,
            };
        }

        private void AddEvent(WireEvent received)
        {
            if (received.Json is not { } json)
            {
                throw new ClientReadException("JSONDecodeError", $"no JSON: {received.Data}");
            }

            if (json.Member("error").HasValue())
            {
                throw new ClientReadException("APIError", json.Member("error").Member("message").Text()
                    ?? "An error occurred during streaming");
            }

            if (!_hasSnapshot && received.Type != "response.created")
            {
                throw new ClientReadException("RuntimeError", $"Expected to have received `response.created` before `{received.Type}`");
            }

            _hasSnapshot = true;
            Accumulate(received.Type, json);
        }

        private void Accumulate(string type, JsonElement json)
        {
            var delta = json.Member("delta").Text();
            switch (type)
            {
                case "response.output_item.added" when json.Member("item").IsObject():
                    _open[ReadIndex(json)] = (json.Member("item").ReadType(), []);
                    break;
                case "response.content_part.added" when CreateItem(json) is { Type: "message" } message:
                    message.Parts.Add(json.Member("part").ReadType());
                    break;
                case "response.output_text.delta" or "response.output_text.done":
                    CheckText(json);
                    _live.Append(delta);
                    break;
                case "response.function_call_arguments.delta" when CreateItem(json).Type != "function_call":
                    throw new ClientReadException("AssertionError", "");
                case "response.reasoning_text.delta" or "response.reasoning_summary_text.delta":
                    _reasoning.Append(delta);
                    break;
                case "response.output_item.done":
                    _done[ReadIndex(json)] = json.Member("item");
                    break;
                case "response.completed":
                    _final = json.Member("response");
                    break;
            }
        }

        private void CheckText(JsonElement json)
        {
            var item = CreateItem(json);
            if (item.Type != "message")
            {
                throw new ClientReadException("AssertionError", "");
            }

            // A negative index counts from the end, as in any Python list.
            var at = json.Member("content_index").Integer() ?? item.Parts.Count;
            at = at < 0 ? at + item.Parts.Count : at;
            var part = at >= 0 && at < item.Parts.Count
                ? item.Parts[(int)at]
                : throw new ClientReadException("IndexError", "list index out of range");
            if (part != "output_text")
            {
                throw new ClientReadException("AssertionError", "");
            }
        }

        private (string Type, List<string> Parts) CreateItem(JsonElement json) => _open.TryGetValue(ReadIndex(json), out var item)
            ? item
            : throw new ClientReadException(
                "RuntimeError", $"Received a content event for output index {ReadIndex(json)} before receiving its output item");

        private static long ReadIndex(JsonElement json) => json.Member("output_index").Integer() ?? -1;
    }
}
