using Conformance.Classifying;
using NUnit.Framework;
using Scenarios.Reading;

namespace Conformance.Tests.Classifying;

/// <summary>The classifier against the scenarios, which say which quirks they show.</summary>
internal sealed class ScenarioQuirkTests
{
    /// <summary>Quirks that no answer shows, with the reason.</summary>
    private static readonly Dictionary<string, string> Invisible = new(StringComparer.Ordinal)
    {
        ["Q26"] = "the namespace stands in the request of the relay's client",
        ["Q27"] = "the custom tool stands in the request of the relay's client",
        ["Q82"] = "it is about the next request",
        ["Q155"] = "the recorder and the mock speak HTTP/1.1",
        ["Q161"] = "it is about the client",
    };

    /// <summary>Quirks that a scenario names for what it is about, and its answer does not show.</summary>
    private static readonly Dictionary<(string Scenario, string Quirk), string> Exceptions = new()
    {
        [("choices/missing-or-null", "Q145")] = "its chunks without choices stand for heartbeats and have no type",
        [("end/truncated-after-a-whole-call", "Q38")] = "nothing follows the arguments that are whole already",
        [("http/content-type-of-the-stream", "Q157")] = "it is about buffering in the relay",
        [("retries/one-clock-for-all-attempts", "Q126")] = "the wait stands in retry-after-ms",
        [("retries/one-clock-for-all-attempts", "Q160")] = "the silence is the relay's own, between its attempts",
        [("retries/retry-after-date-far-ahead", "Q126")] = "the header is a date",
        [("retries/retry-after-seconds", "Q127")] = "the header is a number of seconds",
        [("text/repetition-is-kept", "Q54")] = "it repeats itself and only looks cumulative",
        [("text/repetition-kept-while-detecting", "Q54")] = "it repeats itself and only looks cumulative",
        [("text/repetition-kept-while-detecting", "Q57")] = "it repeats itself and only looks cumulative",
        [("timing/comments-keep-the-line-alive", "Q158")] = "its times are scaled down",
        [("timing/kept-alive-before-the-first-word", "Q158")] = "it waits for the client and not for a time",
        [("timing/kept-alive-mid-stream", "Q158")] = "it waits for the client and not for a time",
        [("timing/slow-first-token", "Q158")] = "its times are scaled down",
        [("timing/slow-first-token", "Q159")] = "its times are scaled down, and the mock sends headers first",
        [("timing/text-delivered-as-it-comes", "Q157")] = "it is about buffering in the relay",
        [("timing/very-slow-first-token", "Q158")] = "its times are scaled down",
    };

    [Test]
    public void Every_quirk_that_a_scenario_names_is_seen_in_its_answers()
    {
        var missing = Pairs().Where(static pair => !pair.Seen && !Invisible.ContainsKey(pair.Quirk) && !Exceptions.ContainsKey((pair.Scenario, pair.Quirk)))
            .Select(static pair => $"{pair.Scenario}: {pair.Quirk}");

        Assert.That(string.Join("\n", missing), Is.Empty);
    }

    [Test]
    public void Every_exception_is_one()
    {
        var needless = Exceptions.Keys.Where(exception => !Pairs().Any(pair => pair.Scenario == exception.Scenario && pair.Quirk == exception.Quirk && !pair.Seen));

        Assert.That(needless, Is.Empty);
    }

    [Test]
    public void Every_quirk_is_visible_or_has_a_reason_why_not() =>
        Assert.That(QuirkClassifier.Visible.Append("Q14").Concat(Invisible.Keys), Is.EquivalentTo(Repository.Vocabulary.Quirks.Keys.Where(static quirk => quirk.StartsWith('Q'))));

    private static IEnumerable<(string Scenario, string Quirk, bool Seen)> Pairs() => AllPairs.Value;

    private static Lazy<List<(string Scenario, string Quirk, bool Seen)>> AllPairs { get; } = new(static () =>
    [
        .. from scenario in ScenarioCatalog.Load(Repository.Scenarios).Scenarios
           where scenario.Quirks.Count > 0
           let seen = ScenarioAnswers.Classify(scenario).SelectMany(static answer => answer.Sightings).Select(static sighting => sighting.Quirk).ToHashSet(StringComparer.Ordinal)
           from quirk in scenario.Quirks
           where quirk.StartsWith('Q')
           select (scenario.Id, quirk, seen.Contains(quirk)),
    ]);
}
