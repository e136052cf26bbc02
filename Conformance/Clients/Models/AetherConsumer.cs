using System.Text;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>Models how aether reads a Responses stream, event by event, and the items that it yields to its agent.</summary>
internal static class AetherConsumer
{
    /// <summary>Returns the yielded items, from the start to <see cref="AetherDone"/>.</summary>
    public static IEnumerable<AetherYield> Read(ClientStream stream)
    {
        var state = new State();
        yield return new AetherStart();

        // The marker and events that do not deserialise are skipped, and reading goes on to the end of the body.
        foreach (var received in stream.Events.Where(one => !one.IsDoneMarker && AetherEvents.WhyUnreadable(one) is null))
        {
            foreach (var one in Process(received, received.Json!.Value, state))
            {
                yield return one;
            }
        }

        if (stream.End == StreamEnd.Broken)
        {
            yield return new AetherFailure("StreamInterrupted", "connection lost");
        }

        // Items that no event has completed are completed at the end, in the order of the indexes.
        foreach (var (_, call) in state.Open)
        {
            yield return new AetherToolComplete(call.Id, call.Name, call.Arguments);
        }

        yield return new AetherDone(state.StopReason);
    }

    private static IEnumerable<AetherYield> Process(WireEvent received, JsonElement json, State state) => received.Type switch
    {
        "response.output_text.delta" when json.Member("delta").Text() is { Length: > 0 } delta => [new AetherText(delta)],
        "response.reasoning_summary_text.delta" when json.Member("delta").Text() is { Length: > 0 } delta => [new AetherReasoning(delta)],
        "response.output_item.added" when json.Member("item").ReadType() == "function_call" => [Start(json, state)],
        "response.function_call_arguments.delta" => YieldArgument(json, state),
        "response.function_call_arguments.done" => Complete(json, state),
        "response.output_item.done" => CompleteItem(json.Member("item")),
        "response.completed" => EndResponse(json.Member("response"), state),
        "error" => [new AetherFailure("ServerError", "Codex API error: " + json.Member("message").Text())],
        _ => [],
    };

    /// <summary>Returns the tool's id is the item's, not the call's; a missing one is made of the index.</summary>
    private static AetherToolStart Start(JsonElement json, State state)
    {
        var index = json.Member("output_index").Integer() ?? 0;
        var item = json.Member("item");
        var call = new OpenCall(item.Member("id").Text() ?? $"tool_call_{index}", item.Member("name").Text() ?? "");
        state.Open[index] = call;
        return new AetherToolStart(call.Id, call.Name);
    }

    private static IEnumerable<AetherYield> YieldArgument(JsonElement json, State state)
    {
        if (json.Member("delta").Text() is { Length: > 0 } delta
            && state.Open.TryGetValue(json.Member("output_index").Integer() ?? 0, out var call))
        {
            call.Append(delta);
            yield return new AetherToolArgument(call.Id, delta);
        }
    }

    private static IEnumerable<AetherYield> Complete(JsonElement json, State state)
    {
        if (state.Open.Remove(json.Member("output_index").Integer() ?? 0, out var call))
        {
            yield return new AetherToolComplete(call.Id, call.Name, call.Arguments);
        }
    }

    private static IEnumerable<AetherYield> CompleteItem(JsonElement item)
    {
        if (item.ReadType() == "reasoning" && item.Member("id").Text() is { } id && item.Member("encrypted_content").Text() is { } content)
        {
            yield return new AetherEncryptedReasoning(id, content, item.Clone());
        }
    }

    private static IEnumerable<AetherYield> EndResponse(JsonElement response, State state)
    {
        // The status is read only inside response.completed: a separate response.incomplete is one of the events that it ignores.
        state.StopReason = response.Member("status").Text() switch
        {
            "completed" => "EndTurn",
            "incomplete" => "Length",
            _ => state.StopReason,
        };
        if (ResponseParts.ReadUsage(response) is { } usage)
        {
            yield return new AetherUsage(usage);
        }
    }

    private sealed class State
    {
        public SortedDictionary<long, OpenCall> Open { get; } = [];

        public string? StopReason { get; set; }
    }

    private sealed class OpenCall(string id, string name)
    {
        private readonly StringBuilder _arguments = new();

        public string Id { get; } = id;

        public string Name { get; } = name;

        public string Arguments => _arguments.ToString();

        public void Append(string delta) => _arguments.Append(delta);
    }
}
