using Conformance.Results;
using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>Creates the part of a result that is known before the case is played, with titles from the vocabulary.</summary>
/// <param name="vocabulary">Titles and pages.</param>
/// <param name="repro">The command that repeats a case, by its id.</param>
internal sealed class CaseLabels(Vocabulary vocabulary, Func<string, string> repro)
{
    public CaseResult Label(Scenario scenario, Verdict verdict, string? reason = null) => new()
    {
        Id = scenario.Id,
        Title = scenario.Title,
        Why = scenario.Why,
        Level = Levels.GetWord(scenario.Level),
        Spec = [.. scenario.Spec.Select(Spec)],
        Quirks = [.. scenario.Quirks.Select(id => new QuirkReference(id, vocabulary.Quirks.GetValueOrDefault(id, "")))],
        Tags = scenario.Tags,
        SeenIn = scenario.SeenIn,
        File = scenario.Place.File,
        Setup = SetupText.Format(scenario.Relay),
        Verdict = verdict,
        Reason = reason,
        Repro = repro(scenario.Id),
    };

    private SpecLink Spec(string reference) => vocabulary.Specs.TryGetValue(reference, out var entry)
        ? new SpecLink(reference, entry.Title, entry.Url)
        : new SpecLink(reference, "", Url: null);
}
