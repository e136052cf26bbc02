namespace Relay.Policies;

/// <summary>What <c>CodexRelayTranslator</c> does otherwise than the relay's own translation.</summary>
internal static class CodexRelayBehaviours
{
    public static IReadOnlyList<PresetBehaviour> All { get; } =
    [
        Of("There are no numbers, no parts, no usage and no in_progress; a completed response is its id, status, model and output, a failed one its id, status and error.", "text", "text/plain"),
        Of("The stream opens before the upstream is called.", "created-before-the-upstream"),
        Of("No upstream header is forwarded to the client.", "upstream-headers-not-passed-on", "state/turn-state-to-the-client"),
        Of("Calls are announced after the end, their arguments in one delta without a done event.", "arguments-in-one-delta", "tools/id-on-first-delta-only"),
        Of("The message is item 0, calls follow in the order of their index.", "message-before-calls", "text/text-then-tool-then-text"),
        Of("A call without an index is lost with its chunk.", "calls-without-index-lost", "tools/whole-calls-without-index"),
        Of("Calls with the same index are one call; the last id is used.", "reused-index-merged", "tools/all-index-zero-distinct-ids"),
        Of("An id that two calls share stays the id of both.", "same-id-stays", "tools/same-id-for-two-calls"),
        Of("The pieces of a name are concatenated.", "name-concatenated", "tools/name-repeated-on-every-delta"),
        Of("Calls without name, id or arguments are returned unchanged.", "empty-id-nameless-and-without-arguments", "tools/nameless-call-dropped"),
        Of("All pieces of arguments are joined, also those that repeat the whole.", "arguments-repeated", "arguments/repeated-in-full-at-the-end"),
        Of("Arguments are not validated: a call whose arguments break off is completed.", "arguments-cut-off", "arguments/truncated-but-labelled-tool-calls"),
        Of("function_call is not read.", "function-call-not-read", "tools/legacy-function-call"),
        Of("Refusals are not read.", "refusal-not-read", "text/refusal"),
        Of("Citations and images are not read.", "annotations-not-read", "text/url-citations"),
        Of("Think tags are text.", "think-tags-are-text", "reasoning/think-tags-beside-field"),
        Of("Reasoning is not shown.", "reasoning-hidden", "reasoning/reasoning-content"),
        Of("Reasoning is sent back with the call it led to, though the client never saw it.", "reasoning-kept-for-calls"),
        Of("Reasoning is sent back with the text it led to.", "reasoning-kept-for-text"),
        Of("Reasoning in other fields than reasoning_content is not stored.", "reasoning-field-not-kept"),
        Of("Nothing is encrypted: signatures and reasoning details are lost.", "signatures-not-kept", "turns/thought-signature-in-calls"),
        Of("A refusal of the upstream is response.failed in a 200; its code is the status.", "http-error-on-the-stream", "retries/bad-request-not-retried"),
        Of("An upstream that cannot be reached is response.failed with connection_error.", "connection-lost-before-headers"),
        Of("A truncated body completes the response, including incomplete calls.", "truncated-completed", "end/truncated-mid-call"),
        Of("A connection that is lost during the stream completes the response.", "reset-completed", "end/tcp-reset"),
        Of("length completes the response.", "length-completed", "finish/length"),
        Of("content_filter completes the response.", "content-filter-completed", "finish/content-filter"),
        Of("No finish reason ends the answer; only [DONE] or the end of the body does.", "finish-reason-is-no-end", "timing/usage-within-the-grace"),
        Of("Unknown finish reasons are ignored.", "unknown-finish-passed-over", "text/content-after-finish"),
        Of("All choices are one answer.", "choices-merged", "choices/interleaved"),
        Of("A chunk whose content is a list is lost.", "content-array-lost", "text/content-array"),
        Of("A chunk without a delta is lost, and with it a message.", "chunk-without-delta-lost", "text/whole-message-only"),
        Of("A chunk with a member of another type is lost, such as arguments that are an object.", "arguments-object-lost", "arguments/object-instead-of-string"),
        Of("A chunk with usage is lost, unless its prompt_tokens, completion_tokens and total_tokens are whole numbers.", "usage-incomplete-lost"),
        Of("A chunk with half a surrogate pair is lost.", "half-character-lost", "text/surrogate-halves-in-two-chunks"),
        Of("An error object in the stream is ignored.", "error-in-stream-passed-over", "errors/in-stream-after-text"),
        Of("A body that is not an event stream is an answer without output.", "html-completed", "http/html-200"),
        Of("A last event without its blank line is lost.", "last-event-unterminated-lost", "sse/last-event-unterminated"),
        Of("DONE without brackets is not a sentinel.", "done-without-brackets-ignored", "end/done-without-brackets"),
        Of("One body, where a client asks for it, is the response of the terminal event.", "one-body", "text/non-stream"),
    ];

    private static PresetBehaviour Of(string summary, string scenario, string? twin = null) => new(summary, $"presets/codex-relay/{scenario}", twin);
}
