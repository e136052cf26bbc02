using Conformance.Running.Asking;
using Conformance.Running.Relays;
using MockUpstream;
using MockUpstream.Contract;

namespace Conformance.Running.Wiring;

/// <summary>
/// Examines one relay: starts the mock and the relay, asks the preflight's question, plays the probes, and takes everything down again.
/// </summary>
/// <param name="target">The relay.</param>
/// <param name="profile">The facts that the user declared about it.</param>
/// <param name="mockPort">The mock's port.</param>
/// <param name="readyPatience">How long the relay may take to get ready.</param>
/// <param name="timeout">How long one answer may take.</param>
/// <param name="time">The clock.</param>
internal sealed class DoctorSession(
    RelayTarget target, DeclaredProfile profile, int mockPort, TimeSpan readyPatience, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Examines the relay.</summary>
    /// <returns>The diagnosis, or why there is none.</returns>
    /// <exception cref="IOException">The mock's port is taken.</exception>
    public async Task<(Diagnosis? Diagnosis, Unwired? Fault)> RunAsync(CancellationToken cancellationToken)
    {
        await using var host = MockUpstreamHost.Build(new MockUpstreamOptions { Port = mockPort, Time = time });
        await host.StartAsync(cancellationToken);
        using var files = new RelayFiles();
        await using var relays = Relays(host.BaseUrl, files);
        var upstream = new MockUpstreamLink(host);
        switch (await new Preflight(upstream, target, profile, timeout, time).RunAsync(relays, cancellationToken))
        {
            case Unwired lost:
                return (null, lost);
            case Wired wired:
                if (wired.Access.By == Correlation.Alone)
                {
                    upstream.MatchAnything();
                }

                return (await new Doctor(upstream, relays, CaseJudge.Create(goldens: null), wired, timeout, time)
                    .ExamineAsync(cancellationToken), null);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private IRelayPool Relays(Uri upstream, RelayFiles files) => target switch
    {
        UrlTarget known => new FixedRelay(known.Url, time),
        CommandTarget command => new RelayPool(
            (_, stop) => RelayProcess.StartAsync(
                RelayLaunches.CreateCommand(command, upstream, readyPatience, profile.Environment), time, stop),
            canSetUp: false),
        BundledTarget bundled => new RelayPool(
            (setup, stop) => RelayProcess.StartAsync(
                RelayLaunches.CreateBundled(bundled, setup, upstream, files) with { Patience = readyPatience },
                time,
                stop), canSetUp: true),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
