namespace Scenarios.Words;

/// <summary>Every mapping of the format with its keys.</summary>
internal static class FormatKeys
{
    public static readonly KeyTable Case = new("the case",
    [
        new("schema", "The version of the format: relay-scenario/v1.", Required: true),
        new("id", "The path below Scenarios/ without .yaml; it never changes.", Required: true),
        new("title", "What happens, in fewer than 90 characters.", Required: true),
        new("why", "The rule or the damage that the case is about."),
        new("level", "The requirement level of the specification.", Required: true),
        new("spec", "References from vocabulary/specs.yaml."),
        new("quirks", "Rows of the quirk catalogue, from vocabulary/quirks.yaml."),
        new("tags", "Tags from vocabulary/tags.yaml."),
        new("seen_in", "Vendors known to send this, from vocabulary/vendors.yaml."),
        new("relay", "The configuration of the bundled relay; for other relays, the case is not applicable."),
        new("client", "The request that the harness sends to the relay."),
        new("upstream", "What the mock returns: one answer, or a list of answers to successive requests."),
        new("expect", "The answer that the relay must return."),
        new("turns", "Several client requests, each with its own client, upstream and expect."),
        new("vary", "The variations that must not change the answer. Default: all that apply to the case."),
    ]);

    public static readonly KeyTable Turn = new("a turn",
    [
        new("client", "The request that the harness sends to the relay.", Required: true),
        new("upstream", "What the mock returns."),
        new("expect", "The answer that the relay must return.", Required: true),
    ]);

    public static readonly KeyTable Relay = new("relay",
    [
        new("preset", "A preset of the bundled relay, such as codex-api-v2."),
        new("set", "Policies and timeouts by name, such as {on_length: completed}."),
        new("config", "The contents of the relay's configuration file; $UPSTREAM_URL is the URL of the mock."),
    ]);

    public static readonly KeyTable Client = new("client",
    [
        new("ask", "The text of the user; short for request.input."),
        new("tools", "Tools that the request declares: names from vocabulary/tools.yaml, or complete tool objects."),
        new("stream", "Whether the client requests an event stream (the default) or one JSON body."),
        new("previous", "Short for request.previous_response_id; usually a $name bound in an earlier turn."),
        new("request", "Any other field of a Responses request, merged on top."),
        new("headers", "Request headers in addition to the default ones."),
        new("http", "A request to an endpoint other than POST /v1/responses, instead of ask and request."),
        new("then", "How the client behaves while it reads the answer."),
    ]);

    public static readonly KeyTable ClientHttp = new("client.http",
    [
        new("method", "GET, DELETE or POST.", Required: true),
        new(
            "path",
            "Path and query from the relay's root, such as /v1/responses/$resp; a $name in it was bound in an earlier turn.",
            Required: true),
        new("headers", "Request headers in addition to the default ones; authorization replaces the default key."),
        new("body", "The body: a JSON value, or text that is sent unchanged. Default: no body."),
    ]);

    public static readonly KeyTable Then = new("then",
    [
        new("hang_up_after", "The event or comment at which the client closes the connection, or {event, count}."),
        new("read_slowly", "How long the client waits between reads of at most 1 KB, such as 20ms."),
        new("release", "The gate of the upstream to open; after defines when."),
        new("after", "The event or comment after which the gate opens, or {event, count}."),
    ]);

    public static readonly KeyTable EventCount = new("an event with its count",
    [
        new("event", "The event, with or without 'response.', or comment.", Required: true),
        new("count", "Which occurrence, from 1."),
    ]);

    public static readonly KeyTable Exchange = new("upstream",
    [
        new("status", "The HTTP status, 200 by default."),
        new("headers", "Response headers."),
        new("body", "The body of an answer without steps: a JSON value, or text."),
        new("steps", "The steps in which the answer is sent."),
        new("wire", "How the bytes of each step are sent."),
        new("as", "The vendor that answers. A request that it rejects receives its refusal, and the answer is used for the next request."),
        new("pace", "Spreads the steps over time by absolute deadlines."),
        new("info", "Informational statuses such as 100 or 103 before the status line of the answer: one, or a list."),
        new("trailers", "Trailer fields after the last HTTP chunk."),
    ]);

    public static readonly KeyTable Pace = new("pace",
    [
        new("ttft", "The time before the first sending step, such as 300ms."),
        new("rate", "The number of sending steps per second, such as 50/s."),
        new("jitter", "The maximum shift of a deadline in either direction, as a percentage of the interval, such as 20%."),
        new("seed", "The seed of the jitter, a whole number. Default: 0."),
    ]);

    public static readonly KeyTable Wire = new("wire",
    [
        new("newline", "The line end of frames."),
        new("bom", "A byte order mark before the first byte."),
        new("space", "Whether a space follows the colon of a field. Default: true."),
        new("split", "Where the bytes of each step are split into separate writes."),
        new("gzip", "Compresses the body with gzip; each write is flushed, so that it can be read immediately."),
        new("br", "Compresses the body with Brotli; each write is flushed."),
        new("deflate", "Compresses the body with deflate; each write is flushed."),
        new("settle", "What the mock waits for after each write: read (the peer has read it), sent (nothing), or a pause such as 1ms."),
        new("connection", "silent: the connection is accepted and nothing is ever sent."),
    ]);

    public static readonly KeyTable SplitEvery = new("split",
    [
        new("every", "The number of bytes between cuts.", Required: true),
    ]);

    public static readonly KeyTable Reasoning = new("reasoning",
    [
        new("field", "The vendor's field, such as reasoning or reasoning_content.", Required: true),
        new("text", "The text.", Required: true),
    ]);

    public static readonly KeyTable Tool = new("tool",
    [
        new("index", "The index of the call. If omitted, it is not sent; null is sent as null."),
        new("id", "The id of the call; omitting it, null and \"\" have different meanings."),
        new("type", "The type of the call. Default: function."),
        new("name", "The name of the function; omitting it, null and \"\" have different meanings."),
        new("args", "A piece of the arguments as text, or a mapping sent as a JSON object."),
    ]);

    public static readonly KeyTable Usage = new("usage",
    [
        new("prompt", "prompt_tokens."),
        new("completion", "completion_tokens."),
        new("cached", "prompt_tokens_details.cached_tokens."),
        new("reasoning", "completion_tokens_details.reasoning_tokens."),
        new("in", "finish: the usage is sent in the finish chunk of the previous step."),
    ]);

    public static readonly KeyTable Sse = new("sse",
    [
        new("event", "The event field."),
        new("id", "The id field."),
        new("retry", "The retry field."),
        new("data", "The data: text (each line a data field), or a mapping sent as compact JSON."),
    ]);

    public static readonly KeyTable Repeat = new("repeat",
    [
        new("times", "The number of repetitions.", Required: true),
        new("steps", "The steps; {{i}} in text counts from 0.", Required: true),
    ]);

    public static readonly KeyTable Expect = new("expect",
    [
        new("request", "The request that the mock must receive: a pattern, or a list with one pattern per exchange."),
        new("request_headers", "Headers that the mock must receive, by lower-case name."),
        new("events", "The event stream: all events in order; fields may be omitted."),
        new("final", "The outcome, if only the outcome matters."),
        new("http", "The HTTP answer: status, headers, body."),
        new("order", "Events that must arrive in this order, with other events allowed between them; for cases about order."),
        new("or", "Alternative outcomes that are tolerated, with reasons."),
        new("timing", "Bounds in time, counted from a named step."),
        new("upstream", "What the mock must observe."),
        new("breaks", "Rules that this configuration is known to break; only allowed with relay."),
    ]);

    public static readonly KeyTable Alternative = new("an alternative",
    [
        new("grade", "The grade of a case with this outcome.", Required: true),
        new("because", "Why it is tolerated.", Required: true),
        new("events", "The event stream."),
        new("final", "The outcome."),
        new("http", "The HTTP answer."),
    ]);

    public static readonly KeyTable Final = new("final",
    [
        new("status", "completed, incomplete or failed."),
        new("text", "All text joined."),
        new("reasoning", "All reasoning joined."),
        new("refusal", "All refusals joined."),
        new("calls", "The tool calls: a list of {name, call_id, arguments}."),
        new("items", "The number of output items, or a list of patterns."),
        new("usage", "The usage object."),
        new("error", "The error object."),
        new(
            "cause",
            "The cause of the failure, independent of the code: truncated, transport, timeout, rate_limit, quota, context_length, "
                + "invalid_request, content_filter, overloaded, other."),
        new("incomplete", "The reason for the incomplete status."),
    ]);

    public static readonly KeyTable Http = new("http",
    [
        new("status", "The HTTP status."),
        new("headers", "Headers by lower-case name."),
        new("body", "The body: a JSON pattern, or text."),
        new("cause", "The cause of the failure, independent of the code; for statuses from 400."),
    ]);

    public static readonly KeyTable Timing = new("timing",
    [
        new("terminal_after", "The maximum time from a step until the client receives the terminal event."),
        new("client_closed_after", "The maximum time from a step until the relay closes the client connection."),
        new("upstream_released_after", "The maximum time from a step until the relay closes the upstream connection."),
    ]);

    public static readonly KeyTable Bound = new("a bound",
    [
        new("step", "The step at which the time starts: its key, such as done (the last occurrence), or its number.", Required: true),
        new("max", "The maximum time, such as 1s.", Required: true),
    ]);

    public static readonly KeyTable Upstream = new("expect.upstream",
    [
        new("requests", "The number of requests that the mock must receive: a number, or {min: 1, max: 3} if relays may differ."),
        new("aborted", "Whether the relay closes the connection before the answer is complete."),
        new("gap", "The time between two requests."),
    ]);

    public static readonly KeyTable Gap = new("gap",
    [
        new("min", "The minimum time, such as 1s.", Required: true),
    ]);

    public static readonly KeyTable Count = new("requests",
    [
        new("min", "The minimum number.", Required: true),
        new("max", "The maximum number.", Required: true),
    ]);
}
