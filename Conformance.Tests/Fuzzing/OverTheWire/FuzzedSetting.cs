using Relay.Configuring;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>A setting of the relay under which generated cases are played: a preset, a value of a policy, or both.</summary>
/// <param name="Name">The setting in words.</param>
/// <param name="Upstream">The settings of an upstream without its address.</param>
internal sealed record FuzzedSetting(string Name, UpstreamOptions Upstream)
{
    private const int MostRetries = 1;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Every preset, every value of every policy alone, and every value on top of a preset. The lists are the relay's own, so that a new
    /// preset or value is played without a change here.
    /// </summary>
    /// <param name="seed">Decides which preset each value is combined with.</param>
    public static IReadOnlyList<FuzzedSetting> All(long seed)
    {
        var presets = PolicyPresets.Names;
        var values = PolicyCatalog.All
            .SelectMany(static policy => policy.Values.Select(value => (policy.Name, Value: value.Name)))
            .ToList();
        return
        [
            .. presets.Select(static preset => Create(preset, null)),
            .. values.Select(static value => Create(Preset.Default, value)),
            .. values.Select((value, at) => Create(presets[1 + (int)((at + seed) % (presets.Count - 1))], value)),
        ];
    }

    /// <summary>The policies.</summary>
    public RelayPolicies Policies => Upstream.Policies;

    /// <summary>Whether the relay's own rules create the events, and not those of an older system.</summary>
    public bool IsOwn => Policies.Translation == RelayPolicies.OwnTranslation;

    /// <summary>Whether the older system reads on after a completion.</summary>
    public bool ReadsOnAfterCompletion => Policies.Translation is "codex_api_v1" or "codex_api_v2";

    /// <summary>Whether an answer is JSON instead of events, which an older system takes for a stream without events.</summary>
    /// <remarks>Bytes that begin as JSON count as such, also where they break off.</remarks>
    public bool TakesNoEventsFrom(Exchange exchange) => !IsOwn
        && (exchange is { Status: 200, Steps.Count: 0 }
            || (exchange.Steps is [RawStep { Raw: var raw }, ..] && raw.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['{' or '[', ..]));

    public override string ToString() => Name;

    private static FuzzedSetting Create(string preset, (string Name, string Value)? value)
    {
        var upstream = PresetSettings.Apply(new UpstreamOptions(), preset);
        if (value is var (name, word))
        {
            upstream = PresetSettings.Apply(upstream, name, word);
        }

        upstream = upstream with
        {
            // One retry goes through the code of all; the waits themselves are not fuzzed.
            Retries = upstream.Retries with { Base = Soon, Max = Math.Min(upstream.Retries.Max, MostRetries) },
        };
        return new FuzzedSetting(value is null ? $"preset {preset}" : $"preset {preset}, {value.Value.Name}={value.Value.Value}", upstream);
    }
}
