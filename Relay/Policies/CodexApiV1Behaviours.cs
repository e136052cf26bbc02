namespace Relay.Policies;

/// <summary>What <c>CodexApiV1Translator</c> does otherwise than the relay's own translation.</summary>
internal static class CodexApiV1Behaviours
{
    public static IReadOnlyList<PresetBehaviour> All { get; } =
    [
        Of("There is no response.created and no number; calls are one event, and the message is done last.", "emits-calls-beside-content-and-reasoning", "seeds/v1-emits-calls-beside-content-and-reasoning"),
        Of("A call is not announced.", "emits-multiple-tool-calls", "seeds/v1-emits-multiple-tool-calls"),
        Of("The id alone makes the call; its arguments come with its end.", "concatenates-arguments-across-deltas", "seeds/v1-concatenates-arguments-across-deltas"),
        Of("A piece without an id begins another call, tool-call-N.", "missing-id-is-another-call", "tools/id-on-first-delta-only"),
        Of("An empty id is a call of its own.", "empty-id-is-a-call-of-its-own", "tools/id-empty-on-continuations"),
        Of("All choices are one answer; usage is not read.", "choices-merged", "choices/interleaved"),
        Of("The last name counts, also an empty one.", "last-name-counts", "seeds/v2-preserves-name-against-empty-deltas"),
        Of("stop drops calls.", "drops-calls-on-stop", "seeds/v1-keeps-whole-calls-on-stop"),
        Of("length is response.failed with context_length_exceeded.", "length-is-an-error", "finish/length"),
        Of("content_filter is passed over.", "content-filter-passed-over", "finish/content-filter"),
        Of("Unknown finish reasons are passed over.", "unknown-finish-passed-over", "text/content-after-finish"),
        Of("The sentinel is passed over.", "sentinel-is-no-end", "end/data-after-done"),
        Of("After the sentinel an open connection runs into the idle clock; comments do not stop it.", "sentinel-then-idle-timeout", "end/done-without-close"),
        Of("After stop it reads on, and the end of the body finishes what came then.", "reads-on-after-stop", "text/content-after-finish"),
        Of("Empty text opens a message.", "empty-text-opens-a-message", "text/empty-opener-opens-nothing"),
        Of("Each delta is a part of its own.", "a-part-for-each-delta", "reasoning/reasoning-object"),
        Of("reasoning is read as text or object, in deltas and in the message, which counts again.", "reasoning-in-objects", "reasoning/message-reasoning-after-deltas"),
        Of("reasoning_content is not read.", "reasoning-content-ignored", "reasoning/reasoning-content"),
        Of("A body that just ends completes the response.", "truncated-completed", "end/truncated-after-text"),
        Of("A lost connection is response.failed without an error event.", "reset-failed", "end/tcp-reset"),
    ];

    private static PresetBehaviour Of(string summary, string scenario, string? twin = null) => new(summary, $"presets/codex-api-v1/{scenario}", twin);
}
