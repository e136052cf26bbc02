using Conformance.Running.Relays;

namespace Conformance.Commands.Options;

/// <summary>One relay that a run is held against, with everything that was declared about it.</summary>
/// <param name="Target">The relay.</param>
/// <param name="Profile">The properties that its entry in a relay file declares.</param>
/// <param name="Patience">The time that it may take to get ready.</param>
/// <param name="Golden">The folder of this relay's own goldens.</param>
/// <param name="AsTyped">The words that choose it again.</param>
internal sealed record RelayChoice(
    RelayTarget Target, DeclaredProfile Profile, TimeSpan Patience, string? Golden, IReadOnlyList<string> AsTyped);
