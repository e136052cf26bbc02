namespace Relay.Policies;

/// <summary>What <c>CodexCoreTranslator</c> does otherwise than the relay's own translation.</summary>
internal static class CodexCoreBehaviours
{
    public static IReadOnlyList<PresetBehaviour> All { get; } =
    [
        Of("There is no response.created, no item is announced, nothing has an id, a status or a number, and there is no usage.", "text", "text/plain"),
        Of("The id of the response is empty: it can be neither retrieved nor continued.", "no-ids", "state/two-turns"),
        Of("At stop the message is done before the reasoning.", "message-before-reasoning", "reasoning/reasoning-string"),
        Of("At tool_calls the message is not done.", "message-lost-in-a-tool-turn", "text/text-then-tool-then-text"),
        Of("All calls of a turn are one call.", "two-calls-become-one", "tools/whole-calls-without-index"),
        Of("Only the first of several calls in a chunk is used.", "second-call-of-a-chunk-lost", "tools/whole-calls-in-one-chunk"),
        Of("A call without name or id is returned with empty ones.", "nameless-call-handed-on", "tools/nameless-call-dropped"),
        Of("The first id and the first name are used, even if empty.", "first-id-and-name-count", "tools/id-late"),
        Of("All pieces of arguments are joined, also those that repeat the whole.", "arguments-repeated", "arguments/repeated-in-full-at-the-end"),
        Of("Arguments are not validated: a call whose arguments break off is completed.", "arguments-cut-off", "arguments/truncated-but-labelled-tool-calls"),
        Of("A call without arguments has empty ones.", "arguments-empty", "arguments/none-at-all"),
        Of("Arguments that are an object are not read: the call has empty ones.", "arguments-object-not-read", "arguments/object-instead-of-string"),
        Of("function_call is not read.", "function-call-not-read", "tools/legacy-function-call"),
        Of("stop drops calls.", "stop-drops-calls", "finish/stop-after-a-whole-call"),
        Of("length completes the response at once, and finishes no item.", "length-completes-without-items", "finish/length"),
        Of("content_filter completes the response at once, and finishes no item.", "content-filter-completes-at-once", "finish/content-filter"),
        Of("Any finish reason completes the response at once, and finishes no item.", "unknown-finish-completes-at-once", "text/content-after-finish"),
        Of("An empty finish reason is one too.", "empty-finish-completes-at-once", "finish/empty-string-on-every-chunk"),
        Of("A truncated body completes the response without its items.", "truncated-completes-without-items", "end/truncated-after-text"),
        Of("A body that is not an event stream is an answer without output.", "html-completed", "http/html-200"),
        Of("The sentinel finishes message and reasoning, and drops calls.", "done-finishes-what-is-there", "finish/absent-with-done"),
        Of("DONE without brackets is not a sentinel.", "done-without-brackets-ignored", "end/done-without-brackets"),
        Of("A lost connection is response.failed without an error event.", "reset-failed", "end/tcp-reset"),
        Of("The first choice in the chunk is used, whatever its index.", "first-choice-of-the-chunk", "choices/interleaved"),
        Of("reasoning is read as text or object, in deltas and in the message, so repeated reasoning is output twice.", "reasoning-in-objects", "reasoning/message-reasoning-after-deltas"),
        Of("reasoning_content is not read.", "reasoning-content-ignored", "reasoning/reasoning-content"),
        Of("Content that is a list is not read.", "content-array-ignored", "text/content-array"),
        Of("Text and calls are read from deltas only, not from a message.", "message-not-read", "text/whole-message-only"),
        Of("Refusals are not read.", "refusal-not-read", "text/refusal"),
        Of("Citations and images are not read.", "annotations-not-read", "text/url-citations"),
        Of("Think tags are text.", "think-tags-are-text", "reasoning/think-tags-beside-field"),
        Of("Nothing is encrypted: signatures and reasoning details are lost, and encrypted_content is null.", "signatures-not-kept", "turns/sealed-signatures-with-ids-used-again"),
        Of("A chunk with half a surrogate pair is lost.", "half-character-lost", "text/surrogate-halves-in-two-chunks"),
        Of("An error object in the stream is ignored.", "error-in-stream-passed-over", "errors/in-stream-after-text"),
        Of("Reasoning on both sides of a message is sent back concatenated.", "request-thoughts-glued"),
        Of("core_aggregation=streaming: one message right before the end.", "aggregation-streaming"),
        Of("core_aggregation=aggregated: no deltas, reasoning twice, then the message.", "aggregation-aggregated"),
    ];

    private static PresetBehaviour Of(string summary, string scenario, string? twin = null) => new(summary, $"presets/codex-core/{scenario}", twin);
}
