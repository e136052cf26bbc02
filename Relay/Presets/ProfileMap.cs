using Relay.Contract;
using Relay.Exchange;
using Relay.Policies;
using Relay.Profiles;
using Relay.Sse;
using Relay.Translating;

namespace Relay.Presets;

/// <summary>Chooses the profile of an upstream by its policies. Nothing else names the copies of older systems.</summary>
internal sealed class ProfileMap
{
    private static readonly RelayProfile Usual = new()
    {
        CreateTranslator = static settings => settings.Echo.Compaction is CompactionForm.None
            ? new StreamTranslator(settings.Echo, settings.Policies, settings.Ids, settings.Secrets, settings.Seal)
            : new CompactionTranslator(settings.Echo, settings.Policies, settings.Ids, settings.Secrets, settings.Seal),
        CreateFrameReader = static (maxEventBytes, policies) => new SseFrameReader(maxEventBytes, policies),
        CreateRetryRules = static (retries, time) => new RetryRules(retries, time),
    };

    private readonly ICompatProfile[] _profiles = Create();

    /// <summary>The copies of older systems, for what they add to presets and policies.</summary>
    public static IReadOnlyList<ICompatProfile> All { get; } = Create();

    /// <summary>Returns the profile that these policies select.</summary>
    public RelayProfile Resolve(RelayPolicies policies) => _profiles.Aggregate(Usual, (profile, compat) => compat.Apply(profile, policies));

    // To remove a copy, delete its folder in Relay/Compat and its line here.
    private static ICompatProfile[] Create() =>
    [
        new Compat.CodexRelay.CodexRelayProfile(),
        new Compat.CodexCore.CodexCoreProfile(),
        new Compat.CodexApi.CodexApiProfile(),
    ];
}
