using System.Globalization;
using System.Text.Json;
using Conformance.Fuzzing.Generating;
using Conformance.Fuzzing.Proving;
using MockUpstream.Compiling;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>
/// Generated streams over real sockets, under every preset and every value of every policy: one terminal event, well-formed events, an end
/// in bounded time, the same answer as one body, and no exception in the relay.
/// </summary>
[CancelAfter(4 * 3_600_000)]
internal sealed class WireFuzzTests
{
    private const int Streams = 6_000;
    private const long Seed = 1;
    private const int MostListed = 20;

    [Test]
    public async Task Streams_end_once_under_every_preset_and_policy(CancellationToken cancellationToken)
    {
        var seed = FuzzBudget.Read("FUZZ_SEED", Seed);
        var count = FuzzBudget.Read("FUZZ_STREAMS", Streams);
        await using var stage = await WireStage.StartAsync(FuzzedSetting.All(seed), usual: null, cancellationToken);
        Assert.That(count, Is.AtLeast(stage.Settings.Count), "streams, so that each setting has its turn");

        var found = await new FuzzBudget("streams", seed, FuzzBudget.Read("FUZZ_FIRST", 0), count).RunAsync(
            async (number, token) => await PlayAsync(stage, seed, number, token), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(found, Is.Empty);
            Assert.That(stage.Log.Lines, Is.Empty);
            Assert.That(stage.Upstream.Failures, Is.Empty);
        });
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(WireStage stage, long seed, long number, CancellationToken cancellationToken)
    {
        var scenario = FuzzCases.Create(seed, number);
        var exchange = scenario.Turns[0].Upstream[0];
        var at = stage.SettingOf(number);
        var setting = stage.Settings[at];
        var key = string.Create(CultureInfo.InvariantCulture, $"c{number}");
        var answer = Answer(exchange, key, setting);
        var stream = await stage.AskAsync(scenario, at, key, stream: true, answer, cancellationToken);
        var body = await stage.AskAsync(scenario, at, key, stream: false, answer, cancellationToken);
        List<string> faults =
        [
            .. AnswerCheck.FindStreamFaults(stream, setting, answer.Status),
            .. AnswerCheck.FindBodyFaults(body, answer.Status).Select(static fault => $"body: {fault}"),
        ];
        if (MayBeCompared(exchange, setting))
        {
            faults.AddRange(AnswerCheck.FindDifference(stream, body));
        }

        if (scenario.Vary is ["non-stream"] && CompletionFolder.TryFold(exchange, key) is { } folded)
        {
            var whole = await stage.AskAsync(scenario, at, key, stream: false, WireAnswer.OfJson(folded.Body), cancellationToken);
            faults.AddRange(AnswerCheck.FindBodyFaults(whole, 200).Select(static fault => $"whole: {fault}"));
            if (SaysTheSameWhole(exchange, setting))
            {
                faults.AddRange(AnswerCheck.FindDifference(stream, whole).Select(static fault => $"whole: {fault}"));
            }
        }

        return [.. faults.Select(fault => $"{setting}: {fault}")];
    }

    private static WireAnswer Answer(Exchange exchange, string key, FuzzedSetting setting)
    {
        var answer = WireAnswer.Of(exchange, key);

        // The older systems do not end at every sentinel: they wait for the end of the connection.
        return setting.IsOwn ? answer : answer with { HeldFor = TimeSpan.FromMilliseconds(100) };
    }

    /// <summary>Whether the same bytes make the same response as a stream and as one body.</summary>
    /// <remarks>
    /// A reset discards what the relay has not read yet, so that no two plays are equal. To the older systems, which asked for streams
    /// alone, JSON that comes instead of one contains no events (presets/codex-core/json-instead-of-events and the cases beside it).
    /// </remarks>
    private static bool MayBeCompared(Exchange exchange, FuzzedSetting setting) =>
        exchange.Steps is not [.., CloseStep { Kind: CloseKind.Reset }]
        && !setting.TakesNoEventsFrom(exchange);

    /// <summary>Whether a stream and the vendor's complete answer make the same response.</summary>
    /// <remarks>
    /// To an older system the complete answer is one chunk, which it reads otherwise than many (presets/codex-core/one-body-has-one-call
    /// and the cases beside it). Think tags are reasoning at the beginning of a stream, and text in an answer with a reasoning field.
    /// Sources that a stream brings after a call come too late for the text before it, which is closed.
    /// </remarks>
    private static bool SaysTheSameWhole(Exchange exchange, FuzzedSetting setting) =>
        setting.IsOwn && UpstreamProof.Of(exchange).Text is not null && !HasLateSources(exchange);

    private static bool HasLateSources(Exchange exchange) =>
        exchange.Steps.SelectMany(Flatten).SkipWhile(static step => !IsCall(step)).Any(static step => HasMember(step, "annotations"));

    private static bool IsCall(UpstreamStep step) =>
        step is ToolStep || HasMember(step, "tool_calls") || HasMember(step, "function_call");

    private static bool HasMember(UpstreamStep step, string name) =>
        step is DeltaStep { Delta: { ValueKind: JsonValueKind.Object } delta } && delta.TryGetProperty(name, out _);

    private static IEnumerable<UpstreamStep> Flatten(UpstreamStep step) =>
        step is BurstStep or RepeatStep ? step.Inner.SelectMany(Flatten) : [step];
}
