using System.Text;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>Vercel's AI SDK with its OpenAI provider, as <c>streamText</c> reads.</summary>
internal sealed class VercelView : IClientView
{
    public ClientInfo Info { get; } = new(
        "vercel", "AI SDK (`ai` 7.0.173, `@ai-sdk/openai`)", "4.0.118",
        "Text only from deltas, calls only from done items. An event that does not match its schema is an error in the stream. Reasoning "
            + "text is not shown.",
        "finish reason `length` or `content-filter`",
        "an error part with the message, finish reason `error`",
        "waits for the end of the body, even after `[DONE]`");

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            var told = new ClientFailure("AI_APICallError", HttpRefusal.ReadMessage(stream) ?? $"{stream.Status}");
            return new ClientView { Failure = told, Retries = HttpRefusal.IsRetriedBySdks(stream.Status) };
        }

        var run = new Run();
        foreach (var received in stream.Events.Where(one => !one.IsDoneMarker))
        {
            run.AddEvent(received);
        }

        if (stream.End == StreamEnd.Broken)
        {
            run.AddError("TypeError", "terminated");
        }

        return run.CreateView() with { Waits = stream.End == StreamEnd.TimedOut };
    }

    private sealed class Run
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _reasoning = new();
        private readonly HashSet<string> _openTexts = new(StringComparer.Ordinal);
        private readonly List<JsonElement> _items = [];
        private ClientFailure? _failure;
        private ClientUsage? _usage;
        private string _finish = "interrupted";

        /// <summary>Adds an error as a part of the stream, which continues. The user sees the first error.</summary>
        public void AddError(string type, string message)
        {
            _failure ??= new ClientFailure(type, message);
            _finish = "error";
        }

        public void AddEvent(WireEvent received)
        {
            if (received.Json is not { } json)
            {
                AddError("AI_JSONParseError", $"JSON parsing failed: Text: {received.Data}.");
            }
            else if (VercelSchema.WhyUnfit(received.Type, json) is { } field)
            {
                AddError("AI_TypeValidationError", $"Type validation failed: {field} of {received.Type}");
            }
            else
            {
                Apply(received.Type, json);
            }
        }

        public ClientView CreateView() => new()
        {
            Text = _text.ToString(),
            StreamedText = _text.ToString(),
            Reasoning = _reasoning.ToString(),
            Calls = ResponseParts.ReadCalls(_items),
            Usage = _usage,
            StopReason = _finish,
            Failure = _failure,
            Items = _items,
        };

        private void Apply(string type, JsonElement json)
        {
            switch (type)
            {
                case "response.output_item.added":
                    Open(json.Member("item"));
                    break;
                case "response.output_item.done":
                    _items.Add(json.Member("item"));
                    break;
                case "response.output_text.delta" or "response.refusal.delta":
                    Append(_text, "text", json.Member("item_id").Text()!, json);
                    break;
                case "response.reasoning_summary_text.delta":
                    Append(_reasoning, "reasoning", $"{json.Member("item_id").Text()}:{json.Member("summary_index").Integer()}", json);
                    break;
                case "response.reasoning_summary_part.added" when json.Member("summary_index").Integer() > 0:
                    _openTexts.Add($"{json.Member("item_id").Text()}:{json.Member("summary_index").Integer()}");
                    break;
                case "response.completed" or "response.incomplete":
                    Finish(json.Member("response"));
                    break;
                case "response.failed":
                    AddError("AI_StreamProviderError", json.Member("response").Member("error").Member("message").Text() ?? "");
                    break;
                case "error":
                    AddError("AI_StreamProviderError", ResponseParts.ErrorMessage(json) ?? "");
                    break;
            }
        }

        private void Open(JsonElement item)
        {
            if (item.ReadType() == "message")
            {
                _openTexts.Add(item.Member("id").Text()!);
            }
            else if (item.ReadType() == "reasoning")
            {
                _openTexts.Add(item.Member("id").Text() + ":0");
            }
        }

        /// <summary>
        /// Appends a delta. The core above the provider ignores a delta of a part that was not opened, but the text itself is passed on.
        /// </summary>
        private void Append(StringBuilder text, string kind, string part, JsonElement json)
        {
            text.Append(json.Member("delta").Text());
            if (!_openTexts.Contains(part))
            {
                _failure ??= new ClientFailure("error", $"{kind} part {part} not found");
            }
        }

        private void Finish(JsonElement response)
        {
            if (ResponseParts.ReadUsage(response) is { } usage)
            {
                _usage = usage with { Cached = usage.Cached ?? 0, Reasoning = usage.Reasoning ?? 0 };
            }

            if (_finish == "error")
            {
                return;
            }

            var hasCalls = _items.Exists(ResponseParts.IsCall);
            _finish = response.Member("incomplete_details").Member("reason").Text() switch
            {
                null => hasCalls ? "tool-calls" : "stop",
                "max_output_tokens" => "length",
                "content_filter" => "content-filter",
                _ => hasCalls ? "tool-calls" : "other",
            };
        }
    }
}
