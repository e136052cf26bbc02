using System.Collections.Concurrent;
using System.Text;
using Conformance.Capturing;
using Conformance.Scripting;
using MockUpstream.Compiling;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Capturing;

/// <summary>
/// Every answer of every scenario: the mock plays it, the recorder records it, and the recording plays the same bytes in the same pieces at
/// the same times.
/// </summary>
[CancelAfter(120_000)]
internal sealed class RoundTripTests
{
    private const int AtOnce = 24;

    // Both plays of the longest answer together take less, also on a loaded machine.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Precision = ScriptLayout.LongestUntold + ScriptLayout.ShortestWait;

    private static ScenarioComposer Scribe { get; } = new(Repository.Vocabulary, redactsText: false);

    [Test]
    public async Task Every_answer_of_every_scenario_comes_back(CancellationToken cancellationToken)
    {
        await using var first = await RecordingStage.OpenAsync(cancellationToken);
        await using var second = await RecordingStage.OpenAsync(cancellationToken);
        var wrong = new ConcurrentBag<string>();
        var answers = Answers().ToList();

        await Parallel.ForEachAsync(answers.Index(), new ParallelOptions
        {
            MaxDegreeOfParallelism = AtOnce,
            CancellationToken = cancellationToken,
        }, async (one, stop) =>
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
            bound.CancelAfter(LongestAnswer);
            try
            {
                foreach (var problem in await ProblemsAsync(one.Item, $"rt-{one.Index}", first, second, bound.Token))
                {
                    wrong.Add($"{one.Item.Name}: {problem}");
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                wrong.Add($"{one.Item.Name}: it did not come back within {LongestAnswer.TotalSeconds} s");
            }
        });

        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.Count.GreaterThan(500));
            Assert.That(string.Join("\n", wrong.Order(StringComparer.Ordinal)), Is.Empty);
        });
    }

    private static async Task<List<string>> ProblemsAsync(
        Played played, string model, RecordingStage first, RecordingStage second, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var script = AnswerMaker.Make(played.Exchange, 0, model, played.Stream);
        var sent = Bytes(script.Script);
        var leavesAfter = script.Script.Pieces.Any(static piece => piece is StallPiece { Time: null }
            or ClosePiece { Kind: CloseKind.Never }) ? sent.Length : (int?)null;
        var captured = await first.PlayAsync(played.Exchange, model, played.Stream, leavesAfter, cancellationToken);
        void Hold(bool isRight, string problem)
        {
            if (!isRight)
            {
                problems.Add(problem);
            }
        }

        var decoded = ContentDecoder.Decode(captured);
        var isHalf = script.Script.Pieces.Any(static piece => piece is ClosePiece { Kind: CloseKind.MidChunk });
        Hold(isHalf
            ? decoded.Body.Span.StartsWith(sent)
            : decoded.Body.Span.SequenceEqual(sent), $"{decoded.Body.Length} bytes were recorded, {sent.Length} were sent");
        Hold(captured.End == EndOf(script.Script), $"the end is {captured.End}");
        var recorded = Scribe.Write(captured, _ => new RecordingHead("recorded/round-trip", null, "Recorded by a test.", null));
        var strict = ScenarioReader.Read("round-trip.yaml", "recorded/round-trip", recorded.Text, Repository.Vocabulary);
        Hold(strict.Problems.All(static problem => problem.Code is "todo"), string.Join("; ", strict.Problems));
        if (Scribe.ReadBack(recorded.Text, "recorded/round-trip").Scenario is not { } scenario)
        {
            problems.Add("the recording does not read back");
            return problems;
        }

        var again = AnswerMaker.Make(scenario.Turns[0].Upstream[0], 0, model, stream: true);
        problems.AddRange(Differences(again, recorded.Exchange));
        var isPlayedOpen = again.Script.Pieces.Any(static piece => piece is ClosePiece { Kind: CloseKind.Never });
        var replayed = await second.PlayAsync(scenario.Turns[0].Upstream[0], model, stream: true, isPlayedOpen
            ? Bytes(again.Script).Length
            : null, cancellationToken);
        Hold(ContentDecoder.Decode(replayed).Body.Span.SequenceEqual(recorded.Exchange.Body.Span), "the recording plays other bytes");
        Hold(
            replayed.Status == captured.Status && replayed.End == captured.End,
            $"the recording plays status {replayed.Status} and ends {replayed.End}; recorded were {captured.Status} and {captured.End}");
        Hold(replayed.GetHeader("content-type") == captured.GetHeader("content-type")
            || captured.GetHeader("content-type") is null, $"the recording plays content-type {replayed.GetHeader("content-type")}");
        return problems;
    }

    /// <summary>The script of a recording against what was recorded: the same bytes, cut in the same places, at the same times.</summary>
    private static IEnumerable<string> Differences(ExchangeAnswer script, CapturedExchange recorded)
    {
        var (at, time) = (0, TimeSpan.Zero);
        List<(int End, TimeSpan At)> writes = [];
        foreach (var piece in script.Script.Pieces)
        {
            time += piece is WaitPiece wait ? wait.Time : TimeSpan.Zero;
            if (piece is WritePiece { Bytes.IsEmpty: false } write)
            {
                at += write.Bytes.Length;
                writes.Add((at, time));
            }
        }

        if (!Bytes(script.Script).AsSpan().SequenceEqual(recorded.Body.Span))
        {
            yield return "the script has other bytes";
        }

        List<int> cuts = [.. writes.Select(static write => write.End)];
        List<int> read = [.. recorded.Reads.Select(static read => read.End)];
        if (!cuts.SequenceEqual(read))
        {
            var same = cuts.Zip(read).TakeWhile(static pair => pair.First == pair.Second).Count();
            yield return $"the script cuts at {string.Join(' ', cuts.Skip(same).Take(8))}, "
                + $"recorded was {string.Join(' ', read.Skip(same).Take(8))}";
            yield break;
        }

        var isOneBody = writes.Count == 1 && time == TimeSpan.Zero && recorded.Reads[0].At < ExchangeText.QuickBody;
        var late = writes.Zip(recorded.Reads).FirstOrDefault(pair =>
            (pair.First.At - pair.Second.At).Duration() > (Precision > pair.Second.At * 0.02 ? Precision : pair.Second.At * 0.02));
        if (!isOneBody && late != default)
        {
            yield return $"the script sends byte {late.Second.Offset} at {late.First.At}, recorded was {late.Second.At}";
        }
    }

    private static byte[] Bytes(Script script)
    {
        using var bytes = new MemoryStream();
        foreach (var write in script.Pieces.OfType<WritePiece>())
        {
            bytes.Write(write.Bytes.Span);
        }

        return bytes.ToArray();
    }

    private static CaptureEnd EndOf(Script script) => script.Pieces.LastOrDefault() switch
    {
        StallPiece { Time: null } or ClosePiece { Kind: CloseKind.Never } => CaptureEnd.ClientGone,
        ClosePiece { Kind: CloseKind.Reset } => CaptureEnd.Reset,
        ClosePiece { Kind: CloseKind.Truncate or CloseKind.MidChunk } => CaptureEnd.Truncated,
        _ => CaptureEnd.Clean,
    };

    /// <summary>
    /// Returns whether an answer ends by itself and is valid HTTP. This excludes connections without any bytes, answers that wait for a
    /// gate (the test opens none), bytes outside HTTP, and bodies whose length differs from their header.
    /// </summary>
    private static bool IsWholeAnswer(Exchange exchange) =>
        !ScriptCompiler.IsHeadless(exchange)
        && !exchange.Headers.Any(static header => header.Key.Equals("content-length", StringComparison.OrdinalIgnoreCase))
        && !AnswerMaker.Make(
            exchange, 0, "model", stream: true).Script.Pieces.Any(static piece => piece is GatePiece or WritePiece { PastHttp: true });

    private static IEnumerable<Played> Answers() =>
        from scenario in ScenarioCatalog.Load(Repository.Scenarios).Scenarios
        from turn in scenario.Turns
        from exchange in turn.Upstream
        where IsWholeAnswer(exchange)
        // A strict vendor would refuse the bare question that is asked here.
        select new Played($"{scenario.Id} ({exchange.Place.Line})", exchange with { As = null }, turn.Client.Stream);

    private sealed record Played(string Name, Exchange Exchange, bool Stream);
}
