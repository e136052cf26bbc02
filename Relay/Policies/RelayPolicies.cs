namespace Relay.Policies;

/// <summary>
/// The choices on which honest relays differ, each with the default first. Set by name (<c>think_tags=off</c>) through <see cref="PolicyCatalog"/>.
/// Each group of them has a file of its own.
/// </summary>
public sealed partial record RelayPolicies
{
    /// <summary>Every default.</summary>
    public static RelayPolicies Default { get; } = new();
}
