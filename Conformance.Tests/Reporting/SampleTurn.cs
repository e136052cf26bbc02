using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Results;

namespace Conformance.Tests.Reporting;

/// <summary>Makes the evidence of one turn the way a recording would: steps and events in the order in which they are told.</summary>
internal sealed class SampleTurn(string model = "rc-sample")
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<WriteEvidence> _writes = [];
    private readonly List<EventEvidence> _events = [];
    private readonly List<TimelineEntry> _timeline =
    [
        new(0, "client", "request", Step: null, Event: null, Bytes: null, "POST /v1/responses"),
        new(1_840, "upstream", "request", Step: null, Event: null, Bytes: null, "POST /v1/chat/completions"),
    ];

    private readonly List<byte> _body = [];
    private long _now = 2_300;

    /// <summary>The mock sends one piece.</summary>
    public SampleTurn Send(int step, int line, string text) => Send(step, line, Encoding.UTF8.GetBytes(text));

    public SampleTurn Send(int step, int line, byte[] bytes)
    {
        _now += 410 + (37 * step % 190);
        _writes.Add(new WriteEvidence(_now, step, line, bytes) { Boundary = step == 1 ? "proven" : "sent" });
        _timeline.Add(new TimelineEntry(_now, "upstream", "write", step, Event: null, bytes.Length, $"step {step}"));

        return this;
    }

    /// <summary>The mock sends a chat chunk with this delta.</summary>
    public SampleTurn Chunk(int step, int line, JsonObject delta, string? finish = null) => Send(step, line, "data: " + Text(new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["model"] = model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    }) + "\n\n");

    /// <summary>The relay answers with events, which arrive in one read.</summary>
    public SampleTurn Receive(params (string Type, JsonObject Members)[] events)
    {
        _now += 260 + (53 * events.Length % 170);
        var from = _body.Count;
        var at = _timeline.Count;
        foreach (var (type, members) in events)
        {
            var json = new JsonObject { ["type"] = type, ["sequence_number"] = _events.Count };
            foreach (var (name, value) in members)
            {
                json[name] = value?.DeepClone();
            }

            Append(type, Text(json), $"event: {type}\ndata: ");
        }

        _timeline.Insert(at, new TimelineEntry(_now, "client", "read", Step: null, Event: null, (int)(_body.Count - from), "read"));

        return this;
    }

    /// <summary>The end marker.</summary>
    public SampleTurn Done()
    {
        var from = _body.Count;
        var at = _timeline.Count;
        Append("[DONE]", "[DONE]", "data: ");
        _timeline.Insert(at, new TimelineEntry(_now, "client", "read", Step: null, Event: null, (int)(_body.Count - from), "read"));

        return this;
    }

    public TurnEvidence Build(
        JsonObject request, Func<IReadOnlyList<string>, IReadOnlyList<string>?>? golden = null, string? chatRequest = null)
    {
        _timeline.Add(new TimelineEntry(_now + 120, "upstream", "end", Step: null, Event: null, Bytes: null, "closed clean"));
        _timeline.Add(new TimelineEntry(_now + 390, "client", "end", Step: null, Event: null, Bytes: null, "closed"));
        var received = _events.Where(sent => sent.Type != "[DONE]").Select(sent => sent.Data).ToList();

        return new TurnEvidence
        {
            Request = JsonSerializer.SerializeToElement(request),
            Exchanges =
            [
                new ExchangeEvidence
                {
                    RequestLine = "POST /v1/chat/completions",
                    RequestHeaders = [
                        new("host", "127.0.0.1:40123"),
                        new("authorization", "***"),
                        new("content-type", "application/json"),
                        new("accept", "text/event-stream"),
                    ],
                    RequestBody = chatRequest ?? Text(new JsonObject
                    {
                        ["model"] = model,
                        ["stream"] = true,
                        ["stream_options"] = new JsonObject { ["include_usage"] = true },
                        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Weather in Oslo?" }),
                    }),
                    Status = 200,
                    Headers = [new("content-type", "text/event-stream; charset=utf-8")],
                    Writes = _writes,
                },
            ],
            Status = 200,
            Headers = [
                new("content-type", "text/event-stream; charset=utf-8"),
                new("cache-control", "no-cache"),
                new("x-request-id", "req_01"),
            ],
            Body = _body.ToArray(),
            End = "closed",
            Events = _events,
            Timeline = _timeline,
            Golden = golden?.Invoke(received),
            Received = golden is null ? [] : received,
        };
    }

    public static string Text(JsonNode json) => json.ToJsonString(Relaxed);

    private void Append(string type, string payload, string before)
    {
        var bytes = Encoding.UTF8.GetBytes($"{before}{payload}\n\n");
        _timeline.Add(new TimelineEntry(_now, "client", "event", Step: null, _events.Count, Bytes: null, type));
        _events.Add(new EventEvidence(_events.Count, _now, _body.Count, bytes.Length, type, payload));
        _body.AddRange(bytes);
    }
}
