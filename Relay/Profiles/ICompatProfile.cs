using Relay.Policies;

namespace Relay.Profiles;

/// <summary>A copy of an older system: its presets, its policies, and the parts of the relay that it replaces.</summary>
/// <remarks>An instance serves one relay, and may keep state for it.</remarks>
internal interface ICompatProfile
{
    /// <summary>The presets that select it.</summary>
    IReadOnlyList<Preset> Presets { get; }

    /// <summary>The values of the policy <c>translation</c> that select its rules for the events.</summary>
    IReadOnlyList<PolicyValue> Translations { get; }

    /// <summary>The policies that it adds to the relay's own.</summary>
    IReadOnlyList<PolicyEntry> Policies { get; }

    /// <summary>Returns the profile with the parts replaced that these policies select; the same one when they select none.</summary>
    RelayProfile Apply(RelayProfile profile, RelayPolicies policies);
}
