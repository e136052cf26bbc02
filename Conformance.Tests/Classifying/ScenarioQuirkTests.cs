using Conformance.Classifying;
using NUnit.Framework;
using Scenarios.Model;
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
        [("arguments/encoded-twice-function-call", "Q44")] = "it comes in the deprecated function_call, which the classifier does not join",
        [("choices/missing-or-null", "Q145")] = "its chunks without choices stand for heartbeats and have no type",
        [("end/truncated-after-a-whole-call", "Q38")] = "nothing follows the arguments that are whole already",
        [("http/bytes-behind-the-body", "Q91")] = "what follows stands behind the length in the header, and is no part of the body",
        [("http/two-answers-at-once", "Q91")] = "the second answer stands behind the end of the first, and is no part of its body",
        [("http/content-type-of-the-stream", "Q157")] = "it is about buffering in the relay",
        [("policies/call-ids-nine-letters", "Q14")] = "the ids stand in the request that the relay makes",
        [("policies/missing-signature-skip", "Q30")] = "the signature stands in the request that the relay makes",
        [("policies/think-tags-off", "Q77")] = "the text begins with a tag, and only the relay's setting makes it literal",
        [("presets/codex-api-v1/half-character-lost", "Q147")] = "the halves are escapes of their own, and no byte sequence is cut",
        [("presets/codex-api-v1/half-character-lost", "Q32")] = "it splits text and no arguments",
        [("presets/codex-api-v1/sentinel-is-no-end", "Q88")] = "the connection closes after the text behind the sentinel",
        [("presets/codex-api-v1/signatures-not-kept", "Q70")] = "the signature comes with its text and not alone",
        [(
            "presets/codex-api-v2/emits-calls-of-two-choices",
            "Q113")] = "its choices have no index, so that the classifier takes them for one",
        [("presets/codex-api-v2/half-character-lost", "Q147")] = "the halves are escapes of their own, and no byte sequence is cut",
        [("presets/codex-api-v2/half-character-lost", "Q32")] = "it splits text and no arguments",
        [("presets/codex-api-v2/signatures-not-kept", "Q70")] = "the signature comes with its text and not alone",
        [("presets/codex-core/first-id-and-name-count", "Q22")] = "the empty name stands in the first delta and in no continuation",
        [("presets/codex-core/half-character-lost", "Q147")] = "the halves are escapes of their own, and no byte sequence is cut",
        [("presets/codex-core/half-character-lost", "Q32")] = "it splits text and no arguments",
        [("presets/codex-core/request-empty-arguments", "Q35")] = "the empty arguments stand in the request that the relay makes",
        [("presets/codex-core/retries-after-a-doubled-wait", "Q126")] = "the upstream names no wait",
        [("presets/codex-core/retries-after-a-doubled-wait", "Q127")] = "the upstream names no wait",
        [("presets/codex-core/signatures-not-kept", "Q70")] = "the signature comes with its text and not alone",
        [("presets/codex-relay/finish-reason-is-no-end", "Q89")] = "text and the sentinel follow the finish reason, and no heartbeats",
        [("presets/codex-relay/half-character-lost", "Q147")] = "the halves are escapes of their own, and no byte sequence is cut",
        [("presets/codex-relay/half-character-lost", "Q32")] = "it splits text and no arguments",
        [("presets/codex-relay/no-retries", "Q126")] = "the status is 503",
        [("presets/codex-relay/signatures-not-kept", "Q70")] = "the signature comes with its text and not alone",
        [("reasoning/think-tag-lookalike", "Q73")] = "what looks like a tag is none",
        [("reasoning/think-tag-lookalike", "Q77")] = "what looks like a tag is none",
        [("retries/one-clock-for-all-attempts", "Q126")] = "the wait stands in retry-after-ms",
        [("retries/one-clock-for-all-attempts", "Q160")] = "the silence is the relay's own, between its attempts",
        [("retries/retry-after-date-far-ahead", "Q126")] = "the header is a date",
        [("retries/retry-after-seconds", "Q127")] = "the header is a number of seconds",
        [("retries/upstream-declines", "Q126")] = "the status is 503",
        [("choices/calls-of-choices-without-index", "Q113")] = "its choices have no index, so that the classifier takes them for one",
        [("size/event-past-the-limit", "Q151")] = "the relay's limit is set low, so that the event can be small",
        [("size/sixty-four-parallel-calls", "Q19")] = "each call has a chunk of its own",
        [("size/slow-reader", "Q148")] = "its events are written one by one, and only the connection joins them",
        [("size/two-thousand-deltas", "Q148")] = "its events are written one by one, and only the connection joins them",
        [("sse/bad-chunk-fails", "Q150")] = "its chunk is cut off, which is Q149",
        [(
            "sse/chunk-with-broken-utf8-fails",
            "Q150")] = "the classifier reads a replacement character where the bytes are broken, and with it the chunk is JSON",
        [("sse/compressed-split-inside", "Q146")] = "the cuts fall into the compressed bytes",
        [("sse/heartbeat-of-plain-words", "Q145")] = "its heartbeats are plain words and no JSON",
        [("sse/one-event-a-read", "Q148")] = "each read brings one event, which is the usual case",
        [("text/characters-of-several-bytes", "Q147")] = "its characters are whole in each write, and only the connection cuts them",
        [("text/repetition-is-kept", "Q54")] = "it repeats itself and only looks cumulative",
        [("text/repetition-kept-while-detecting", "Q54")] = "it repeats itself and only looks cumulative",
        [("text/repetition-kept-while-detecting", "Q57")] = "it repeats itself and only looks cumulative",
        [("text/surrogate-halves-in-two-chunks", "Q147")] = "the halves are escapes of their own, and no byte sequence is cut",
        [("text/surrogate-halves-in-two-chunks", "Q32")] = "it splits text and no arguments",
        [("timing/comments-keep-the-line-alive", "Q158")] = "its times are scaled down",
        [("timing/gate-after-the-first-text", "Q157")] = "it is about buffering in the relay",
        [("timing/gate-before-the-arguments", "Q31")] = "the arguments follow an opener with empty ones",
        [("timing/kept-alive-before-the-first-word", "Q158")] = "it waits for the client and not for a time",
        [("timing/kept-alive-mid-stream", "Q158")] = "it waits for the client and not for a time",
        [("timing/paced-longer-than-the-clock", "Q160")] = "its times are scaled down",
        [("timing/paced-tokens", "Q158")] = "its times are scaled down",
        [("timing/slow-first-token", "Q158")] = "its times are scaled down",
        [("timing/slow-first-token", "Q159")] = "its times are scaled down, and the mock sends headers first",
        [("timing/stall-and-resume", "Q160")] = "its times are scaled down",
        [("timing/stall-longer-than-the-clock", "Q160")] = "its times are scaled down",
        [("timing/text-delivered-as-it-comes", "Q157")] = "it is about buffering in the relay",
        [("timing/very-slow-first-token", "Q158")] = "its times are scaled down",
        [(
            "tools/index-on-continuation-only",
            "Q04")] = "the continuation shares no key with the call, so that the classifier does not join the two",
        [("vendors/azure", "Q50")] = "its answer has no null content",
        [("vendors/gemini-strict-signature", "Q30")] = "the signature stands in the request that the relay makes",
        [("vendors/groq-strict-history", "Q65")] = "the reasoning stands in the request that the relay makes",
        [("vendors/kimi", "Q14")] = "only one of its answers makes a call",
        [("vendors/llama-cpp-strict-content", "Q64")] = "the reasoning stands in the request that the relay makes",
    };

    [Test]
    public void Every_quirk_that_a_scenario_names_is_seen_in_its_answers()
    {
        var missing = Pairs()
            .Where(static pair => !pair.Seen && !Invisible.ContainsKey(pair.Quirk) && !Exceptions.ContainsKey((pair.Scenario, pair.Quirk)))
                .Select(static pair => $"{pair.Scenario}: {pair.Quirk}");

        Assert.That(string.Join("\n", missing), Is.Empty);
    }

    [Test]
    public void Every_exception_is_one()
    {
        var needless = Exceptions.Keys.Where(exception => !Pairs().Any(pair => pair.Scenario == exception.Scenario
            && pair.Quirk == exception.Quirk
            && !pair.Seen));

        Assert.That(needless, Is.Empty);
    }

    [Test]
    public void Every_quirk_is_visible_or_has_a_reason_why_not() =>
        Assert.That(
            QuirkClassifier.Visible.Append("Q14").Concat(Invisible.Keys),
            Is.EquivalentTo(Repository.Vocabulary.Quirks.Keys.Where(static quirk => quirk.StartsWith('Q'))));

    private static IEnumerable<(string Scenario, string Quirk, bool Seen)> Pairs() => AllPairs.Value;

    private static Lazy<List<(string Scenario, string Quirk, bool Seen)>> AllPairs { get; } = new(static () =>
    [
        .. from scenario in ScenarioCatalog.Load(Repository.Scenarios).Scenarios
           where scenario.Quirks.Count > 0
           let seen = ScenarioAnswers.Classify(scenario)
               .SelectMany(static answer => answer.Sightings)
               .Select(static sighting => sighting.Quirk)
               .ToHashSet(StringComparer.Ordinal)
           from quirk in scenario.Quirks
           where quirk.StartsWith('Q')
           select (scenario.Id, quirk, seen.Contains(quirk)),
    ]);
}
