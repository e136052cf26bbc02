using Conformance.Recording;
using Conformance.Turns;

namespace Conformance.Running.Asking;

/// <summary>The bounds within which one turn is played.</summary>
internal record TurnSettings
{
    /// <summary>How long the answer to one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The facts about the relay that judging depends on.</summary>
    public RelayTraits Relay { get; init; } = RelayTraits.Bundled;

    /// <summary>The relay's address and credentials, and how the mock recognises a case.</summary>
    public RelayAccess Access { get; init; } = RelayAccess.Plain;

    /// <summary>How long a relay may take to close its request to the upstream after its client's answer has ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How much of one answer is read.</summary>
    public AnswerLimits Limits { get; init; } = AnswerLimits.Default;
}
