namespace Relay.Policies;

/// <summary>
/// The choices on which correct relays differ, each with the default first. They are set by name (<c>think_tags=off</c>).
/// Each group of them has a file of its own.
/// </summary>
public sealed partial record RelayPolicies
{
    /// <summary>The value of <see cref="Translation"/> that stands for the relay's own rules.</summary>
    public const string OwnTranslation = "contract";

    /// <summary>Every default.</summary>
    public static RelayPolicies Default { get; } = new();

    /// <summary>The name of the rules that create the events: the relay's own, or those of a profile.</summary>
    public string Translation { get; init; } = OwnTranslation;

    /// <summary>The policies that profiles add.</summary>
    public AddedPolicies Added { get; init; } = AddedPolicies.None;
}
