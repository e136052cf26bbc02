namespace Conformance.Turns;

/// <summary>The facts about the relay that judging depends on.</summary>
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

    /// <summary>Whether the relay requests a model from the upstream that differs from the client's.</summary>
    public bool MapsModels { get; init; }
}
