using MockUpstream.Answering;
using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;
using Scenarios.Model;
using Scenarios.Reading;
using WireMock.Logging;
using WireMock.Server;

namespace MockUpstream;

/// <summary>Scenarios that are played on a WireMock server of the caller.</summary>
public sealed class AddedScenarios : IAsyncDisposable
{
    private readonly WireMockServer _server;
    private readonly CaseRegistry _cases = new();
    private readonly PlaySettings _settings;
    private readonly ScenarioMappings _mappings;
    private readonly List<ScenarioProblem> _problems = [];

    internal AddedScenarios(WireMockServer server, TimeProvider time)
    {
        _server = server;
        _settings = new PlaySettings(time, Slow: null, Judged: false);
        _mappings = new ScenarioMappings(server, _cases, _settings, new ScenarioProvider(_settings, new OpenStreams(time)));
        server.LogEntriesChanged += (_, change) =>
        {
            foreach (var entry in change.NewItems?.OfType<LogEntry>() ?? [])
            {
                Describe(entry);
            }
        };
    }

    /// <summary>The models by which the scenarios are asked for, in the order of their names.</summary>
    public IReadOnlyList<string> Models => [.. _cases.All.Select(playback => playback.Key)];

    /// <summary>Everything wrong in the files, with its place; those files are not played.</summary>
    public IReadOnlyList<ScenarioProblem> Problems => [.. _problems];

    /// <summary>The gates at which streams wait for a release.</summary>
    public Gates Gates => _settings.Gates;

    /// <summary>
    /// Begins every scenario with its first exchange again. <c>WireMockServer.Reset</c> does not: the state of scenarios is not among its
    /// own.
    /// </summary>
    public void Restart()
    {
        foreach (var playback in _cases.All)
        {
            playback.BeginTurn(0);
        }
    }

    /// <summary>Ends all running answers and removes the scenarios from the server.</summary>
    public async ValueTask DisposeAsync()
    {
        _mappings.Remove();
        await Task.WhenAll(_cases.All.Select(playback => playback.DisposeAsync().AsTask()));
        _problems.Clear();
    }

    internal void Add(ScenarioCatalog catalog)
    {
        _problems.AddRange(catalog.Problems);
        foreach (var scenario in catalog.Scenarios)
        {
            _cases.Add(new Playback(scenario, CaseKey.Of(scenario), _settings, _cases.Remove));
        }

        _mappings.Add(refusesAll: false);
    }

    private void Describe(LogEntry entry)
    {
        if (entry.RequestMessage is { } request && entry.MappingGuid is { } mapping && ScenarioMappings.IsOurs(mapping))
        {
            LoggedAnswer.Describe(entry, Arrival.Create(request, _settings.Time), _settings.Time);
        }
    }
}
