using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>The Codex CLI, as <c>codex exec</c> shows it.</summary>
internal sealed class CodexView : IClientView
{
    private const string Disconnected = "stream disconnected before completion: ";
    private const string NoRoom =
        "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.";

    public ClientInfo Info { get; } = new(
        "codex", "Codex CLI (`@openai/codex`)", "0.171.0",
        "Only done items are the answer and the input of the next turn; deltas are only shown. Events of an unknown type and `error` are "
            + "ignored.",
        "an error, `Incomplete response returned, reason: …`; only after `content_filter` the request is repeated",
        "the message of `response.error`, and the request is repeated unless the code forbids it",
        "ends on `response.completed`; after a failure it waits");

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            var told = new ClientFailure(
                "UnexpectedStatus", $"unexpected status {stream.Status}: {HttpRefusal.ReadMessage(stream) ?? stream.Body}");
            return new ClientView { Failure = told, Retries = stream.Status is 429 or >= 500 };
        }

        List<JsonElement> items = [];
        Ending? ending = null;
        foreach (var received in stream.Events.Where(IsReadable))
        {
            var json = received.Json!.Value; // IsReadable has seen it.
            if (received.Type == "response.output_item.done" && CodexItems.IsReadable(json.Member("item")))
            {
                items.Add(json.Member("item"));
            }

            ending = EndingOf(received.Type, json.Member("response")) ?? ending;
            if (received.Type == "response.completed" && ending?.Failure is null)
            {
                break;
            }
        }

        return CreateView(stream, items, ending ?? EndWithoutCompletion(stream));
    }

    private static ClientView CreateView(ClientStream stream, List<JsonElement> items, Ending ending) => new()
    {
        Text = ResponseParts.OutputText(items),
        Reasoning = string.Concat(items.Where(item => item.ReadType() == "reasoning").Select(ResponseParts.ReadSummary)),
        Calls = ResponseParts.ReadCalls(items),
        Usage = ending.Usage,
        StopReason = ending.Failure is null ? "completed" : null,
        Failure = ending.Failure,
        Retries = ending.Retries,
        Waits = stream.End == StreamEnd.TimedOut && ending.Failure is not null,
        Items = items,
    };

    /// <summary>Returns an event whose members are of the wrong kind does not deserialise, and is dropped.</summary>
    private static bool IsReadable(WireEvent received) =>
        received.Json is { } json && received.Type.Length > 0
        && (!json.Member("delta").HasValue() || json.Member("delta").Text() is not null)
        && (!json.Member("summary_index").HasValue() || json.Member("summary_index").Integer() is not null)
        && (!json.Member("content_index").HasValue() || json.Member("content_index").Integer() is not null);

    private static Ending? EndingOf(string type, JsonElement response) => (type, response.HasValue()) switch
    {
        ("response.completed", true) => EndCompleted(response),
        ("response.failed", true) => EndFailed(response.Member("error")),
        ("response.incomplete", _) => EndIncomplete(response.Member("incomplete_details").Member("reason").Text()),
        _ => null,
    };

    // 0.169 repeated the request after any reason.
    private static Ending EndIncomplete(string? reason) => EndForRetry($"Incomplete response returned, reason: {reason ?? "unknown"}") with
    {
        Retries = reason is not ("max_output_tokens" or "steered"),
    };

    private static Ending EndCompleted(JsonElement response)
    {
        var usage = response.Member("usage");
        if (response.Member("id").Text() is null || (usage.HasValue() && !IsUsage(usage)))
        {
            return EndForRetry("failed to parse ResponseCompleted");
        }

        // Details that are missing as a whole count as none.
        var counted = ResponseParts.ReadUsage(response);
        return new Ending(counted is null
            ? null
            : counted with { Cached = counted.Cached ?? 0, Reasoning = counted.Reasoning ?? 0 }, Failure: null, Retries: false);
    }

    private static bool IsUsage(JsonElement usage) =>
        usage.Member("input_tokens").Integer() is not null && usage.Member("output_tokens").Integer() is not null
            && usage.Member("total_tokens").Integer() is not null
            && IsDetail(usage.Member("input_tokens_details"), "cached_tokens")
                && IsDetail(usage.Member("output_tokens_details"), "reasoning_tokens");

    private static bool IsDetail(JsonElement details, string number) => !details.HasValue() || details.Member(number).Integer() is not null;

    private static Ending EndFailed(JsonElement error)
    {
        var message = error.Member("message").Text() ?? "";
        return error.Member("code").Text() switch
        {
            "context_length_exceeded" => EndFinal("ContextWindowExceeded", NoRoom),
            "insufficient_quota" => EndFinal("QuotaExceeded", "Quota exceeded. Check your plan and billing details."),
            "usage_not_included" => EndFinal("UsageNotIncluded", "To use Codex with your ChatGPT plan, upgrade to Plus."),
            "invalid_prompt" => EndFinal("InvalidRequest", message),
            "cyber_policy" or "bio_policy" or "misalignment_policy_violation" => EndFinal("PolicyViolation", message),
            "server_is_overloaded" =>
                EndFinal("ServerOverloaded", "Selected model is at capacity. Please try a different model."),
            _ => EndForRetry(error.IsObject() ? message : "response.failed event received"),
        };
    }

    private static Ending EndWithoutCompletion(ClientStream stream) =>
        EndForRetry(stream.End == StreamEnd.TimedOut ? "idle timeout waiting for SSE" : "stream closed before response.completed");

    private static Ending EndForRetry(string message) =>
        new(Usage: null, new ClientFailure("Stream", Disconnected + message), Retries: true);

    private static Ending EndFinal(string type, string message) => new(Usage: null, new ClientFailure(type, message), Retries: false);

    private sealed record Ending(ClientUsage? Usage, ClientFailure? Failure, bool Retries);
}
