using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using MockUpstream.Matching;
using MockUpstream.Playing;
using WireMock;
using WireMock.Handlers;

namespace MockUpstream.Hosting;

/// <summary>The state of each case, in WireMock's list of scenarios, beside the scenarios of mappings that were added.</summary>
/// <remarks>A reset, or the state <c>turn 2</c>, begins that turn. A case that a judge leads keeps its state.</remarks>
internal sealed partial class CaseStates(CaseRegistry cases, bool judged) : IScenarioStateStore
{
    private readonly InMemoryScenarioStateStore _others = new();

    public bool TryGet(string name, [NotNullWhen(true)] out ScenarioState? state)
    {
        state = cases.TryFind(name, out var playback) ? StateOf(playback) : null;
        return state is not null || _others.TryGet(name, out state);
    }

    public IReadOnlyList<ScenarioState> GetAll() => [.. _others.GetAll(), .. cases.All.Select(StateOf)];

    public bool ContainsKey(string name) => cases.TryFind(name, out _) || _others.ContainsKey(name);

    public bool TryAdd(string name, ScenarioState scenarioState) => !cases.TryFind(name, out _) && _others.TryAdd(name, scenarioState);

    public ScenarioState AddOrUpdate(
        string name,
        Func<string, ScenarioState> addFactory,
        Func<string, ScenarioState, ScenarioState> updateFactory)
    {
        if (!cases.TryFind(name, out var playback))
        {
            return _others.AddOrUpdate(name, addFactory, updateFactory);
        }

        var wanted = updateFactory(name, StateOf(playback)).NextState ?? "";
        if (TurnState().Match(wanted) is { Success: true } turn
            && int.Parse(turn.Groups["turn"].Value, CultureInfo.InvariantCulture) is var number
            && number <= playback.Scenario.Turns.Count)
        {
            Restart(playback, number - 1);
        }

        return StateOf(playback);
    }

    public ScenarioState? Update(string name, Action<ScenarioState> updateAction) => _others.Update(name, updateAction);

    public bool TryRemove(string name)
    {
        if (!cases.TryFind(name, out var playback))
        {
            return _others.TryRemove(name);
        }

        Restart(playback, 0);
        return !judged;
    }

    public void Clear()
    {
        _others.Clear();
        RestartAll();
    }

    /// <summary>Begins every case anew.</summary>
    public void RestartAll()
    {
        foreach (var playback in cases.All)
        {
            Restart(playback, 0);
        }
    }

    private void Restart(Playback playback, int turn)
    {
        if (!judged)
        {
            playback.BeginTurn(turn);
        }
    }

    private static ScenarioState StateOf(Playback playback)
    {
        var (turn, next) = playback.State;
        return new ScenarioState
        {
            Name = playback.Key,
            NextState = turn < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"turn {turn + 1}, exchange {next + 1}"),
            Started = turn > 0 || next > 0,
            Finished = turn == playback.Scenario.Turns.Count - 1 && next >= playback.Scenario.Turns[turn].Upstream.Count,
            Counter = next,
        };
    }

    [GeneratedRegex("^turn (?<turn>[1-9][0-9]{0,3})(, exchange 1)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TurnState();
}
