using Conformance.Results;
using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>The relay's deaths in a run: which cases were on the wire, and which of them end it when they are played alone.</summary>
internal sealed class DeathLog
{
    /// <summary>The id of the row that judges over the whole run whether the relay stayed up.</summary>
    public const string Rule = RelayDeath.Check;

    private const int MostNamed = 10;

    private readonly List<(RelayDeath Death, List<Scenario> Suspects)> _deaths = [];
    private readonly Dictionary<string, RelayDeath> _guilty = new(StringComparer.Ordinal);

    /// <summary>The cases to play again alone, in the order of their ids.</summary>
    public IReadOnlyList<Scenario> Suspects =>
        [.. _deaths.SelectMany(static death => death.Suspects).OrderBy(static scenario => scenario.Id, StringComparer.Ordinal)];

    /// <summary>The ids of the cases that were on the wire at any death.</summary>
    public IReadOnlyList<string> OnTheWire => [.. Suspects.Select(static scenario => scenario.Id)];

    /// <summary>Adds a death under which no case is known to have been on the wire; returns whether it is a new one.</summary>
    public bool Add(RelayDeath death)
    {
        if (_deaths.Exists(known => ReferenceEquals(known.Death.Life, death.Life)))
        {
            return false;
        }

        _deaths.Add((death, []));
        return true;
    }

    /// <summary>Adds a case that was on the wire when the relay died; returns whether it is the first of that death.</summary>
    public bool Add(RelayDeath death, Scenario suspect)
    {
        Add(death);
        var suspects = _deaths.Find(known => ReferenceEquals(known.Death.Life, death.Life)).Suspects;
        suspects.Add(suspect);
        return suspects.Count == 1;
    }

    /// <summary>Notes that a case ended the relay when it was played alone.</summary>
    public void AddGuilty(Scenario scenario, RelayDeath death) => _guilty[scenario.Id] = death;

    /// <summary>Returns why a suspect has no verdict; <see langword="null"/> for a case that was no suspect.</summary>
    public string? DescribeDeath(Scenario scenario) => _deaths.Find(known => known.Suspects.Contains(scenario)).Death is { } death
        ? $"The relay exited ({RelayDeath.FirstLine(death.LastWords)}) while the case was running, "
            + "and could not be restarted to run the case alone."
        : null;

    /// <summary>Returns the row of the run; none when the relay stayed up.</summary>
    public IEnumerable<RuleResult> CreateRow(IReadOnlyList<CaseResult> cases)
    {
        if (_deaths.Count == 0)
        {
            yield break;
        }

        var streams = cases.Sum(static result => result.Judged.Values.DefaultIfEmpty().Max());
        var guilty = _guilty.Keys.Order(StringComparer.Ordinal).ToList();
        var named = guilty.Count > 0 ? guilty : OnTheWire;
        yield return new RuleResult
        {
            Id = Rule,
            Rule = "run",
            Title = "The relay keeps running for the whole run.",
            Severity = Severity.Error,
            Streams = Math.Max(streams, _deaths.Count),
            Held = Math.Max(streams, _deaths.Count) - _deaths.Count,
            Fails = true,
            Cases = named,
            First = new RuleExample(named is [var first, ..] ? first : cases is [var any, ..] ? any.Id : "", Finding(guilty)),
        };
    }

    private Finding Finding(IReadOnlyList<string> guilty) => new()
    {
        Check = Rule,
        Severity = Severity.Error,
        Kind = FindingKind.Rule,
        Message = $"The relay exited {(_deaths.Count == 1 ? "once" : $"{_deaths.Count} times")}. {Cause(guilty)}",
        Expected = "a relay that keeps running for the whole run",
        Received = _deaths[0].Death.LastWords,
    };

    /// <summary>Each case is named once: as one that ends the relay, or as one that was on the wire and does not.</summary>
    private string Cause(IReadOnlyList<string> guilty)
    {
        var others = OnTheWire.Except(guilty, StringComparer.Ordinal).ToList();
        return (guilty.Count, others.Count) switch
        {
            (0, 0) => "No case was running. The cause is unknown.",
            (0, _) =>
                $"Cases in progress: {Listed(others)}. Run alone on a new relay, none of them makes it exit, "
                    + "so no single case is the cause.",
            (var count, 0) => $"Run alone on a new relay, {Listed(guilty)} {(count == 1 ? "makes" : "make")} it exit.",
            (var count, _) =>
                $"Run alone on a new relay, {Listed(guilty)} {(count == 1 ? "makes" : "make")} it exit. "
                    + $"Also in progress, but not the cause: {Listed(others)}.",
        };
    }

    private static string Listed(IReadOnlyList<string> ids) => ids.Count <= MostNamed
        ? string.Join(", ", ids)
        : $"{string.Join(", ", ids.Take(MostNamed))} and {ids.Count - MostNamed} more";
}
