using Relay.Contract;

namespace Relay.ChatCompletions;

/// <summary>Contains the counts of one usage object; <see langword="null"/> for each that it does not have.</summary>
internal readonly record struct UsageCounts(long? Input, long? Cached, long? CacheWrite, long? Output, long? Reasoning, long? Total)
{
    /// <summary>
    /// Returns these counts with those of a later object. Vendors split usage over chunks, or close with zeros: a count that is zero or
    /// absent does not replace one.
    /// </summary>
    public UsageCounts With(UsageCounts later)
    {
        var merged = new UsageCounts(
            Latest(Input, later.Input),
            Latest(Cached, later.Cached),
            Latest(CacheWrite, later.CacheWrite),
            Latest(Output, later.Output),
            Latest(Reasoning, later.Reasoning),
            Total: null);
        return merged with { Total = later.CountsAll(merged) ? later.Total : CountsAll(merged) ? Total : null };
    }

    /// <summary>Returns the counts, with zero for each that is absent.</summary>
    public TokenUsage ToUsage() =>
        new(Input ?? 0, Cached ?? 0, Output ?? 0, Reasoning ?? 0, Total ?? UsageReader.Sum(Input ?? 0, Output ?? 0))
        {
            CacheWrite = CacheWrite ?? 0,
        };

    // The total of an object is that of the answer only if it counted both parts.
    private bool CountsAll(UsageCounts merged) => Total is > 0 && Input == merged.Input && Output == merged.Output;

    private static long? Latest(long? earlier, long? later) => later is > 0 ? later : earlier ?? later;
}
