namespace Conformance.Turns;

/// <summary>What is known of the relay that an answer came from, as far as judging depends on it.</summary>
public sealed record RelayTraits
{
    /// <summary>The bundled relay, held to its goldens.</summary>
    public static RelayTraits Bundled { get; } = new() { KeepsGoldens = true };

    /// <summary>A relay about which nothing was declared.</summary>
    public static RelayTraits Foreign { get; } = new();

    /// <summary>Whether event lists are compared event by event; otherwise the outcome is derived from them.</summary>
    public bool KeepsGoldens { get; init; }

    /// <summary>The family of reasoning events the relay uses: <c>openai</c> or <c>open-responses</c>.</summary>
    public string Dialect { get; init; } = "openai";

    /// <summary>Whether the declared dialect is Open Responses'.</summary>
    public bool SpeaksOpenResponses => Dialect == "open-responses";

    /// <summary>Whether the relay asks the upstream for another model than the client named.</summary>
    public bool MapsModels { get; init; }
}
