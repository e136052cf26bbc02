using Conformance.Expecting;
using Conformance.Results;
using MockUpstream;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Running;

/// <summary>What a session came to.</summary>
/// <param name="Result">The run.</param>
/// <param name="Report">The report's path, if one was written.</param>
/// <param name="Unready">Why the run stopped, if a relay never got ready.</param>
internal sealed record SessionEnd(RunResult Result, string? Report, UnreadyRelay? Unready);

/// <summary>Puts a run together, runs it, and takes everything down again.</summary>
internal sealed class RunSession(RunSettings settings, TimeProvider time)
{
    /// <summary>Runs the cases of a catalog that were selected.</summary>
    /// <exception cref="IOException">The mock's port is taken, or the results cannot be written.</exception>
    public async Task<SessionEnd> RunAsync(
        ScenarioCatalog catalog, IReadOnlyList<Scenario> scenarios, IRunWatcher watcher, CancellationToken cancellationToken)
    {
        Secrets.Learn(settings.Profile);
        var info = Info(catalog, scenarios);
        await using var host = MockUpstreamHost.Build(new MockUpstreamOptions { Port = settings.MockPort ?? settings.Target.DefaultMockPort, Time = time });
        await host.StartAsync(cancellationToken);
        using var files = new RelayFiles();
        await using var relays = Relays(host.BaseUrl, scenarios, files);
        using var sink = RunComposition.OpenSink(settings.Out, info, time, settings.Case.Evidence);
        var runner = new CaseRunner(
            new MockUpstreamLink(host), relays, RunComposition.Judge(Goldens(catalog)), new CaseLabels(catalog.Vocabulary, settings.Repro), settings.Case with { Lacks = settings.Profile.Lacks }, time);
        var run = new ConformanceRun(runner.RunAsync, sink, watcher, time);
        var result = await run.RunAsync(info, scenarios, settings.Jobs, cancellationToken);
        return new SessionEnd(result, run.Report, run.Unready);
    }

    private IRelayPool Relays(Uri upstream, IReadOnlyList<Scenario> scenarios, RelayFiles files) => settings.Target switch
    {
        UrlTarget target => new FixedRelay(target.Url, time),
        BundledTarget target => Bundled(target, upstream, scenarios, files),
        CommandTarget target => new RelayPool(
            (_, stop) => RelayProcess.StartAsync(RelayLaunches.Command(target, upstream, settings.ReadyPatience), time, stop), canSetUp: false),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private SharingRelayPool Bundled(BundledTarget target, Uri upstream, IReadOnlyList<Scenario> scenarios, RelayFiles files)
    {
        var shared = new SharedSetups(scenarios);
        return new SharingRelayPool(
            new RelayPool((setup, stop) => StartAsync(RelayLaunches.Bundled(target, setup, upstream, files), stop), canSetUp: true),
            shared,
            stop => StartAsync(RelayLaunches.Bundled(target, files.Write(shared.Configuration(upstream))) with { Folder = files.Folder }, stop));
    }

    private Task<RelayStart> StartAsync(RelayLaunch launch, CancellationToken stop) => RelayProcess.StartAsync(launch with { Patience = settings.ReadyPatience }, time, stop);

    private GoldenStore? Goldens(ScenarioCatalog catalog) =>
        settings.Golden is { } folder ? new GoldenStore(folder) : settings.Target is BundledTarget ? new GoldenStore(catalog.Folder) : null;

    private RunInfo Info(ScenarioCatalog catalog, IReadOnlyList<Scenario> scenarios) => new()
    {
        Name = settings.Name ?? settings.Target.Name,
        StartedAt = time.GetUtcNow(),
        Relay = settings.Target.Name,
        Target = settings.Target.Description,
        Version = settings.Version,
        Selection = settings.Selection.ToString(),
        Selected = scenarios.Count,
        Available = catalog.Scenarios.Count,
        Command = settings.Command,
        FailOn = settings.FailOn,
        Dialect = settings.Profile.Dialect,
        Lacks = [.. settings.Profile.Lacks.Order(StringComparer.Ordinal)],
    };
}
