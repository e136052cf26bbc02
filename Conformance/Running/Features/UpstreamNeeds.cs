using Conformance.Recording;
using Scenarios.Model;

namespace Conformance.Running.Features;

/// <summary>The features that a script of the upstream calls for.</summary>
internal static class UpstreamNeeds
{
    private const string TurnStateHeader = "x-codex-turn-state";

    public static IEnumerable<string> ListFeatures(Turn turn)
    {
        // More answers than one may stand there to prove that they are not asked for; only a least number calls for retries.
        if (turn.Upstream.Count > 1 && (turn.Expect.Upstream?.Requests?.Min ?? turn.Upstream.Count) > 1)
        {
            yield return RelayFeatures.Retries;
        }

        if (turn.Upstream.Any(static exchange =>
            exchange.Headers.Any(static header => string.Equals(header.Key, TurnStateHeader, StringComparison.OrdinalIgnoreCase))))
        {
            yield return RelayFeatures.TurnState;
        }

        foreach (var exchange in turn.Upstream)
        {
            var steps = exchange.Steps.Flatten().ToList();
            var awaited = steps.OfType<HoldStep>()
                .Select(static hold => hold.Until.Type)
                .Concat(turn.Client.Release is { } release ? [release.After.Type] : [])
                .ToList();
            if (awaited.Contains(EventScanner.Comment))
            {
                yield return RelayFeatures.KeepAlive;
            }

            if (awaited.Exists(static type => type.StartsWith("response.reasoning", StringComparison.Ordinal)))
            {
                yield return RelayFeatures.Reasoning;
            }

            if (turn.Client.HangUpAfter is null && IsLeftOpen(exchange, steps))
            {
                yield return RelayFeatures.Clocks;
            }
        }
    }

    /// <summary>Whether the upstream neither ends its answer nor closes, so that only a timeout of the relay ends it.</summary>
    private static bool IsLeftOpen(Exchange exchange, IReadOnlyList<UpstreamStep> steps) =>
        exchange.Wire.Silent || (exchange.Status == 200 && steps.Any(NeverEnds) && !steps.Any(IsSentinel));

    private static bool NeverEnds(UpstreamStep step) => step is StallStep { Time: null } or CloseStep { Kind: CloseKind.Never };

    private static bool IsSentinel(UpstreamStep step) => step switch
    {
        DoneStep => true,
        SseStep sse => sse.Data?.Contains("DONE", StringComparison.Ordinal) == true,
        RawStep raw => raw.Raw.Contains("DONE", StringComparison.Ordinal),
        TcpStep tcp => tcp.Sent.Contains("DONE", StringComparison.Ordinal),
        _ => false,
    };
}
