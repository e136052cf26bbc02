using Conformance.Turns;

namespace Conformance.Running.Relays;

/// <summary>The facts that a user declares about a relay, on the command line or in <c>relays.yaml</c>.</summary>
internal sealed record DeclaredProfile
{
    /// <summary>The environment variable that the API key is read from by default.</summary>
    public const string KeyVariable = "RELAYCONF_API_KEY";

    /// <summary>The profile of a relay about which nothing was declared.</summary>
    public static DeclaredProfile Plain { get; } = new();

    /// <summary>Headers sent with every request to the relay; a name given here replaces the usual value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The API key that the relay requires; <see langword="null"/> to send a key by which the mock recognises the case.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// The path of the responses endpoint below the relay's address, such as <c>/openai/v1/responses</c>; <see langword="null"/> for the
    /// usual one.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Environment variables set for a relay that a command starts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The family of events that the relay sends: <c>openai</c> or <c>open-responses</c>.</summary>
    public string Dialect { get; init; } = "openai";

    /// <summary>
    /// The features the relay lacks, in the words of <c>RelayFeatures</c>; cases that need one of them are not applicable.
    /// </summary>
    public IReadOnlySet<string> Lacks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Models the client names, and the model the relay asks its upstream for instead; <c>*</c> stands for every other model.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> ModelMap { get; init; } = [];

    /// <summary>The file of known failures; <see langword="null"/> for none.</summary>
    public string? Known { get; init; }

    /// <summary>Returns the facts that judging depends on.</summary>
    /// <param name="keepsGoldens">Whether the relay is held to exact event streams.</param>
    public RelayTraits CreateTraits(bool keepsGoldens) =>
        new() { KeepsGoldens = keepsGoldens, Dialect = Dialect, MapsModels = ModelMap.Count > 0 };
}
