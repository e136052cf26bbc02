namespace Scenarios.Words;

/// <summary>The words that name steps, and the modifiers that may stand beside them.</summary>
internal static class StepWords
{
    public static readonly WordTable Sending = new("a step", "unknown-key",
    [
        new("text", "A chunk with a text delta."),
        new("reasoning", "A chunk with a reasoning delta; {field, text} selects the vendor's field."),
        new("refusal", "A chunk with a refusal delta."),
        new("tool", "A chunk with one tool-call element; omitted members are not sent."),
        new("delta", "A chunk with this delta, verbatim."),
        new("choice", "A chunk with this choice, verbatim."),
        new("chunk", "A complete chunk, verbatim."),
        new("finish", "The finish chunk with this finish_reason (null is sent as null)."),
        new("usage", "The usage chunk; with in: finish, the usage is sent in the previous finish chunk."),
        new("error", "An error object inside the stream, verbatim."),
        new("done", "The sentinel [DONE]; alone, or with the variant to send."),
        new("sse", "One SSE event with the given fields."),
        new("comment", "One SSE comment."),
        new("raw", "Verbatim text, no framing added."),
        new("bytes", "Verbatim bytes as pairs of hex digits, no framing added."),
        new(
            "tcp",
            "Text written to the socket, bypassing HTTP, with escapes in double quotes; as the first step, it replaces status and "
                + "headers."),
    ]);

    public static readonly WordTable Controlling = new("a step", "unknown-key",
    [
        new("repeat", "Repeats the inner steps; {{i}} counts from 0."),
        new("burst", "Sends the inner steps in one write."),
        new("wait", "A pause, such as 20ms."),
        new("stall", "Silence for a time such as 200ms; without a time, until the case ends or the peer closes the connection."),
        new("gate", "Waits until the gate with this name is released."),
        new("hold", "Waits until the client has received this event or comment, or {event, count}."),
        new("flush", "Ends the current write; takes no value."),
        new("close", "How the connection ends; the last step."),
    ]);

    public static readonly WordTable All = new("a step", "unknown-key", [.. Sending.Words, .. Controlling.Words]);

    /// <summary>Steps that may be written as a plain word.</summary>
    public static readonly WordTable Bare = new(
        "a step",
        "unknown-key",
        [.. All.Words.Where(word => word.Name is "done" or "stall" or "flush")]);

    public static readonly KeyTable Modifiers = new("a step",
    [
        new("split", "Where the bytes are cut: every n bytes, at a list of offsets, or chars (inside every multi-byte character)."),
        new("keep", "The number of bytes to send; the rest is cut off."),
        new("newline", "The line end of this frame."),
    ]);
}
