namespace Relay.Policies;

/// <summary>What <c>CodexApiV2Translator</c> does otherwise than the relay's own translation.</summary>
internal static class CodexApiV2Behaviours
{
    public static IReadOnlyList<PresetBehaviour> All { get; } =
    [
        Of("There is no response.created and no number; calls are one event, and the message is done last.", "emits-calls-beside-content-and-reasoning", "tools/call-content-and-reasoning-outcome"),
        Of("No item has an id or a status.", "no-ids", "state/two-turns"),
        Of("The id of the response is empty: it can be neither retrieved nor continued.", "no-ids", "state/two-turns"),
        Of("A call is not announced.", "emits-multiple-tool-calls", "tools/whole-calls-without-index-outcome"),
        Of("The arguments of a call come with its end.", "concatenates-arguments-across-deltas", "arguments/joined-by-index-after-the-id"),
        Of("A piece without an id belongs to its index.", "merges-by-index-without-id", "tools/merged-by-index-without-id"),
        Of("A call is done with its choice.", "emits-calls-of-two-choices", "choices/calls-of-choices-without-index"),
        Of("The first non-empty name is used.", "preserves-name-against-empty-deltas", "tools/name-kept-against-an-empty-name"),
        Of("The sentinel alone is response.completed alone.", "completes-on-done-without-json", "end/only-done-in-a-named-event"),
        Of("DONE ends the answer too, while the connection stays open.", "done-without-close", "end/done-without-brackets"),
        Of("All pieces of arguments are joined, also those that repeat the whole.", "arguments-repeated", "arguments/repeated-in-full-at-the-end"),
        Of("Arguments are not validated: a call whose arguments break off is completed.", "arguments-cut-off", "arguments/truncated-but-labelled-tool-calls"),
        Of("A call without arguments has empty ones.", "arguments-empty", "arguments/none-at-all"),
        Of("Arguments that are an object are not read: the call has empty ones.", "arguments-object-not-read", "arguments/object-instead-of-string"),
        Of("function_call is not read.", "function-call-not-read", "tools/legacy-function-call"),
        Of("stop drops calls.", "drops-calls-on-stop", "finish/stop-after-a-whole-call"),
        Of("Calls without the finish reason tool_calls are dropped, whatever ends the answer.", "calls-dropped-without-finish", "finish/absent-with-done"),
        Of("Another id at a known index is the same call.", "same-index-other-id-merged", "tools/all-index-zero-distinct-ids"),
        Of("A known id is its call, whatever the index.", "same-id-is-the-same-call", "tools/same-id-for-two-calls"),
        Of("An empty id is the first call that had one.", "empty-id-is-the-first-call", "tools/id-empty-on-continuations"),
        Of("A piece without id and index belongs to the last call.", "bare-piece-is-the-last-calls", "tools/index-missing-on-continuation"),
        Of("All choices are one answer, and calls with the same index one call; usage is not read.", "choices-merged", "choices/interleaved"),
        Of("A nameless call is dropped, one without an id is tool-call-INDEX.", "nameless-dropped-and-ids-by-index", "tools/id-never-sent"),
        Of("length is response.failed with context_length_exceeded.", "length-is-an-error", "finish/length"),
        Of("content_filter is ignored.", "content-filter-passed-over", "finish/content-filter"),
        Of("finishReason is not read.", "camel-case-finish-not-read", "finish/camel-case"),
        Of("Unknown finish reasons are ignored.", "unknown-finish-passed-over", "text/content-after-finish"),
        Of("After stop, reading continues; output after it is not finished.", "reads-on-after-stop", "text/content-after-finish"),
        Of("Empty text opens a message.", "empty-text-opens-a-message", "text/empty-opener-opens-nothing"),
        Of("Each delta is a separate part.", "a-part-for-each-delta", "reasoning/reasoning-object"),
        Of("reasoning is read as text or object, in deltas and in the message, so repeated reasoning is output twice.", "reasoning-in-objects", "reasoning/message-reasoning-after-deltas"),
        Of("reasoning_content is not read.", "reasoning-content-ignored", "reasoning/reasoning-content"),
        Of("Text and calls are read from deltas only, not from a message.", "message-not-read", "text/whole-message-only"),
        Of("Of content that is a list, only the member text of each part is read: thinking parts are lost.", "thinking-part-not-read", "turns/thinking-parts-go-back"),
        Of("Refusals are not read.", "refusal-not-read", "text/refusal"),
        Of("Citations and images are not read.", "annotations-not-read", "text/url-citations"),
        Of("Think tags are text.", "think-tags-are-text", "reasoning/think-tags-beside-field"),
        Of("Nothing is encrypted: signatures and reasoning details are lost, and encrypted_content is null.", "signatures-not-kept", "turns/reasoning-details-signed"),
        Of("A chunk with half a surrogate pair is lost.", "half-character-lost", "text/surrogate-halves-in-two-chunks"),
        Of("An error object in the stream is ignored.", "error-in-stream-passed-over", "errors/in-stream-after-text"),
        Of("A truncated body completes the response.", "truncated-completed", "end/truncated-after-text"),
        Of("A body that is not an event stream is an answer without output.", "html-completed", "http/html-200"),
        Of("A lost connection is response.failed without an error event.", "reset-failed", "end/tcp-reset"),
    ];

    private static PresetBehaviour Of(string summary, string scenario, string? twin = null) => new(summary, $"presets/codex-api-v2/{scenario}", twin);
}
