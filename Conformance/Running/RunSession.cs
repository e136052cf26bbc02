using Conformance.Expecting.Goldens;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;
using MockUpstream;
using MockUpstream.Contract;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Running;

/// <summary>The result of a session.</summary>
/// <param name="Result">The run.</param>
/// <param name="Report">The report's path, if one was written.</param>
/// <param name="Unready">The reason why the run stopped, if a relay never became ready.</param>
internal sealed record SessionEnd(RunResult Result, string? Report, UnreadyRelay? Unready);

/// <summary>Sets up a run, plays it, and disposes of everything afterwards.</summary>
internal sealed class RunSession(RunSettings settings, TimeProvider time)
{
    private const string Unproven = "this system cannot determine whether the relay has read a write; settle: read pauses for 1 ms "
        + "instead, and the recording is marked not-proven";

    /// <summary>Runs the cases of a catalog that were selected.</summary>
    /// <exception cref="IOException">The mock's port is taken, or the results cannot be written.</exception>
    public async Task<SessionEnd> RunAsync(
        ScenarioCatalog catalog, IReadOnlyList<Scenario> scenarios, IRunWatcher watcher, CancellationToken cancellationToken)
    {
        RelaySecrets.Learn(settings.Profile);
        await using var host = MockUpstreamHost.Build(new MockUpstreamOptions { Port = settings.MockPort
            ?? settings.Target.DefaultMockPort, Time = time, RepeatsFailures = !settings.Case.Relay.KeepsGoldens });
        await host.StartAsync(cancellationToken);
        using var files = new RelayFiles();
        await using var relays = Relays(host.BaseUrl, scenarios, files);
        var upstream = new MockUpstreamLink(host);
        var wiring = await LookAsync(upstream, relays, scenarios, cancellationToken);
        var wired = wiring as Wired ?? new Wired(RelayAccess.FromProfile(settings.Profile));
        wired = MockUpstreamHost.ProvesBoundaries ? wired : wired with { Notes = [.. wired.Notes, Unproven] };
        foreach (var note in wired.Notes)
        {
            watcher.Note(note);
        }

        foreach (var secret in RelayAccess.FromProfile(settings.Profile).Secrets)
        {
            SecretMask.AddSecret(secret);
        }

        var info = Info(catalog, scenarios) with { Notes = wired.Notes };
        using var sink = RunFolderSink.Create(settings.Out, info, time, settings.Case.Evidence);
        var labels = new CaseLabels(catalog.Vocabulary, settings.Repro);
        var runner = new CaseRunner(upstream, relays, CaseJudge.Create(Goldens(catalog)), labels, Bounds(wired), time);
        var run = new ConformanceRun(
            new RepeatedPlays(runner.RunAsync, settings.Plays, result => settings.Gating.Mark(info, result)).RunAsync, sink, watcher, time)
        {
            Gating = settings.Gating,
            RunAlone = runner.RunAloneAsync,
            DidNotRun = (scenario, reason) => labels.Label(scenario, Verdict.DidNotRun, reason),
        };
        var result = wiring is Unwired lost
            ? run.Abandon(info, scenarios, new UnreadyRelay(lost.Problem, lost.Output, ForAll: true))
            : await run.RunAsync(info, scenarios, Jobs(upstream, wired), cancellationToken);
        return new SessionEnd(result, run.Report, run.Unready);
    }

    /// <summary>The bundled relay was pointed at the mock by us; of any other it is found out, unless no case applies to it.</summary>
    private async Task<PreflightResult> LookAsync(
        MockUpstreamLink upstream, IRelayPool relays, IReadOnlyList<Scenario> scenarios, CancellationToken cancellationToken) =>
        settings.Target is BundledTarget
            || !scenarios.Any(scenario => relays.CanSetUp(scenario.Relay) || scenario.Relay is { IsVendorOnly: true })
            ? new Wired(RelayAccess.FromProfile(settings.Profile)) { MapsModels = settings.Profile.ModelMap.Count > 0 }
            : await new Preflight(upstream, settings.Target, settings.Profile, settings.Case.Timeout, time)
                .RunAsync(relays, cancellationToken);

    private CaseSettings Bounds(Wired wired) => settings.Case with
    {
        Lacks = settings.Profile.Lacks,
        Access = wired.Access,
        Relay = settings.Case.Relay with { MapsModels = settings.Case.Relay.MapsModels || wired.MapsModels },
    };

    private int Jobs(MockUpstreamLink upstream, Wired wired)
    {
        if (wired.Access.By != Correlation.Alone)
        {
            return settings.Jobs;
        }

        upstream.MatchAnything();
        return 1;
    }

    private IRelayPool Relays(Uri upstream, IReadOnlyList<Scenario> scenarios, RelayFiles files) => settings.Target switch
    {
        UrlTarget target => new FixedRelay(target.Url, time),
        BundledTarget target => Bundled(target, upstream, scenarios, files),
        CommandTarget target => new RelayPool(
            (_, stop) => RelayProcess.StartAsync(
                RelayLaunches.CreateCommand(target, upstream, settings.ReadyPatience, settings.Profile.Environment),
                time,
                stop), canSetUp: false, settings.MaxRestarts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The launch with the variables of the relay's profile, which win.</summary>
    private RelayLaunch WithVariables(RelayLaunch launch) =>
        launch with { Environment = [
            .. launch.Environment,
            .. settings.Profile.Environment.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)),
        ] };

    private SharingRelayPool Bundled(BundledTarget target, Uri upstream, IReadOnlyList<Scenario> scenarios, RelayFiles files)
    {
        var shared = new SharedSetups(scenarios);
        return new SharingRelayPool(
            new RelayPool(
                (setup, stop) => StartAsync(RelayLaunches.CreateBundled(target, setup, upstream, files), stop),
                canSetUp: true,
                settings.MaxRestarts),
            shared,
            stop => StartAsync(
                RelayLaunches.CreateBundled(target, files.Write(shared.CreateConfiguration(upstream))) with { Folder = files.Folder },
                stop),
            settings.MaxRestarts);
    }

    private Task<RelayStart> StartAsync(RelayLaunch launch, CancellationToken stop) =>
        RelayProcess.StartAsync(launch with { Patience = settings.ReadyPatience }, time, stop);

    private GoldenStore? Goldens(ScenarioCatalog catalog) =>
        settings.Golden is { } folder ? new GoldenStore(folder) : settings.Target is BundledTarget ? new GoldenStore(catalog.Folder) : null;

    private RunInfo Info(ScenarioCatalog catalog, IReadOnlyList<Scenario> scenarios) => settings.Describe(new RunInfo
    {
        Name = settings.Name ?? settings.Target.Name,
        StartedAt = time.GetUtcNow(),
        Relay = settings.Target.Name,
        Target = AccessMask.MaskText(settings.Target.Description, RelayAccess.FromProfile(settings.Profile).Secrets),
        Version = settings.Version,
        Selection = settings.Selection.ToString(),
        Selected = scenarios.Count,
        Available = catalog.Scenarios.Count,
        Command = settings.Command,
        FailOn = settings.FailOn,
        Dialect = settings.Profile.Dialect,
        Vary = settings.Case.Vary.ToString(),
        Lacks = [.. settings.Profile.Lacks.Order(StringComparer.Ordinal)],
    });
}
