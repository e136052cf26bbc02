namespace Benchmarks.Measuring;

/// <summary>Medians of figures.</summary>
internal static class Medians
{
    /// <summary>Returns the median; of an even number the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
