using System.Text;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Tests.Recording;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.Hostile;

/// <summary>An answer without an end, or beyond all measure: reading stops, the connection is closed, and the relay is told.</summary>
[CancelAfter(60_000)]
internal sealed class LimitTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static readonly byte[] ManyEvents =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: {\"type\":\"response.in_progress\"}\n\n", 100)));
    private static readonly byte[] LongEvents = Encoding.UTF8.GetBytes($"data: \"{new string('a', 30_000)}\"\n\n");
    private static readonly byte[] NoLineEnd = [.. Enumerable.Repeat((byte)'a', 16 * 1024)];
    private static readonly byte[] Comments = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": ping\n", 1000)));
    private static readonly byte[] DataLines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: a\n", 1000)));

    private static IEnumerable<TestCaseData> Endless() =>
    [
        new TestCaseData(Head, ManyEvents, "has too many events", "1,000 events").SetArgDisplayNames("events"),
        new TestCaseData(Head, LongEvents, "is too large", "1 MiB (--max-answer-bytes)").SetArgDisplayNames("long events"),
        new TestCaseData(Head, NoLineEnd, "a line or an event that is too long", "64 KiB (--max-line-bytes)")
            .SetArgDisplayNames("one line"),
        new TestCaseData(Head, DataLines, "a line or an event that is too long", "64 KiB").SetArgDisplayNames("one event of many lines"),
        new TestCaseData(Head, Comments, "has too many events", "events and comments").SetArgDisplayNames("comments"),
        new TestCaseData(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n",
            NoLineEnd,
            "is too large",
            "1 MiB").SetArgDisplayNames("a body of 1 GB on one line"),
        new TestCaseData("HTTP/1.1 500 No\r\nContent-Type: text/html\r\n\r\n", LongEvents, "is too large", "1 MiB")
            .SetArgDisplayNames("an error without an end"),
    ];

    [TestCaseSource(nameof(Endless))]
    public async Task An_endless_answer_is_cut_off_and_told(
        string head, byte[] piece, string message, string expected, CancellationToken cancellationToken)
    {
        var closed = new TaskCompletionSource();
        await using var relay = new RawServer(connection => EndlessAsync(connection, head, piece, closed));

        var outcome = await HostileStage.PlayAsync(relay, HostileStage.Settings(HostileStage.Small), cancellationToken);
        await closed.Task.WaitAsync(cancellationToken);

        var finding = outcome.Result.Findings.Single();
        var turn = outcome.Evidence!.Turns.Single();
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Failed), outcome.Result.Reason);
            Assert.That((finding.Check, finding.Kind), Is.EqualTo(("answer-too-large", FindingKind.Outcome)));
            Assert.That(finding.Message, Does.Contain(message).And.EndsWith("stopped reading and closed the connection."));
            Assert.That(finding.Expected, Does.Contain(expected));
            Assert.That(finding.Received, Does.Match("^[0-9,]+ bytes and [0-9,]+ complete events or comments so far$"));
            Assert.That((turn.Body.Length, turn.End), Is.EqualTo((HostileStage.Small.KeptBytes, "too_large")));
            Assert.That(turn.BodyTotal, Is.GreaterThan(HostileStage.Small.KeptBytes).And.LessThan(4 << 20));
        });
    }

    [Test]
    public async Task An_endless_body_for_a_question_without_a_stream_is_told(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(connection => EndlessAsync(connection, Head, LongEvents, new TaskCompletionSource()));

        var outcome = await HostileStage.PlayAsync(
            relay, HostileStage.Settings(HostileStage.Small), cancellationToken, Theatre.Scenario("text/plain"));

        Assert.That(outcome.Result.Findings.Single().Check, Is.EqualTo("answer-too-large"));
    }

    [Test]
    public async Task What_all_answers_hold_at_once_is_bounded(CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(connection => EndlessAsync(connection, Head, LongEvents, new TaskCompletionSource()));
        var settings = HostileStage.Settings() with { MemoryLimit = 200_000 };

        var outcome = await HostileStage.PlayAsync(relay, settings, cancellationToken);

        Assert.That(
            outcome.Result.Findings.Single().Expected, Is.EqualTo("at most 200,000 bytes in all answers being read (--max-memory)"));
    }

    [Test]
    public void Memory_that_a_case_held_is_free_when_it_ends()
    {
        var memory = new RunMemory(100);
        using (var first = memory.Open())
        {
            using var second = memory.Open();
            Assert.That((first.TryHold(60), second.TryHold(60), second.TryHold(40), memory.Held), Is.EqualTo((true, false, true, 100L)));
        }

        Assert.That(memory.Held, Is.Zero);
    }

    [Test]
    public async Task A_large_answer_is_judged_alone(CancellationToken cancellationToken)
    {
        var memory = new RunMemory(100);
        var first = memory.Open();
        using var second = memory.Open();
        await first.JudgeAsync(3 << 20, cancellationToken);
        await first.JudgeAsync(3 << 20, cancellationToken);

        var small = second.JudgeAsync(1 << 20, cancellationToken);
        var large = second.JudgeAsync(3 << 20, cancellationToken);

        Assert.That((small.IsCompleted, large.IsCompleted), Is.EqualTo((true, false)));
        first.Dispose();
        Assert.That(async () => await large.WaitAsync(cancellationToken), Throws.Nothing);
    }

    [Test]
    public async Task A_hundred_thousand_events_are_allowed(CancellationToken cancellationToken)
    {
        var events = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: {\"type\":\"response.in_progress\"}\n\n", 100_000)));
        await using var relay = new RawServer(async connection =>
        {
            await connection.SendAsync(Head);
            await connection.SendAsync(events);
        });

        var outcome = await HostileStage.PlayAsync(relay, HostileStage.Settings(), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Failed), outcome.Result.Reason);
            Assert.That(
                outcome.Result.Findings.Select(finding => finding.Check),
                Has.None.EqualTo("answer-too-large").And.Some.EqualTo("created-first"));
            Assert.That(outcome.Evidence!.Turns.Single().Events, Has.Count.EqualTo(100_000));
        });
    }

    [TestCase("headers only", RawConnection.StreamHead)]
    [TestCase("nothing", "")]
    [TestCase("half a head", "HTTP/1.1 200 OK\r\nContent-")]
    [TestCase("half a chunk", RawConnection.StreamHead + "ff\r\ndata: ")]
    public async Task An_answer_that_does_not_go_on_is_ended_by_the_timeout_and_told(
        string name, string sent, CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(async connection =>
        {
            await connection.SendAsync(sent);
            await connection.UntilGoneAsync();
        });

        var outcome = await HostileStage.PlayAsync(relay, HostileStage.Settings(seconds: 0.5), cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Failed), outcome.Result.Reason);
            Assert.That(outcome.Evidence!.Turns.Single().End, Is.EqualTo("timed_out"), name);
            Assert.That(HostileStage.Errors(outcome), Has.Some.Match("time ran out|no answer|[Tt]imeout"));
        });
    }

    [Test]
    public async Task An_answer_that_dribbles_is_ended_by_the_timeout(CancellationToken cancellationToken)
    {
        var closed = new TaskCompletionSource();
        await using var relay =
            new RawServer(connection => EndlessAsync(connection, Head, ": \n"u8.ToArray(), closed, TimeSpan.FromMilliseconds(20)));

        var outcome = await HostileStage.PlayAsync(relay, HostileStage.Settings(seconds: 0.5), cancellationToken);
        await closed.Task.WaitAsync(cancellationToken);

        Assert.That((outcome.Result.Verdict, outcome.Evidence!.Turns.Single().End), Is.EqualTo((Verdict.Failed, "timed_out")));
    }

    /// <summary>Sends pieces until the client has gone.</summary>
    private static async Task EndlessAsync(
        RawConnection connection, string head, byte[] piece, TaskCompletionSource closed, TimeSpan rest = default)
    {
        try
        {
            await connection.SendAsync(head);
            while (true)
            {
                await connection.SendAsync(piece);
                await Task.Delay(rest, TimeProvider.System, connection.Stopped);
            }
        }
        catch (IOException)
        {
            closed.TrySetResult();
            throw;
        }
    }
}
