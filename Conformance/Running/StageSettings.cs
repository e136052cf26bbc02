using Conformance.Running.Cases;
using Conformance.Running.Relays;

namespace Conformance.Running;

/// <summary>The parameters of a stage.</summary>
internal sealed record StageSettings
{
    /// <summary>The relay.</summary>
    public required RelayTarget Target { get; init; }

    /// <summary>The facts that the user declared about it.</summary>
    public DeclaredProfile Profile { get; init; } = DeclaredProfile.Plain;

    /// <summary>The mock's port; <see langword="null"/> for the target's default.</summary>
    public int? MockPort { get; init; }

    /// <summary>How long the relay may take to get ready.</summary>
    public TimeSpan ReadyPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many times a relay that exits is started again.</summary>
    public int MaxRestarts { get; init; } = RelayPool.MaxRestarts;

    /// <summary>The bounds of a case.</summary>
    public CaseSettings Case { get; init; } = new();

    /// <summary>
    /// Makes the relays from the mock's address, in the place of those of <see cref="Target"/>; <see langword="null"/> for those.
    /// </summary>
    public Func<Uri, IRelayPool>? Relays { get; init; }
}
