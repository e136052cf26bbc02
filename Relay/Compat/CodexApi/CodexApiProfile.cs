using Relay.Contract;
using Relay.Policies;
using Relay.Profiles;

namespace Relay.Compat.CodexApi;

/// <summary>The two chat clients in codex-api. Their requests and retries were made by other components and are not reproduced.</summary>
internal sealed class CodexApiProfile : ICompatProfile
{
    private const string First = "codex_api_v1";
    private const string Second = "codex_api_v2";

    public IReadOnlyList<Preset> Presets { get; } =
    [
        new(
            "codex-api-v1",
            "Reproduces the first chat client in codex-api.",
            [
                new("translation", First),
                .. CompatParts.FormerDefaults,
                .. CompatParts.UnrepairedRequest,
                .. CompatParts.PatientCall,
            ]),
        new(
            "codex-api-v2",
            "Reproduces the second chat client in codex-api.",
            [
                new("translation", Second),
                .. CompatParts.FormerDefaults,
                .. CompatParts.UnrepairedRequest,
                .. CompatParts.PatientCall,
            ]),
    ];

    public IReadOnlyList<PolicyValue> Translations { get; } =
    [
        new(First, "The rules of the first chat client in codex-api; its internal events are returned likewise."),
        new(Second, "The rules of the second chat client in codex-api; its internal events are returned likewise."),
    ];

    public IReadOnlyList<PolicyEntry> Policies => [];

    public RelayProfile Apply(RelayProfile profile, RelayPolicies policies) => policies.Translation switch
    {
        First => profile.WithTranslator(StreamOpening.WithHeaders, static settings => new CodexApiV1Translator(settings.Echo)),
        Second => profile.WithTranslator(StreamOpening.WithHeaders, static settings => new CodexApiV2Translator(settings.Echo)),
        _ => profile,
    };
}
