using Conformance.Clients.Views;

namespace Conformance.Clients.Models;

/// <summary>aether's agent.</summary>
internal sealed class AetherView : IClientView
{
    public ClientInfo Info { get; } = new(
        "aether", "aether, provider codex", "b736065",
        "Deltas. A call is complete at `function_call_arguments.done` and is identified by the item's id. Usage and status are read from "
            + "`response.completed`.",
        "ignored; the turn ends without a reason",
        "ignored; the `error` event before it is shown, by its top-level `message`",
        "stops at `[DONE]`, else waits")
    {
        UsageIsOptional = true,
    };

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            return new ClientView { Failure = new ClientFailure("ApiError", HttpRefusal.ReadMessage(stream) ?? stream.Body) };
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
            Waits = stream.End == Recording.StreamEnd.TimedOut && !stream.HasDoneMarker,
            Items = [.. yields.OfType<AetherEncryptedReasoning>().Select(one => one.Item)],
        };
    }
}
