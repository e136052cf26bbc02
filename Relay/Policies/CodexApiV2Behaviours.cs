namespace Relay.Policies;

/// <summary>What <c>CodexApiV2Translator</c> does otherwise than the relay's own translation.</summary>
internal static class CodexApiV2Behaviours
{
    public static IReadOnlyList<PresetBehaviour> All { get; } =
    [
        Of("There is no response.created and no number; calls are one event, and the message is done last.", "emits-calls-beside-content-and-reasoning", "seeds/v2-emits-calls-beside-content-and-reasoning"),
        Of("A call is not announced.", "emits-multiple-tool-calls", "seeds/v2-emits-multiple-tool-calls"),
        Of("The arguments of a call come with its end.", "concatenates-arguments-across-deltas", "seeds/v2-concatenates-arguments-across-deltas"),
        Of("A piece without an id belongs to its index.", "merges-by-index-without-id", "seeds/v2-merges-by-index-without-id"),
        Of("A call is done with its choice.", "emits-calls-of-two-choices", "seeds/v2-emits-calls-of-choices-without-index"),
        Of("The first name that is not empty counts.", "preserves-name-against-empty-deltas", "seeds/v2-preserves-name-against-empty-deltas"),
        Of("The sentinel alone is response.completed alone.", "completes-on-done-without-json", "seeds/v2-completes-on-done-without-json"),
        Of("DONE ends the answer too, while the connection stays open.", "done-without-close", "end/done-without-brackets"),
        Of("stop drops calls.", "drops-calls-on-stop", "seeds/v1-keeps-whole-calls-on-stop"),
        Of("Another id at a known index is the same call.", "same-index-other-id-merged", "tools/all-index-zero-distinct-ids"),
        Of("An empty id is the first call that had one.", "empty-id-is-the-first-call", "tools/id-empty-on-continuations"),
        Of("A piece without id and index belongs to the last call.", "bare-piece-is-the-last-calls", "tools/index-missing-on-continuation"),
        Of("All choices are one answer, and calls with the same index one call; usage is not read.", "choices-merged", "choices/interleaved"),
        Of("A nameless call is dropped, one without an id is tool-call-INDEX.", "nameless-dropped-and-ids-by-index", "tools/id-never-sent"),
        Of("length is response.failed with context_length_exceeded.", "length-is-an-error", "finish/length"),
        Of("content_filter is passed over.", "content-filter-passed-over", "finish/content-filter"),
        Of("Unknown finish reasons are passed over.", "unknown-finish-passed-over", "text/content-after-finish"),
        Of("After stop it reads on; what comes then is not finished.", "reads-on-after-stop", "text/content-after-finish"),
        Of("Empty text opens a message.", "empty-text-opens-a-message", "text/empty-opener-opens-nothing"),
        Of("Each delta is a part of its own.", "a-part-for-each-delta", "reasoning/reasoning-object"),
        Of("reasoning is read as text or object, in deltas and in the message, which counts again.", "reasoning-in-objects", "reasoning/message-reasoning-after-deltas"),
        Of("reasoning_content is not read.", "reasoning-content-ignored", "reasoning/reasoning-content"),
        Of("A body that just ends completes the response.", "truncated-completed", "end/truncated-after-text"),
        Of("A lost connection is response.failed without an error event.", "reset-failed", "end/tcp-reset"),
    ];

    private static PresetBehaviour Of(string summary, string scenario, string? twin = null) => new(summary, $"presets/codex-api-v2/{scenario}", twin);
}
