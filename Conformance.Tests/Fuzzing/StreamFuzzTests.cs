using System.Collections.Concurrent;
using System.Globalization;
using Conformance.Fuzzing.Generating;
using NUnit.Framework;

namespace Conformance.Tests.Fuzzing;

/// <summary>
/// Generated streams through the relay in this process: no stream may break a rule, succeed without proof, or depend on how its bytes are
/// cut.
/// </summary>
[CancelAfter(3_600_000)]
internal sealed class StreamFuzzTests
{
    private const int PerSeed = 1000;

    [Test]
    public Task Generated_streams_are_translated_by_the_contract([Range(1, 10)] int seed, CancellationToken cancellationToken) =>
        PlayAsync(seed, 0, PerSeed, cancellationToken);

    [Test, Explicit("Takes an hour. FUZZ_STREAMS, FUZZ_SEED and FUZZ_FIRST set the number of streams, the seed and the first "
        + "case."), Category("Fuzz"), CancelAfter(4 * 3_600_000)]
    public async Task A_million_streams_are_translated_by_the_contract(CancellationToken cancellationToken)
    {
        var count = Setting("FUZZ_STREAMS", 1_000_000);
        var seed = Setting("FUZZ_SEED", 2026);
        var first = Setting("FUZZ_FIRST", 0);
        var found = new ConcurrentDictionary<string, Failure>(StringComparer.Ordinal);
        var done = 0;
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForAsync(first, first + count, cancellationToken, async (number, token) =>
        {
            foreach (var wrong in await InProcessJudge.JudgeAsync(FuzzCases.Create(seed, number), number, token))
            {
                var one = new Failure(number, 1, wrong);
                if (found.AddOrUpdate(wrong.Split(" expected ")[0], one, (_, before) => before.And(one)).Times == 1)
                {
                    await TestContext.Progress.WriteLineAsync($"case {number}: {wrong}");
                }
            }

            if (Interlocked.Increment(ref done) is var so && so % 20_000 == 0)
            {
                await TestContext.Progress.WriteLineAsync(Line(so, seed, started, found.Count));
            }
        });
        await TestContext.Progress.WriteLineAsync(Line(done, seed, started, found.Count));
        foreach (var (number, times, words) in found.Values)
        {
            await TestContext.Progress.WriteLineAsync($"{times} times, first in case {number}: {words}");
        }

        Assert.That(found, Is.Empty, "different failures");
    }

    private static string Line(int count, long seed, long started, int failures) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count} streams of seed {seed} in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:f0} s, {failures} different "
            + $"failures");

    /// <summary>Cases that failed once, each for a reason of its own.</summary>
    [TestCase(2026, 11580, TestName = "Arguments behind a byte order mark are the upstream's own")]
    [TestCase(2026, 29538, TestName = "A line of JSON before the events does not depend on cuts")]
    [TestCase(2026, 33739, TestName = "A line of JSON alone does not depend on cuts")]
    [TestCase(2026, 38821, TestName = "Whole arguments that are said again count once")]
    [TestCase(31, 57210, TestName = "Pieces without an index may be mixed with another call's")]
    [TestCase(2026, 43761, TestName = "A call whose name may go on keeps its place")]
    [TestCase(2026, 46120, TestName = "A stream that stays open has an end that can be seen")]
    [TestCase(2026, 89006, TestName = "A byte order mark before a line of JSON does not depend on cuts")]
    [TestCase(2026, 151804, TestName = "Joined parts that hold another text lose none")]
    [TestCase(2026, 202202, TestName = "A sentinel on the second line of an event is one or is none")]
    [TestCase(2026, 437406, TestName = "Arguments with half a surrogate pair are compared")]
    [TestCase(2026, 564699, TestName = "Joined parts that equal another message are no repetition")]
    [TestCase(2026, 736875, TestName = "Arguments with a huge exponent are compared")]
    public Task A_case_that_failed_once_is_translated_by_the_contract(long seed, long number) =>
        PlayAsync(seed, number, 1, CancellationToken.None);

    private static async Task PlayAsync(long seed, long first, int count, CancellationToken cancellationToken)
    {
        for (var number = first; number < first + count; number++)
        {
            var wrong = await InProcessJudge.JudgeAsync(FuzzCases.Create(seed, number), number, cancellationToken);
            Assert.That(wrong, Is.Empty, $"seed {seed}, case {number}");
        }
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : usual;

    private sealed record Failure(long Number, int Times, string Words)
    {
        public Failure And(Failure other) => this with { Number = Math.Min(Number, other.Number), Times = Times
            + other.Times, Words = Number < other.Number ? Words : other.Words };
    }
}
