using System.Text.Json;
using Conformance.Fuzzing.Generating;
using Conformance.Fuzzing.Requesting;
using Conformance.Recording;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>
/// Generated answers that break off behind every byte, in every way, under every preset and every value of every policy: each response
/// still ends once, and as a body as it does as a stream. And answers byte by byte, which give the same response as whole ones.
/// </summary>
[CancelAfter(4 * 3_600_000)]
internal sealed class CutEverywhereTests
{
    private const int CutCases = 80;
    private const int WireCases = 8;
    private const int BytewiseCases = 1_600;
    private const long Seed = 1;
    private const int MostBytes = 2_000;

    private static readonly CloseKind[] Ends = [CloseKind.Truncate, CloseKind.Clean, CloseKind.Reset];

    [Test]
    public async Task An_answer_that_breaks_off_behind_any_byte_ends_once(CancellationToken cancellationToken)
    {
        var seed = FuzzBudget.Read("FUZZ_SEED", Seed);
        var settings = FuzzedSetting.All(seed);

        var found = await new FuzzBudget("answers cut at every byte", seed, 0, FuzzBudget.Read("FUZZ_CUTS", CutCases)).RunAsync(
            (number, token) => PlayCutsAsync(FuzzCases.Create(seed, number), SettingOf(settings, number), token), cancellationToken);

        Assert.That(found, Is.Empty);
    }

    [Test]
    public async Task An_answer_byte_by_byte_gives_the_same_response(CancellationToken cancellationToken)
    {
        var seed = FuzzBudget.Read("FUZZ_SEED", Seed);
        var settings = FuzzedSetting.All(seed);

        var found = await new FuzzBudget("answers byte by byte", seed, 0, FuzzBudget.Read("FUZZ_BYTEWISE", BytewiseCases)).RunAsync(
            async (number, token) =>
            {
                var (scenario, setting) = (FuzzCases.Create(seed, number), SettingOf(settings, number));
                var answer = WireAnswer.Of(Plain(scenario), "gpt-fuzz");
                var whole = await AskAsync(scenario, setting, answer.Recut(int.MaxValue), stream: true, token);
                var bytewise = await AskAsync(scenario, setting, answer.Recut(1), stream: true, token);
                return whole.Status == bytewise.Status && whole.Text == bytewise.Text
                    ? []
                    : [$"{setting}: byte by byte {bytewise.Status} {bytewise.Text}, whole {whole.Status} {whole.Text}"];
            },
            cancellationToken);

        Assert.That(found, Is.Empty);
    }

    [Test]
    public async Task An_answer_that_breaks_off_over_the_wire_ends_once(CancellationToken cancellationToken)
    {
        var seed = FuzzBudget.Read("FUZZ_SEED", Seed);
        await using var stage = await WireStage.StartAsync(FuzzedSetting.All(seed), usual: null, cancellationToken);

        var found = await new FuzzBudget("answers cut over the wire", seed, 0, WireCases).RunAsync(
            async (number, token) =>
            {
                var scenario = FuzzCases.Create(seed, number);
                var answer = WireAnswer.Of(Plain(scenario), "m");
                List<string> faults = [];
                for (var cut = 0; cut < Math.Min(LengthOf(answer), MostBytes); cut += 5)
                {
                    var part = answer.CutAt(cut, Ends[cut % Ends.Length]);
                    var setting = stage.SettingOf(number + cut);
                    var reply = await stage.AskAsync(scenario, setting, $"c{number}", stream: true, part, token);
                    faults.AddRange(AnswerCheck.FindStreamFaults(reply, stage.Settings[setting], part.Status)
                        .Select(fault => $"{stage.Settings[setting]}: {fault} cut at {cut} with {part.End}"));
                }

                return faults;
            },
            cancellationToken);

        Assert.That(found, Is.Empty);
        Assert.That(stage.Log.Lines, Is.Empty);
    }

    // A step that has no common factor with the number of settings visits all of them, presets and values in turn.
    private static FuzzedSetting SettingOf(IReadOnlyList<FuzzedSetting> settings, long number)
    {
        const int Step = 7;
        return number < PresetCount(settings) ? settings[(int)number] : settings[(int)(number * Step % settings.Count)];
    }

    private static int PresetCount(IReadOnlyList<FuzzedSetting> settings) =>
        settings.TakeWhile(static setting => !setting.Name.Contains(',', StringComparison.Ordinal)).Count();

    private static async Task<IReadOnlyList<string>> PlayCutsAsync(
        Scenario scenario, FuzzedSetting setting, CancellationToken cancellationToken)
    {
        var exchange = Plain(scenario);
        var answer = WireAnswer.Of(exchange, "gpt-fuzz");
        List<string> faults = [];
        for (var cut = 0; cut <= Math.Min(LengthOf(answer), MostBytes); cut++)
        {
            var part = answer.CutAt(cut, Ends[cut % Ends.Length]);
            var stream = await AskAsync(scenario, setting, part, stream: true, cancellationToken);
            var body = await AskAsync(scenario, setting, part, stream: false, cancellationToken);
            faults.AddRange(AnswerCheck.FindStreamFaults(stream, setting, part.Status)
                .Concat(AnswerCheck.FindBodyFaults(body, part.Status))
                .Concat(setting.TakesNoEventsFrom(exchange) ? [] : AnswerCheck.FindDifference(stream, body))
                .Select(fault => $"{setting}: {fault} cut at {cut} with {part.End}"));
        }

        return faults;
    }

    // The same bytes without a content coding, which the relay's HTTP client undoes.
    private static Exchange Plain(Scenario scenario)
    {
        var exchange = scenario.Turns[0].Upstream[0];
        return exchange with { Wire = exchange.Wire with { Coding = null } };
    }

    private static int LengthOf(WireAnswer answer) => answer.Pieces.Sum(static piece => piece.Length);

    private static async Task<WireReply> AskAsync(
        Scenario scenario, FuzzedSetting setting, WireAnswer answer, bool stream, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(WireStage.Patience);
        try
        {
            var request = JsonSerializer.SerializeToUtf8Bytes(InProcessRelay.Request(scenario, stream));
            var exchanged = await InProcessRelay.AskAsync(
                request, () => (answer.Status, new PieceStream(answer.Pieces, answer.End)), patience.Token, setting.Policies);
            return ToReply(exchanged.Answer);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new WireReply(0, "", default, "hangs");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new WireReply(0, "", default, exception.ToString());
        }
    }

    private static WireReply ToReply(RecordedStream answer) =>
        new(answer.Status ?? 0, answer.GetHeader("content-type")?.Split(';')[0] ?? "", answer.Body);
}
