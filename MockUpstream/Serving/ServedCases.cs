using System.Collections.Concurrent;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream.Serving;

/// <summary>
/// Keeps the cases of a host equal to those of a folder: new ones are added, changed ones begin anew, deleted ones go, and of a broken file
/// the last good version stays.
/// </summary>
internal sealed class ServedCases(MockUpstreamHost host)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (string Source, Playback Playback)> _served = new(StringComparer.Ordinal);

    /// <summary>The number of cases.</summary>
    public int Count => _served.Count;

    /// <summary>Adds a case that is asked for before the folder is read, unless it is there.</summary>
    public void AddEarly(Scenario scenario) => TryAdd(CaseKey.Of(scenario), scenario);

    /// <summary>Applies the state of the folder.</summary>
    /// <returns>The keys that changed.</returns>
    public async Task<CaseChanges> ApplyAsync(ServedFolder folder)
    {
        var broken = folder.Problems.Select(static problem => problem.Place.File).ToHashSet(StringComparer.Ordinal);
        var wanted = folder.Scenarios.ToDictionary(CaseKey.Of, StringComparer.Ordinal);
        List<string> added = [];
        List<string> changed = [];
        List<string> removed = [];
        foreach (var (key, scenario) in wanted)
        {
            if (TryAdd(key, scenario))
            {
                added.Add(key);
            }
            else if (_served[key] is var now && now.Source != scenario.Source)
            {
                changed.Add(key);
                await now.Playback.DisposeAsync();
                _served[key] = (scenario.Source, host.Register(scenario, key));
            }
        }

        foreach (var (key, (_, playback)) in _served
            .Where(pair => !wanted.ContainsKey(pair.Key) && !broken.Contains(pair.Value.Playback.Scenario.Place.File))
            .ToList())
        {
            removed.Add(key);
            _served.TryRemove(key, out _);
            await playback.DisposeAsync();
        }

        host.ShowProblems([.. folder.Problems.Select(static problem => problem.ToString())]);
        return new CaseChanges(added, changed, removed);
    }

    private bool TryAdd(string key, Scenario scenario)
    {
        lock (_gate)
        {
            return !_served.ContainsKey(key) && _served.TryAdd(key, (scenario.Source, host.Register(scenario, key)));
        }
    }
}

/// <summary>The keys of cases that a reload changed.</summary>
internal sealed record CaseChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    /// <summary>Whether there is any.</summary>
    public bool Any => Added.Count + Changed.Count + Removed.Count > 0;

    /// <summary>Describes the changes, such as <c>1 case changed (rc-text.plain), 2 added</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            new[]
            {
                DescribeKeys(Changed, "changed"),
                DescribeKeys(Added, "added"),
                DescribeKeys(Removed, "removed"),
            }.Where(static part => part.Length > 0));

    private static string DescribeKeys(IReadOnlyList<string> keys, string verb) => keys.Count switch
    {
        0 => "",
        1 => $"{keys[0]} {verb}",
        var count => $"{count} cases {verb}",
    };
}
