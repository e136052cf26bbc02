using System.Text;
using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Reporting;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Tracing;
using Conformance.Tests.Reporting;
using Conformance.Tests.Running;
using Conformance.Turns;
using MockUpstream.Contract;
using NUnit.Framework;

namespace Conformance.Tests.Hostile;

/// <summary>
/// Streams of a hundred thousand events are judged, kept and shown in seconds: work that takes the square of their length would take the
/// bound many times over.
/// </summary>
[CancelAfter(100_000)]
[NonParallelizable]
internal sealed class LongStreamTests
{
    private const int Many = 100_000;

    private static readonly CaseJudge Judge = CaseJudge.Create(goldens: null);

    // Built by the test, not while tests are listed: they are large.
    private static readonly Dictionary<string, Func<string>> Streams = new(StringComparer.Ordinal)
    {
        ["deltas of one text"] = Deltas,
        ["deltas of one call"] = Arguments,
        ["items"] = Items,
        ["parts of one item"] = Parts,
        ["deltas of unknown items"] = Strays,
        ["types that nobody knows"] = Types,
        ["comments inside events"] = Comments,
        ["members of one object"] = Members,
    };

    private static IEnumerable<string> Names() => Streams.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_long_stream_is_judged_and_shown_in_seconds(string name, CancellationToken cancellationToken)
    {
        var answer = Answer(Streams[name]());
        var turn = Turn(answer);

        var report = Judge.Check(turn);
        Judge.Expect(turn, Bindings.None);
        var received = Judge.Normalise([turn]);
        var findings = report.Findings.Select(new UpstreamOrder(turn).Complete).ToList();
        var views = ClientViews.All.Select(view => view.Read(ClientStream.Of(answer, turn.Wire))).ToList();
        var evidence = EvidenceBuilder.Build(turn.Scenario, [turn], [["{}"]], received);

        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(findings.GroupBy(finding => finding.Check).Select(group => group.Count()), Has.All.LessThanOrEqualTo(100));
            Assert.That(views, Has.Count.EqualTo(ClientViews.All.Count));
            Assert.That(Report(findings, evidence), Has.Length.LessThan(3 << 20));
            Assert.That(cancellationToken.IsCancellationRequested, Is.False, "it took too long");
        });
    }

    private static string Report(IReadOnlyList<Finding> findings, CaseEvidence evidence)
    {
        var folder = Directory.CreateTempSubdirectory("longstream").FullName;
        try
        {
            using var run = RunFolder.Create(folder, SampleRun.Info, TimeProvider.System);
            run.Append(Running.Cases.Result("area/long", Verdict.Failed) with { Findings = findings }, evidence);
            var written = run.Finish(
                [], new RunEnd(DateTimeOffset.UnixEpoch, 1, Partial: false, ExitCode: 1), static whole => RunViews.Write(whole));
            using var page = new MemoryStream();
            HtmlReport.Write(written.Result, written.ReadEvidence, page);
            return Encoding.UTF8.GetString(page.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RecordedStream Answer(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new RecordedStream
        {
            SentAt = 0,
            Status = 200,
            Headers = [KeyValuePair.Create("content-type", "text/event-stream")],
            Body = bytes,
            Reads = [.. Enumerable.Range(0, (bytes.Length
                + 999) / 1000).Select(number => new BodyRead(number, number * 1000L, Math.Min(1000, bytes.Length - (number * 1000))))],
            End = StreamEnd.Closed,
            EndedAt = bytes.Length,
        };
    }

    private static RecordedTurn Turn(RecordedStream answer) => new()
    {
        Scenario = HostileStage.Plain,
        Index = 0,
        Request = System.Text.Json.JsonElement.Parse("""{"model":"gpt-x","stream":true}"""),
        Answer = answer,
        Wire = WireReader.Read(answer),
        Upstream = new UpstreamRecord([]),
        Relay = RelayTraits.Foreign,
        TicksPerSecond = 1000,
    };

    private static string Deltas() => Stream(
        [Item("message", 0), Part(0, 0), .. Enumerable.Repeat(
            """{"type":"response.output_text.delta","item_id":"i0","output_index":0,"content_index":0,"delta":"some text of a delta"}""",
            Many), Completed]);

    private static string Arguments() => Stream(
        [Item("function_call", 0), .. Enumerable.Repeat(
            """{"type":"response.function_call_arguments.delta","item_id":"i0","output_index":0,"delta":"some text of a delta"}""",
            Many), Completed]);

    private static string Items() =>
        Stream([.. Enumerable.Range(0, Many / 2).SelectMany(number => new[] { Item("message", number), Done(number) }), Completed]);

    private static string Parts() => Stream(
    [
        Item("message", 0), .. Enumerable.Range(0, Many / 2).Select(number => Part(0, number)),
        $$$"""{"type":"response.output_item.done","output_index":0,"item":"""
            + $$$"""{"type":"message","id":"i0","status":"completed","role":"assistant","content":[{{{ManyParts()}}}]}}""", Completed,
    ]);

    private static string Strays() => Stream([.. Enumerable.Range(0, Many).Select(number =>
        $$"""{"type":"response.output_text.delta","item_id":"x{{number}}","output_index":{{number}},"content_index":0,"delta":"a"}""")]);

    private static string Types() =>
        Stream([.. Enumerable.Range(0, Many).Select(number => $$"""{"type":"odd.{{number}}","sequence_number":{{number}}}""")]);

    private static string Comments() =>
        string.Concat(Enumerable.Range(0, Many).Select(number => $"event: x\n: inside {number}\nodd {number}\ndata: {{}}\n\n"));

    private static string Members() => Stream(
        [$$$"""{"type":"response.completed","response":{"status":"completed","output":[],{{{ManyMembers()}}}}}"""]);

    private static string ManyMembers() => string.Join(',', Enumerable.Range(0, Many).Select(number => $"\"m{number}\":{number}"));

    private static string ManyParts() => string.Join(',', Enumerable.Repeat("""{"type":"output_text","text":"a"}""", Many / 2));

    private static string Completed => """{"type":"response.completed","response":{"id":"r","status":"completed","output":[]}}""";

    private static string Item(string type, int index) =>
        $$$"""{"type":"response.output_item.added","output_index":{{{index}}},"item":"""
            + $$$"""{"type":"{{{type}}}","id":"i{{{index}}}","call_id":"c{{{index}}}","name":"f","status":"in_progress","role":"assistant","content":[]}}""";

    private static string Done(int index) => $$$"""{"type":"response.output_item.done","output_index":{{{index}}},"item":"""
        + $$$"""{"type":"message","id":"i{{{index}}}","status":"completed","role":"assistant","content":[]}}""";

    private static string Part(int item, int index) =>
        $$$"""{"type":"response.content_part.added","item_id":"i{{{item}}}","output_index":{{{item}}},"content_index":{{{index}}},"part":{"type":"output_text","text":"","annotations":[]}}""";

    private static string Stream(IEnumerable<string> events) =>
        string.Concat(events.Prepend("""{"type":"response.created","response":{"id":"r","status":"in_progress","output":[]}}""")
            .Select(data => $"data: {data}\n\n"));
}
