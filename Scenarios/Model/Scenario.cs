using System.Text.Json;

namespace Scenarios.Model;

/// <summary>One case: the client's request, the upstream's answer byte for byte, and the expected result of the relay.</summary>
/// <remarks>Immutable; made by <c>ScenarioReader</c> only, which guarantees that every word is known and well formed.</remarks>
public sealed record Scenario
{
    /// <summary>Stable for ever; equals the path below <c>Scenarios/</c> without the ending, such as <c>tools/name-split</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The behaviour that the case shows, in fewer than 90 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The reason why the case exists: the rule or the damage behind it.</summary>
    public string? Why { get; init; }

    /// <summary>The strength of the specification's own word is.</summary>
    public required Level Level { get; init; }

    /// <summary>References such as <c>chat#delta-tool_calls</c>, from the closed vocabulary.</summary>
    public IReadOnlyList<string> Spec { get; init; } = [];

    /// <summary>Rows of the quirk catalogue, such as <c>Q04</c>.</summary>
    public IReadOnlyList<string> Quirks { get; init; } = [];

    /// <summary>Tags from the closed vocabulary.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Vendors known to send this, from the closed vocabulary.</summary>
    public IReadOnlyList<string> SeenIn { get; init; } = [];

    /// <summary>The set-up of the relay; <see langword="null"/> for its defaults.</summary>
    public RelaySetup? Relay { get; init; }

    /// <summary>One or more client requests, each with its upstream answers and expectation. Never empty.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>
    /// The only variations under which the same events must come out; <see langword="null"/> for all that fit the case
    /// (<see cref="VariationFit"/>).
    /// </summary>
    public IReadOnlyList<string>? Vary { get; init; }

    /// <summary>The file the case was read from.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>The text of that file, so that a report can show it beside what happened.</summary>
    public required string Source { get; init; }
}

/// <summary>
/// The strength of the requirement that a case tests. A failed <c>must</c> fails the run, and the other levels are reported.
/// </summary>
public enum Level
{
    /// <summary>A failure fails the run.</summary>
    Must,

    /// <summary>A failure fails the run too, unless the level was lowered on the command line.</summary>
    Should,

    /// <summary>Reported, never a failure.</summary>
    May,

    /// <summary>For information only.</summary>
    Info,
}

/// <summary>
/// How the bundled relay is started for a case. For any other relay such a case is not applicable, unless the set-up is only a vendor.
/// </summary>
/// <param name="Preset">A preset's name, or <see langword="null"/>.</param>
/// <param name="Set">Policies and clocks by name, values as text, in the order of the file.</param>
/// <param name="Place">The set-up's place in its file.</param>
public sealed record RelaySetup(string? Preset, IReadOnlyList<KeyValuePair<string, string>> Set, SourcePlace Place)
{
    private const string Vendor = "vendor";

    // How a vendor is reached belongs to it.
    private static readonly string[] OfAddress = [Vendor, "base_url", "api_key"];

    /// <summary>The content of the relay's configuration file, an object; <see langword="null"/> for no file.</summary>
    public JsonElement? Config { get; init; }

    /// <summary>
    /// Whether the set-up only names the vendor behind the relay. Such a case suits any relay: the vendor's stream is the stimulus, and
    /// only the request to the upstream depends on the set-up.
    /// </summary>
    public bool IsVendorOnly => Preset is null && (Config is { } config
        ? Set.Count == 0 && NamesOneVendor(config)
        : Set.Count > 0 && Set.All(static pair => pair.Key == Vendor));

    private static bool NamesOneVendor(JsonElement config) =>
        config.ValueKind == JsonValueKind.Object
            && config.EnumerateObject().ToList() is [{ Name: "upstreams", Value: { ValueKind: JsonValueKind.Object } upstreams }]
        && upstreams.EnumerateObject().ToList() is [{ Value: { ValueKind: JsonValueKind.Object } upstream }]
        && upstream.TryGetProperty(Vendor, out _)
        && upstream.EnumerateObject().All(static member => OfAddress.Contains(member.Name, StringComparer.Ordinal));
}

/// <summary>One client request with the upstream's answers and the expected results.</summary>
/// <param name="Client">The request that the harness sends to the relay.</param>
/// <param name="Upstream">The upstream's answers to the relay's successive requests; empty when none may arrive.</param>
/// <param name="Expect">The expected results.</param>
/// <param name="Place">The turn's place in its file.</param>
public sealed record Turn(ClientRequest Client, IReadOnlyList<Exchange> Upstream, Expectation Expect, SourcePlace Place);
