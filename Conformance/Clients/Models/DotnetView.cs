using System.Text;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients.Models;

/// <summary>
/// Models OpenAI's SDK for .NET, used as in its own examples: deltas are shown, done items are stored, and the rest is read from the final
/// response.
/// </summary>
internal sealed class DotnetView : IClientView
{
    public ClientInfo Info { get; } = new(
        "dotnet", "`OpenAI` (NuGet), `CreateResponseStreamingAsync`", "2.15.0",
        "Typed updates. Done items are the input of the next turn; text, status and usage come from the final response. Unknown events and "
            + "items are accepted.",
        "a `StreamingResponseIncompleteUpdate` with the response",
        "a `StreamingResponseFailedUpdate` with `Error`; the message of an `error` event is read only from its top level",
        "stops at `[DONE]`, else waits")
    {
        UsageIsOptional = true,
    };

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            var told = new ClientFailure(
                "ClientResultException", $"HTTP {stream.Status}: {HttpRefusal.ReadMessage(stream) ?? stream.Body}");
            return new ClientView { Failure = told, Retries = stream.Status is 408 or 429 or 500 or 502 or 503 or 504 };
        }

        var run = new Run();
        return UntilDone.Read(stream, run.Read, run.CreateView);
    }

    private sealed class Run
    {
        private readonly StringBuilder _live = new();
        private readonly StringBuilder _reasoning = new();
        private readonly List<JsonElement> _done = [];
        private JsonElement? _final;

        public void Read(ClientStream stream)
        {
            foreach (var received in stream.Events.TakeWhile(one => !one.IsDoneMarker))
            {
                AddEvent(received);
            }

            if (stream.BreaksOff)
            {
                throw new ClientReadException("HttpIOException", "The response ended prematurely. (ResponseEnded)");
            }
        }

        public ClientView CreateView()
        {
            var response = _final ?? default;
            return new ClientView
            {
                // Without a final response, only the shown content remains.
                Text = _final is null ? _live.ToString() : ResponseParts.OutputText(response.Member("output").Elements()),
                StreamedText = _live.ToString(),
                Reasoning = _reasoning.ToString(),
                Calls = ResponseParts.ReadCalls(_done),
                Usage = ResponseParts.ReadUsage(response),
                StopReason = response.Member("status").Text(),
                Failure = response.Member("status").Text() == "failed"
                    ? new ClientFailure("Failed", response.Member("error").Member("message").Text() ?? "")
                    : null,
                Items = _done,
            };
        }

        private void AddEvent(WireEvent received)
        {
            if (received.Json is not { } json)
            {
                throw new ClientReadException("JsonException", $"no JSON: {received.Data}");
            }

            var createdAt = json.Member("response").Member("created_at");
            if (createdAt.HasValue() && createdAt.Integer() is null)
            {
                throw new ClientReadException("FormatException", "One of the identified items was in an invalid format.");
            }

            var delta = json.Member("delta").Text();
            _live.Append(received.Type == "response.output_text.delta" ? delta : "");
            _reasoning.Append(received.Type is "response.reasoning_summary_text.delta" or "response.reasoning_text.delta" ? delta : "");
            if (received.Type == "response.output_item.done")
            {
                _done.Add(json.Member("item"));
            }
            else if (received.Type is "response.completed" or "response.incomplete" or "response.failed")
            {
                _final = json.Member("response");
            }
        }
    }
}
