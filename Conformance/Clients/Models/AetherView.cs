using Conformance.Clients.Views;

namespace Conformance.Clients.Models;

/// <summary>aether's agent.</summary>
internal sealed class AetherView : IClientView
{
    public ClientInfo Info { get; } = new(
        "aether", "aether, provider codex", "234a0b2",
        "Deltas. A call is complete at `function_call_arguments.done` and is identified by the item's id. Usage and status are read from "
            + "`response.completed`. An event that does not deserialise is skipped.",
        "ignored; the turn ends without a reason. With `incomplete_event=completed` the reason is `Length`",
        "ignored; the `error` event before it is a retryable ServerError with its top-level `message`",
        "waits for the end of the body, even after `[DONE]`")
    {
        UsageIsOptional = true,
    };

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            return ReadRefusal(stream);
        }

        List<AetherYield> yields = [.. AetherConsumer.Read(stream)];
        var text = string.Concat(yields.OfType<AetherText>().Select(one => one.Chunk));
        var failure = yields.OfType<AetherFailure>().FirstOrDefault();
        return new ClientView
        {
            Text = text,
            StreamedText = text,
            Reasoning = string.Concat(yields.OfType<AetherReasoning>().Select(one => one.Chunk)),
            Calls = [.. yields.OfType<AetherToolComplete>().Select(call => new ClientCall(call.Id, call.Name, call.Arguments))],
            Usage = yields.OfType<AetherUsage>().LastOrDefault()?.Tokens,
            StopReason = yields.OfType<AetherDone>().Last().StopReason,
            Failure = failure is null ? null : new ClientFailure(failure.Kind, failure.Message),
            Retries = failure is not null,
            Waits = stream.End == Recording.StreamEnd.TimedOut,
            Items = [.. yields.OfType<AetherEncryptedReasoning>().Select(one => one.Item)],
        };
    }

    // The message contains the whole body. The agent repeats a request after the first two errors.
    private static ClientView ReadRefusal(ClientStream stream)
    {
        var type = stream.Status switch
        {
            429 => "RateLimited",
            >= 500 and < 600 => "ServerError",
            _ => "ApiError",
        };
        return new ClientView
        {
            Failure = new ClientFailure(type, $"Codex API request failed with status {stream.Status}: {stream.Body}"),
            Retries = type != "ApiError",
        };
    }
}
