using System.Text.Json.Nodes;

namespace Conformance.Tests.Mutants;

/// <summary>The wrong relays. Each is one mistake that real relays make, and names the check that must catch it.</summary>
internal static class MutantCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Events("loses-created", "created-first", "text/plain", (frame, _) => frame.Type == "response.created" ? [] : [frame]),
        Events("loses-item-added", "orphan-delta", "text/plain", (frame, _) => frame.Type == "response.output_item.added" ? [] : [frame]),
        Events("loses-item-done", "item-unfinished", "text/plain", (frame, _) => frame.Type == "response.output_item.done" ? [] : [frame]),
        Events("loses-content-part", "part-order", "text/plain", (frame, _) => frame.Type == "response.content_part.added" ? [] : [frame]),
        Events("drops-the-last-event", "terminal-once", "text/plain", (frame, _) => frame.IsTerminal ? [] : [frame]),
        Events("ends-twice", "terminal-once", "text/plain", (frame, _) => frame.IsTerminal
            ? [frame, frame.With(json => json["sequence_number"] = json["sequence_number"]!.GetValue<int>() + 1)]
            : [frame]),
        Events("repeats-a-sequence-number", "sequence-gap", "text/plain", (frame, number) => number == 3
            ? [frame.With(json => json["sequence_number"] = 2)]
            : [frame]),
        Events("shifts-output-index", "output-index", "text/plain", (frame, _) => frame.Json?["output_index"] is not null
            ? [frame.With(json => json["output_index"] = json["output_index"]!.GetValue<int>() + 1)]
            : [frame]),
        Events("changes-a-delta", "text-mismatch", "text/plain", (frame, _) => frame.Type == "response.output_text.delta"
            ? [frame.With(json => json["delta"] = json["delta"]!.GetValue<string>() + "x")]
            : [frame]),
        Events("changes-the-item-id", "item-changed", "text/plain", (frame, _) => frame.Type == "response.output_item.done"
            ? [frame.With(json => json["item"]!["id"] = "msg_other")]
            : [frame]),
        Events("names-another-event", "event-name", "text/plain", (frame, _) => frame.Type == "response.output_text.done"
            ? [frame with { Event = "response.output_text.delta" }]
            : [frame]),
        Events("forgets-the-usage-details", "usage-shape", "text/plain", (frame, _) => frame.IsTerminal
            ? [frame.With(json => ((JsonObject)json["response"]!["usage"]!).Remove("input_tokens_details"))]
            : [frame]),
        Events("ends-with-an-empty-output", "output-mismatch", "text/plain", (frame, _) => frame.IsTerminal
            ? [frame.With(json => json["response"]!["output"] = new JsonArray())]
            : [frame]),
        Events("cuts-the-arguments", "text-mismatch", "tools/args-split-missing-ids", (frame, _) =>
            frame.Type == "response.function_call_arguments.done" ? [frame.With(json => json["arguments"] = "{\"city\":")] : [frame]),
        new Mutant("never-closes", "late-close", "text/plain", Side.Events, () => new Rewriting((frame, _) => [frame], staysOpen: true)),
        new Mutant("buffers-everything", "held", "timing/text-delivered-as-it-comes", Side.Events, Buffering),
        new Mutant(
            "merges-choices",
            "final-response",
            "choices/interleaved",
            Side.Chunks,
            () => new Rewriting((frame, _) => [ForEachChoice(frame, choice => choice["index"] = 0)])),
        new Mutant("completes-a-truncated-stream", "event-order", "end/truncated-after-text", Side.Chunks, CompletingTruncated),
        new Mutant("concatenates-index-0-calls", "final-response", "tools/all-index-zero-distinct-ids", Side.Chunks, Concatenating),
        new Mutant(
            "keeps-only-the-first-call",
            "final-response",
            "tools/whole-calls-in-one-chunk",
            Side.Chunks,
            () => new Rewriting((frame, _) => [ForEachChoice(frame, OnlyFirstCall)])),
        .. StreamMutants.All,
    ];

    private static Mutant Events(string name, string check, string scenario, Func<Frame, int, IEnumerable<Frame>> rewrite) =>
        new(name, check, scenario, Side.Events, () => new Rewriting(rewrite));

    private static Rewriting Buffering()
    {
        var kept = new List<Frame>();
        return new Rewriting(
            (frame, _) =>
            {
                kept.Add(frame);
                return [];
            },
            () => kept);
    }

    private static Rewriting CompletingTruncated()
    {
        var ended = false;
        return new Rewriting(
            (frame, _) =>
            {
                ended |= frame.Data == "[DONE]";
                return [frame];
            },
            () => ended
                ? []
                : [new Frame(null, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""), new Frame(null, "[DONE]")]);
    }

    /// <summary>Every element looks as if it continued the first call, as relays believe that key on the index alone.</summary>
    private static Rewriting Concatenating()
    {
        var opened = false;
        return new Rewriting((frame, _) => [ForEachChoice(frame, choice =>
        {
            foreach (var call in Calls(choice))
            {
                if (opened)
                {
                    call.Remove("id");
                    (call["function"] as JsonObject)?.Remove("name");
                }

                opened = true;
            }
        })]);
    }

    private static void OnlyFirstCall(JsonObject choice)
    {
        if (choice["delta"]?["tool_calls"] is JsonArray calls)
        {
            while (calls.Count > 1)
            {
                calls.RemoveAt(calls.Count - 1);
            }
        }
    }

    private static IEnumerable<JsonObject> Calls(JsonObject choice) =>
        choice["delta"]?["tool_calls"] is JsonArray calls ? [.. calls.OfType<JsonObject>()] : [];

    private static Frame ForEachChoice(Frame frame, Action<JsonObject> change) => frame.Json?["choices"] is not JsonArray
        ? frame
        : frame.With(json =>
        {
            foreach (var choice in json["choices"]!.AsArray().OfType<JsonObject>())
            {
                change(choice);
            }
        });
}
