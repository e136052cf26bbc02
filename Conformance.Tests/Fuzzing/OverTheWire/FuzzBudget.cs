using System.Collections.Concurrent;
using System.Globalization;
using NUnit.Framework;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>Plays a number of generated cases, several at once, and collects each kind of fault once.</summary>
/// <param name="what">The name of the cases, in the plural.</param>
/// <param name="seed">The seed.</param>
/// <param name="first">The number of the first case.</param>
/// <param name="count">The number of cases.</param>
internal sealed class FuzzBudget(string what, long seed, long first, long count)
{
    private const int MostShown = 300;
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<string, (long Number, int Times, string Words)> _found = new(StringComparer.Ordinal);

    /// <summary>Reads a number from the environment.</summary>
    public static long Read(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : usual;

    /// <summary>Plays the cases, and returns the faults: the first case of each kind, and how often it came.</summary>
    /// <param name="play">Plays the case of a number, and returns what is wrong.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> RunAsync(
        Func<long, CancellationToken, Task<IReadOnlyList<string>>> play, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(first, first + count, options, async (number, token) =>
        {
            foreach (var fault in await play(number, token))
            {
                Note(number, fault);
            }
        });
        await TestContext.Progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {what} of seed {seed} in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:f0} s, "
                + $"{_found.Count} kinds of fault"));
        List<string> faults =
        [
            .. _found.Values.OrderBy(static fault => fault.Number).Take(MostShown).Select(fault =>
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}, case {fault.Number}, {fault.Times} times: {fault.Words}")),
        ];
        foreach (var fault in faults)
        {
            // The assertion shows the beginning of the first alone.
            await TestContext.Progress.WriteLineAsync(fault);
        }

        return faults;
    }

    // The kind of a fault is its setting and its first words.
    private void Note(long number, string fault)
    {
        const int KindLength = 80;
        var kind = fault[..Math.Min(fault.Length, KindLength)];
        _found.AddOrUpdate(
            kind,
            _ => (number, 1, fault),
            (_, before) => number < before.Number ? (number, before.Times + 1, fault) : before with { Times = before.Times + 1 });
    }
}
