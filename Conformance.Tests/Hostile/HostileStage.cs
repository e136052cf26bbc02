using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Tests.Recording;
using Conformance.Tests.Support;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Tests.Hostile;

/// <summary>A case played for real, through the whole judge, against a relay of bare sockets that does what it likes.</summary>
internal static class HostileStage
{
    /// <summary>Limits that a hostile relay reaches at once.</summary>
    public static AnswerLimits Small { get; } = new()
    {
        MaxBytes = 1 << 20,
        MaxEvents = 1000,
        MaxLineBytes = 64 << 10,
        KeptBytes = 4 << 10,
    };

    /// <summary>The plainest case, asked once.</summary>
    public static Scenario Plain { get; } = Theatre.Scenario("text/plain") with { Vary = [] };

    /// <summary>Plays the plainest case.</summary>
    public static async Task<CaseOutcome> PlayAsync(
        RawServer relay, CaseSettings settings, CancellationToken cancellationToken, Scenario? scenario = null)
    {
        await using var theatre = await Theatre.WithAsync(
            _ => new FixedRelay(relay.Url, TimeProvider.System), settings with { Grace = TimeSpan.Zero }, cancellationToken);
        return await theatre.PlayAsync(scenario ?? Plain, cancellationToken);
    }

    /// <summary>The bounds of a case in front of a foreign relay.</summary>
    public static CaseSettings Settings(AnswerLimits? limits = null, double seconds = 30) => new()
    {
        Relay = RelayTraits.Foreign,
        Timeout = TimeSpan.FromSeconds(seconds),
        Limits = limits ?? AnswerLimits.Default,
    };

    /// <summary>The error findings of a case as <c>check: message</c>.</summary>
    public static IReadOnlyList<string> Errors(CaseOutcome outcome) =>
        [.. outcome.Result.Findings.Where(finding => finding.Severity == Severity.Error)
            .Select(finding => $"{finding.Check}: {finding.Message} [{finding.Received}]")];
}
