using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>One row: a question about cost, and the way it is measured.</summary>
/// <param name="Name">The word that selects it.</param>
/// <param name="Title">The question.</param>
/// <param name="MeasureAsync">Measures it.</param>
internal sealed record BenchmarkRow(
    string Name,
    string Title,
    Func<Bench, CancellationToken, Task<IReadOnlyList<Measurement>>> MeasureAsync)
{
    /// <summary>All rows, in the order in which they are measured.</summary>
    public static IReadOnlyList<BenchmarkRow> All { get; } =
    [
        new("streams", "100 chunks in one write, beside bare Kestrel", StreamRows.CoalescedAsync),
        new("sends", "100 chunks, each a send of its own, beside bare Kestrel", StreamRows.SeparateAsync),
        new("plain", "a plain answer, beside plain WireMock.Net", PlainRow.MeasureAsync),
        new("matching", "finding a case among 2,000, beside 20", MatchingRow.MeasureAsync),
        new("boundaries", "one-byte boundaries proven to be read", BoundaryRow.MeasureAsync),
        new("memory", "memory for each open slow stream, beside bare Kestrel", MemoryRow.MeasureAsync),
        new("ready", "time from the start of relayconf serve to its first answer", ReadyRow.MeasureAsync),
    ];
}
