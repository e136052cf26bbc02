namespace Benchmarks.Measuring;

/// <summary>The figures of a server under load.</summary>
/// <param name="PerSecond">The units a second.</param>
/// <param name="CpuMicroseconds">The processor time of the server's process for each unit.</param>
internal sealed record LoadFigures(double PerSecond, double CpuMicroseconds)
{
    /// <summary>Returns the median of each figure.</summary>
    public static LoadFigures Median(IReadOnlyCollection<LoadFigures> rounds) =>
        new(Medians.Of(rounds.Select(static round => round.PerSecond)), Medians.Of(rounds.Select(static round => round.CpuMicroseconds)));
}

/// <summary>The figures of two servers that were measured side by side.</summary>
internal sealed record Comparison(LoadFigures Mock, LoadFigures Beside);
