namespace Scenarios.Words;

/// <summary>Every mapping of the format with its keys.</summary>
internal static class FormatKeys
{
    public static readonly KeyTable Case = new("the case",
    [
        new("schema", "The version of the format: relay-scenario/v1.", Required: true),
        new("id", "Equals the path below Scenarios/ without .yaml; stable for ever.", Required: true),
        new("title", "What happens, in fewer than 90 characters.", Required: true),
        new("why", "The rule or the damage behind the case."),
        new("level", "How strong the specification's own word is.", Required: true),
        new("spec", "References from vocabulary/specs.yaml."),
        new("quirks", "Rows of the quirk catalogue, from vocabulary/quirks.yaml."),
        new("tags", "Tags from vocabulary/tags.yaml."),
        new("seen_in", "Vendors known to send this, from vocabulary/vendors.yaml."),
        new("relay", "How the bundled relay is set up; for another relay the case is not applicable."),
        new("client", "What the harness asks of the relay."),
        new("upstream", "What the mock sends back: one answer, or a list of answers to successive requests."),
        new("expect", "What must come out of the relay."),
        new("turns", "Several client requests, each with its own client, upstream and expect."),
        new("vary", "The only variations under which the same must come out; left out, all that fit the case."),
    ]);

    public static readonly KeyTable Turn = new("a turn",
    [
        new("client", "What the harness asks of the relay.", Required: true),
        new("upstream", "What the mock sends back."),
        new("expect", "What must come out of the relay.", Required: true),
    ]);

    public static readonly KeyTable Relay = new("relay",
    [
        new("preset", "A preset of the bundled relay, such as codex-api-v2."),
        new("set", "Policies and clocks by name, such as {on_length: completed}."),
        new("config", "What stands in the relay's configuration file; $UPSTREAM_URL is the mock."),
    ]);

    public static readonly KeyTable Client = new("client",
    [
        new("ask", "What the user says; short for request.input."),
        new("tools", "Tools the request declares: names from vocabulary/tools.yaml, or whole tool objects."),
        new("stream", "Whether an event stream is asked for (the default) or one JSON body."),
        new("previous", "Short for request.previous_response_id; usually a $name bound in an earlier turn."),
        new("request", "Any other field of a Responses request, merged on top."),
        new("headers", "Request headers beyond the usual ones."),
        new("http", "A request to another endpoint than POST /v1/responses, in place of ask and request."),
        new("then", "How the client behaves while it reads."),
    ]);

    public static readonly KeyTable ClientHttp = new("client.http",
    [
        new("method", "GET, DELETE or POST.", Required: true),
        new("path", "Path and query from the relay's root, such as /v1/responses/$resp; a $name in it was bound in an earlier turn.", Required: true),
        new("headers", "Request headers beyond the usual ones; authorization replaces the usual key."),
        new("body", "The body: a JSON value, or text sent as it is; none unless it stands here."),
    ]);

    public static readonly KeyTable Then = new("then",
    [
        new("hang_up_after", "The event or comment at which the client hangs up, or {event, count}."),
        new("read_slowly", "How long the client rests between two reads of at most 1 KB, such as 20ms."),
        new("release", "The gate of the upstream that opens; after says when."),
        new("after", "The event or comment that the client has read when the gate opens, or {event, count}."),
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
        new("body", "The body of an answer that is no script: a JSON value, or text."),
        new("steps", "The script: what is sent, step by step."),
        new("wire", "How every step's bytes are presented."),
        new("as", "The vendor that answers: a request that it refuses gets its refusal, and the answer waits for the next one."),
        new("pace", "Spreads the steps over time by absolute deadlines."),
        new("info", "Informational statuses such as 100 or 103 before the head of the answer: one, or a list."),
        new("trailers", "Trailer fields behind the last HTTP chunk."),
    ]);

    public static readonly KeyTable Pace = new("pace",
    [
        new("ttft", "The time before the first sending step, such as 300ms."),
        new("rate", "How many sending steps a second, such as 50/s."),
        new("jitter", "The largest part of a gap by which a deadline is moved to either side, such as 20%."),
        new("seed", "The seed of the jitter, a whole number; 0 unless it stands here."),
    ]);

    public static readonly KeyTable Wire = new("wire",
    [
        new("newline", "The line end of frames."),
        new("bom", "A byte order mark before the first byte."),
        new("space", "A space after the colon of a field, as is usual."),
        new("split", "Where every step's bytes are cut into writes of their own."),
        new("gzip", "The body compressed with gzip, each write flushed so that it can be read at once."),
        new("br", "The body compressed with Brotli, likewise."),
        new("deflate", "The body compressed with deflate, likewise."),
        new("settle", "What is waited for after each write: read (the peer has read it), sent (nothing), or a pause such as 1ms."),
        new("connection", "silent: the connection is accepted and nothing is ever sent."),
    ]);

    public static readonly KeyTable SplitEvery = new("split",
    [
        new("every", "A cut after every so many bytes.", Required: true),
    ]);

    public static readonly KeyTable Reasoning = new("reasoning",
    [
        new("field", "The vendor's field, such as reasoning or reasoning_content.", Required: true),
        new("text", "The text.", Required: true),
    ]);

    public static readonly KeyTable Tool = new("tool",
    [
        new("index", "The call's index; left out it is not sent, null is sent as null."),
        new("id", "The call's id; left out, null and \"\" are three different things."),
        new("type", "The call's type; function unless it stands here."),
        new("name", "The function's name; left out, null and \"\" are three different things."),
        new("args", "A piece of the arguments as text, or a mapping sent as a JSON object."),
    ]);

    public static readonly KeyTable Usage = new("usage",
    [
        new("prompt", "prompt_tokens."),
        new("completion", "completion_tokens."),
        new("cached", "prompt_tokens_details.cached_tokens."),
        new("reasoning", "completion_tokens_details.reasoning_tokens."),
        new("in", "finish: the usage rides on the finish chunk of the step before."),
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
        new("times", "How often.", Required: true),
        new("steps", "The steps; {{i}} in text counts from 0.", Required: true),
    ]);

    public static readonly KeyTable Expect = new("expect",
    [
        new("request", "What must have reached the mock: a pattern, or a list with one for each exchange."),
        new("request_headers", "Headers that must have reached the mock, by lower-case name."),
        new("events", "The event stream: complete in order and type, partial in fields."),
        new("final", "The outcome, where only that matters."),
        new("http", "The HTTP answer: status, headers, body."),
        new("order", "Events that must come in this order, others between them allowed; for cases whose subject is the order."),
        new("or", "What is tolerated, and why."),
        new("timing", "Bounds in time, counted from a named step."),
        new("upstream", "What the mock must have seen."),
        new("breaks", "Rules that this set-up is known to break; only in a case that sets the relay up."),
    ]);

    public static readonly KeyTable Alternative = new("an alternative",
    [
        new("grade", "The grade of a case that ends this way.", Required: true),
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
        new("items", "How many output items there are, or a list of patterns."),
        new("usage", "The usage object."),
        new("error", "The error object."),
        new("cause", "Why it failed, whatever the code: truncated, transport, timeout, rate_limit, quota, context_length, invalid_request, content_filter, overloaded, other."),
        new("incomplete", "The reason why it is incomplete."),
    ]);

    public static readonly KeyTable Http = new("http",
    [
        new("status", "The HTTP status."),
        new("headers", "Headers by lower-case name."),
        new("body", "The body: a JSON pattern, or text."),
        new("cause", "Why it failed, whatever the code; for a status from 400."),
    ]);

    public static readonly KeyTable Timing = new("timing",
    [
        new("terminal_after", "The terminal event reaches the client so soon after a step."),
        new("client_closed_after", "The relay closes the client's connection so soon after a step."),
        new("upstream_released_after", "The relay lets go of the upstream so soon after a step."),
    ]);

    public static readonly KeyTable Bound = new("a bound",
    [
        new("step", "The step it is counted from: a word such as done (its last occurrence), or a step's number.", Required: true),
        new("max", "At most so long, such as 1s.", Required: true),
    ]);

    public static readonly KeyTable Upstream = new("expect.upstream",
    [
        new("requests", "How many requests the mock must have seen: a number, or {min: 1, max: 3} where relays differ."),
        new("aborted", "Whether the relay went away before the answer was complete."),
        new("gap", "The time between two requests."),
    ]);

    public static readonly KeyTable Gap = new("gap",
    [
        new("min", "At least so long, such as 1s.", Required: true),
    ]);

    public static readonly KeyTable Count = new("requests",
    [
        new("min", "At least so many.", Required: true),
        new("max", "At most so many.", Required: true),
    ]);
}
