using System.Text;
using Conformance.Capturing;
using Conformance.Scripting;
using MockUpstream.Compiling;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Scripting;

/// <summary>The steps of a recording play the writes that were read, whatever the reads and the frames have in common.</summary>
internal sealed class LayoutTests
{
    // Two frames of ten bytes, and the sentinel.
    private const string Body = "data: ab\n\ndata: cd\n\ndata: [DONE]\n\n";

    private static IEnumerable<TestCaseData> Cuts()
    {
        yield return new TestCaseData(new[] { 34 }).SetArgDisplayNames("one read");
        yield return new TestCaseData(new[] { 10, 20, 34 }).SetArgDisplayNames("a read for each frame");
        yield return new TestCaseData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 34 })
            .SetArgDisplayNames("single bytes up to a read over the border");
        yield return new TestCaseData(new[] { 2, 4, 6, 8, 12, 34 }).SetArgDisplayNames("even pieces up to a read over the border");
        yield return new TestCaseData(new[] { 5, 15, 25, 34 }).SetArgDisplayNames("each read over a border");
        yield return new TestCaseData(new[] { 3, 6, 9, 12, 15, 18, 21, 34 }).SetArgDisplayNames("three bytes each");
    }

    [TestCaseSource(nameof(Cuts))]
    public void Writes_are_cut_where_the_reads_were(int[] ends) => Assert.That(Writes(ends, static _ => 5), Is.EqualTo(ends));

    [TestCaseSource(nameof(Cuts))]
    public void Writes_are_cut_where_slow_reads_were(int[] ends) => Assert.That(Writes(ends, static at => 5 + (6 * at)), Is.EqualTo(ends));

    [Test]
    public void Each_write_comes_less_than_eleven_milliseconds_from_its_read()
    {
        int[] ends = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 34];
        var times = ends.Select(static (_, at) => 5.0 + (4 * at)).ToArray();

        var played = Times(ends, at => 5 + (4 * at));

        Assert.That(played.Zip(times).Select(static pair => Math.Abs(pair.First - pair.Second)), Is.All.LessThan(11));
    }

    private static int[] Writes(int[] ends, Func<int, int> milliseconds)
    {
        var length = 0;
        return [.. Script(ends, milliseconds).OfType<WritePiece>().Select(write => length += write.Bytes.Length)];
    }

    private static List<double> Times(int[] ends, Func<int, int> milliseconds)
    {
        var time = TimeSpan.Zero;
        List<double> times = [];
        foreach (var piece in Script(ends, milliseconds))
        {
            time += piece is WaitPiece wait ? wait.Time : TimeSpan.Zero;
            if (piece is WritePiece)
            {
                times.Add(time.TotalMilliseconds);
            }
        }

        return times;
    }

    private static IEnumerable<ScriptPiece> Script(int[] ends, Func<int, int> milliseconds)
    {
        var captured = new CapturedExchange
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            RequestHeaders = [],
            RequestBody = Encoding.UTF8.GetBytes("""{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
            Status = 200,
            Headers = [new("content-type", "text/event-stream")],
            Body = Encoding.UTF8.GetBytes(Body),
            Reads = [.. ends.Select((end, at) => new CapturedRead(TimeSpan.FromMilliseconds(milliseconds(at)), at == 0
                ? 0
                : ends[at - 1], end - (at == 0 ? 0 : ends[at - 1])))],
            HeadersAt = TimeSpan.FromMilliseconds(1),
            End = CaptureEnd.Clean,
            EndedAt = TimeSpan.FromMilliseconds(milliseconds(ends.Length)),
        };
        var scribe = new ScenarioComposer(Repository.Vocabulary, redactsText: false);
        var recorded = scribe.Write(captured, _ => new RecordingHead("recorded/layout", null, "Recorded by a test.", null));
        var scenario = scribe.ReadBack(recorded.Text, "recorded/layout").Scenario ?? throw new InvalidOperationException(recorded.Text);
        return ScriptCompiler.Compile(scenario.Turns[0].Upstream[0], "m").Pieces;
    }
}
