using Scenarios.Model;
using Scenarios.Reading.Nodes;

namespace Scenarios.Reading;

/// <summary>Checks that the client of a turn opens the gates of its upstream.</summary>
internal static class GateCheck
{
    /// <summary>Reports a gate that nothing opens, because a judged run would wait for it, and a release without its gate.</summary>
    public static void Check(ClientRequest client, IReadOnlyList<Exchange> upstream, SourcePlace place, NodeReader nodes)
    {
        var gates = upstream.SelectMany(exchange => exchange.Steps.Flatten()).OfType<GateStep>().ToList();
        foreach (var gate in gates.Where(gate => gate.Name.Length > 0 && gate.Name != client.Release?.Gate))
        {
            nodes.Report(
                gate.Place,
                "unreleased-gate",
                $"nothing opens the gate '{gate.Name}' when the case is judged; write client: "
                    + $"{{then: {{release: {gate.Name}, after: EVENT}}}}");
        }

        if (client.Release is { } release && gates.TrueForAll(gate => gate.Name != release.Gate))
        {
            nodes.Report(
                place,
                "unreleased-gate",
                $"then releases the gate '{release.Gate}', and the upstream has no step 'gate: {release.Gate}'");
        }
    }
}
