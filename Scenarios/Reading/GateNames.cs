using System.Text.RegularExpressions;
using Scenarios.Model;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading;

/// <summary>Reads the names of gates, and holds gates and their release together.</summary>
internal static partial class GateNames
{
    public static string? Read(YamlNode node, NodeReader nodes)
    {
        if (nodes.LooseText(node, "a gate") is not { } name)
        {
            return null;
        }

        if (Shape().IsMatch(name))
        {
            return name;
        }

        nodes.Report(node.Place, "bad-name", $"'{name}' is not a valid gate name; write a-z, 0-9, - and _, at most 40 characters");
        return null;
    }

    /// <summary>A judged run must not wait for a gate that nothing opens.</summary>
    public static void Check(ClientRequest client, IReadOnlyList<Exchange> upstream, SourcePlace place, NodeReader nodes)
    {
        var gates = upstream.SelectMany(exchange => StepTree.All(exchange.Steps)).OfType<GateStep>().ToList();
        foreach (var gate in gates.Where(gate => gate.Name.Length > 0 && gate.Name != client.Release?.Gate))
        {
            nodes.Report(gate.Place, "unreleased-gate", $"nothing opens the gate '{gate.Name}' when the case is judged; write client: {{then: {{release: {gate.Name}, after: EVENT}}}}");
        }

        if (client.Release is { } release && gates.TrueForAll(gate => gate.Name != release.Gate))
        {
            nodes.Report(place, "unreleased-gate", $"then releases the gate '{release.Gate}', and the upstream has no step 'gate: {release.Gate}'");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,39}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
