using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;
using Scenarios.Model;

namespace Conformance.Commands.Options;

/// <summary>Opens a stage for the one relay that the options name.</summary>
internal static class StageOptions
{
    /// <summary>Creates the option that bounds the restarts of a relay.</summary>
    public static Option<int?> CreateMaxRestarts() => Numbers.CreateOption(
        "--max-restarts",
        $"How many times to restart a relay that exits during the run. Default: {RelayPool.MaxRestarts}.",
        "N",
        0,
        100_000);

    /// <summary>Starts the mock and the relay, and prints the address that a running relay must use as its upstream.</summary>
    /// <returns>The stage, or the fault that prevented it.</returns>
    public static async Task<(PlayingStage? Stage, Unwired? Fault)> OpenAsync(
        TargetOptions target,
        ConnectionOptions connection,
        ParseResult parsed,
        TimeSpan? timeout,
        int? mockPort,
        string[]? lacks,
        int? maxRestarts,
        Vocabulary vocabulary,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var relay = target.ReadAll(parsed, terminal) is [var one]
            ? one
            : throw new UsageException("This command tests one relay; give one --relay.");
        var declared = lacks is { Length: > 0 } ? relay.Profile with { Lacks = lacks.ToHashSet(StringComparer.Ordinal) } : relay.Profile;
        var profile = connection.Apply(declared, relay.Target, parsed, terminal);
        var port = mockPort ?? relay.Target.DefaultMockPort;
        if (relay.Target is UrlTarget)
        {
            terminal.Out.WriteLine($"Configure http://127.0.0.1:{port}/v1 as the upstream of your relay.");
        }

        // Generated cases have no goldens: every relay is held to outcomes and rules, the bundled one too.
        var bounds = new CaseSettings { Relay = profile.CreateTraits(keepsGoldens: false), Timeout = timeout is { Ticks: > 0 } bound
            ? bound
            : new CaseSettings().Timeout };
        return await PlayingStage.OpenAsync(
            new StageSettings
            {
                Target = relay.Target,
                Profile = profile,
                MockPort = port,
                ReadyPatience = relay.Patience,
                MaxRestarts = maxRestarts ?? RelayPool.MaxRestarts,
                Case = bounds,
            },
            vocabulary,
            terminal.Time,
            cancellationToken);
    }
}
