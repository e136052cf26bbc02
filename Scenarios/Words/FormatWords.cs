namespace Scenarios.Words;

/// <summary>The closed lists that belong to the format itself. Tags, specs, quirks, vendors and tools are in <c>vocabulary/</c>.</summary>
internal static class FormatWords
{
    public const string Schema = "relay-scenario/v1";

    public static readonly WordTable Levels = new("a level", "unknown-word",
    [
        new("must", "A failure fails the run."),
        new("should", "A failure fails the run too, unless the level is lowered on the command line."),
        new("may", "Reported, but never fails the run."),
        new("info", "For information only."),
    ]);

    public static readonly WordTable Newlines = new("a line end", "unknown-word",
    [
        new("lf", "A line feed."),
        new("crlf", "A carriage return and a line feed."),
        new("cr", "A carriage return alone."),
    ]);

    public static readonly WordTable CloseKinds = new("a way to close", "unknown-word",
    [
        new("clean", "The last HTTP chunk; then the connection is kept or closed as HTTP requires."),
        new("reset", "A TCP reset after the peer has read everything before it; RST_STREAM on HTTP/2."),
        new("never", "The connection stays open until the case ends or the peer closes it."),
        new("mid-chunk", "Half an HTTP chunk, then FIN."),
        new("truncate", "FIN without the last HTTP chunk."),
        new("after-response", "The last HTTP chunk, then FIN, although HTTP would keep the connection open."),
    ]);

    public static readonly WordTable Grades = new("a grade of an alternative", "unknown-word",
    [
        new("equal", "Equivalent to the first outcome."),
        new("non_strict", "Tolerated, and shown in amber."),
        new("info", "Reported only."),
    ]);

    public static readonly WordTable Causes = new("a cause", "unknown-word",
    [
        new("other", "None of these, or a code without a specific cause."),
        new("truncated", "The upstream's answer ended before it was complete."),
        new("transport", "The upstream could not be reached, or the connection broke."),
        new("timeout", "The upstream was silent for too long."),
        new("rate_limit", "Too many requests."),
        new("quota", "The quota of the account is exhausted."),
        new("context_length", "The conversation is longer than the model's context."),
        new("invalid_request", "The request was rejected because of its content."),
        new("content_filter", "A content filter refused the prompt or the answer."),
        new("overloaded", "The upstream has no capacity."),
    ]);

    public static readonly WordTable FinalStatuses = new("a status", "unknown-word",
    [
        new("completed", "The response is complete."),
        new("incomplete", "The response was cut short by a limit or a filter."),
        new("failed", "The response failed."),
    ]);

    public static readonly WordTable Methods = new("a method", "unknown-word",
    [
        new("GET", "Reads."),
        new("DELETE", "Deletes."),
        new("POST", "Sends a body, or starts an action."),
    ]);

    public static readonly WordTable Settles = new("a way to settle", "unknown-word",
    [
        new("read", "Wait until the kernel reports that the peer has read every byte."),
        new("sent", "Do not wait; each write is one send."),
    ]);

    public static readonly WordTable Connections = new("a kind of connection", "unknown-word",
    [
        new("silent", "The mock accepts the connection, reads the request and sends nothing."),
    ]);

    public static readonly WordTable Variations = new("a variation", "unknown-word",
    [
        new("rechunk", "The same bytes, cut inside line ends, characters and escapes and around colons, but not at the ends of events."),
        new("bytewise", "One byte per write."),
        new("burst", "Everything in one write."),
        new("newlines", "CRLF and CR instead of LF."),
        new("bom", "A byte order mark before the first byte."),
        new("comments", "Comments between and inside the events."),
        new("no-space", "No space after the colon."),
        new("multi-line", "The JSON of a chunk over several data lines."),
        new("key-order", "The members of a chunk in reverse order."),
        new("escapes", "Strings and names with other escapes."),
        new("unknown-fields", "Members and fields that the format does not define."),
        new("usage-placement", "Usage in the finish chunk or alone, and null elsewhere."),
        new("done-variants", "The sentinel in other forms."),
        new("gzip", "The body compressed, if the relay accepts it."),
        new("non-stream", "The same answer to a request with stream: false."),
    ]);
}
