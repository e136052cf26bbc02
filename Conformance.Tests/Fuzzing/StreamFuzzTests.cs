using System.Globalization;
using Conformance.Fuzzing.Generating;
using NUnit.Framework;

namespace Conformance.Tests.Fuzzing;

/// <summary>Generated streams through the relay in this process: no stream may break a rule, succeed without proof, or depend on how its bytes are cut.</summary>
[CancelAfter(3_600_000)]
internal sealed class StreamFuzzTests
{
    private const int PerSeed = 1000;

    [Test]
    public Task Generated_streams_are_translated_by_the_contract([Range(1, 20)] int seed, CancellationToken cancellationToken) => PlayAsync(seed, 0, PerSeed, cancellationToken);

    [Test, Explicit("Takes minutes. FUZZ_STREAMS and FUZZ_SEED set the number of streams and the seed."), Category("Fuzz")]
    public async Task A_million_streams_are_translated_by_the_contract(CancellationToken cancellationToken)
    {
        var count = Setting("FUZZ_STREAMS", 1_000_000);
        var seed = Setting("FUZZ_SEED", 2026);
        var found = new Dictionary<string, (long Number, int Times, string Words)>(StringComparer.Ordinal);
        var started = TimeProvider.System.GetTimestamp();
        for (long number = 0; number < count; number++)
        {
            foreach (var wrong in await InProcessJudge.JudgeAsync(FuzzCases.Create(seed, number), number, cancellationToken))
            {
                var key = wrong.Split(" expected ")[0];
                var before = found.GetValueOrDefault(key, (number, 0, wrong));
                found[key] = (before.Item1, before.Item2 + 1, before.Item3);
            }
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        await TestContext.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} streams of seed {seed} in {elapsed.TotalSeconds:f0} s, {found.Count} different failures"));
        foreach (var (times, words) in found.Values.Select(static one => (one.Times, $"case {one.Number}: {one.Words}")))
        {
            await TestContext.Progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{times} times, first in {words}"));
        }

        Assert.That(found, Is.Empty, "different failures");
    }

    private static async Task PlayAsync(long seed, long first, int count, CancellationToken cancellationToken)
    {
        for (var number = first; number < first + count; number++)
        {
            var wrong = await InProcessJudge.JudgeAsync(FuzzCases.Create(seed, number), number, cancellationToken);
            Assert.That(wrong, Is.Empty, $"seed {seed}, case {number}");
        }
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;
}
