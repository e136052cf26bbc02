using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;
using MockUpstream;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>
/// The mock upstream and one relay in front of it, ready to play cases one after the other or side by side, without a run's folder.
/// </summary>
internal sealed class PlayingStage : IAsyncDisposable
{
    private readonly MockUpstreamHost _host;
    private readonly RelayFiles _files;
    private readonly CaseRunner _runner;

    private PlayingStage(
        MockUpstreamHost host, RelayFiles files, RequestStage requests, CaseRunner runner, bool playsAlone, IReadOnlyList<string> notes)
    {
        _host = host;
        _files = files;
        Requests = requests;
        _runner = runner;
        PlaysAlone = playsAlone;
        Notes = notes;
    }

    /// <summary>Whether the relay passes no sign of a case on, so that only one may be played at a time.</summary>
    public bool PlaysAlone { get; }

    /// <summary>The same relay for requests that belong to no case. They may not be sent while cases are played.</summary>
    public RequestStage Requests { get; }

    /// <summary>Notes for the user about the wiring.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Starts the mock and the relay, and finds out how the relay is wired.</summary>
    /// <param name="settings">The relay, its profile, the mock's port and the bounds of a case.</param>
    /// <param name="vocabulary">The closed lists of the format.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The stage, or why there is none.</returns>
    /// <exception cref="IOException">The mock's port is taken.</exception>
    public static async Task<(PlayingStage? Stage, Unwired? Fault)> OpenAsync(
        StageSettings settings, Vocabulary vocabulary, TimeProvider time, CancellationToken cancellationToken)
    {
        RelaySecrets.Learn(settings.Profile);
        var host = MockUpstreamHost.Build(new MockUpstreamOptions { Port = settings.MockPort
            ?? settings.Target.DefaultMockPort, Time = time, RepeatsFailures = true });
        await host.StartAsync(cancellationToken);
        return await OpenAsync(settings, host, settings.Relays?.Invoke(host.BaseUrl), vocabulary, time, cancellationToken);
    }

    /// <summary>Plays a case and has it judged.</summary>
    public Task<CaseOutcome> PlayAsync(Scenario scenario, CancellationToken cancellationToken) =>
        _runner.RunAsync(scenario, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Requests.Relays.DisposeAsync();
        _files.Dispose();
        await _host.DisposeAsync();
    }

    private static async Task<(PlayingStage? Stage, Unwired? Fault)> OpenAsync(
        StageSettings settings,
        MockUpstreamHost host,
        IRelayPool? given,
        Vocabulary vocabulary,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var files = new RelayFiles();
        var relays = given ?? Relays(settings, host.BaseUrl, files, time);
        var upstream = new MockUpstreamLink(host);
        var wiring = await LookAsync(settings, upstream, relays, time, cancellationToken);
        if (wiring is not Wired wired)
        {
            await relays.DisposeAsync();
            files.Dispose();
            await host.DisposeAsync();
            return (null, (Unwired)wiring);
        }

        var alone = wired.Access.By == Correlation.Alone;
        if (alone)
        {
            upstream.MatchAnything();
        }

        var bounds = settings.Case with
        {
            Lacks = settings.Profile.Lacks,
            Access = wired.Access,
            Relay = settings.Case.Relay with { MapsModels = settings.Case.Relay.MapsModels || wired.MapsModels },
        };
        var runner = new CaseRunner(
            upstream, relays, CaseJudge.Create(goldens: null), new CaseLabels(vocabulary, static id => id), bounds, time);
        var requests = new RequestStage(relays, upstream, wired.Access, settings.Case.Timeout);
        return (new PlayingStage(host, files, requests, runner, alone, wired.Notes), null);
    }

    private static async Task<PreflightResult> LookAsync(
        StageSettings settings, MockUpstreamLink upstream, IRelayPool relays, TimeProvider time, CancellationToken cancellationToken)
    {
        if (settings.Target is not BundledTarget)
        {
            return await new Preflight(upstream, settings.Target, settings.Profile, settings.Case.Timeout, time)
                .RunAsync(relays, cancellationToken);
        }

        // The bundled relay was pointed at the mock by us.
        return await relays.RentAsync(setup: null, cancellationToken) is UnreadyRelay unready
            ? new Unwired(unready.Problem, unready.Output)
            : new Wired(RelayAccess.FromProfile(settings.Profile)) { MapsModels = settings.Profile.ModelMap.Count > 0 };
    }

    private static IRelayPool Relays(StageSettings settings, Uri upstream, RelayFiles files, TimeProvider time) => settings.Target switch
    {
        UrlTarget known => new FixedRelay(known.Url, time),
        CommandTarget command => new RelayPool(
            (_, stop) => RelayProcess.StartAsync(
                RelayLaunches.CreateCommand(command, upstream, settings.ReadyPatience, settings.Profile.Environment),
                time,
                stop), canSetUp: false, settings.MaxRestarts),
        BundledTarget bundled => new RelayPool(
            (setup, stop) => RelayProcess.StartAsync(
                RelayLaunches.CreateBundled(bundled, setup, upstream, files) with { Patience = settings.ReadyPatience },
                time,
                stop), canSetUp: true, settings.MaxRestarts),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
