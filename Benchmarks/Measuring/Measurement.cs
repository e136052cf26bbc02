namespace Benchmarks.Measuring;

/// <summary>One line of the result.</summary>
/// <param name="Row">The row it belongs to.</param>
/// <param name="Case">The case that was measured.</param>
/// <param name="Unit">The unit of the two figures.</param>
/// <param name="Mock">The median of the mock.</param>
/// <param name="Beside">The median of the program beside it; <see langword="null"/> for none.</param>
/// <param name="MockCpu">
/// Microseconds of processor time of the mock's process for each unit; <see langword="null"/> where it is not the subject.
/// </param>
/// <param name="BesideCpu">The same of the program beside it.</param>
/// <param name="Goal">The goal, in words.</param>
/// <param name="IsMet">Whether the goal is met.</param>
internal sealed record Measurement(
    string Row,
    string Case,
    string Unit,
    double Mock,
    double? Beside,
    double? MockCpu,
    double? BesideCpu,
    string Goal,
    bool IsMet)
{
    /// <summary>The throughput of the mock, as a part of that of the program beside it.</summary>
    public double? Ratio => Mock / Beside;

    /// <summary>The processor time of the program beside the mock, as a part of the mock's.</summary>
    public double? CpuRatio => BesideCpu / MockCpu;

    /// <summary>Makes the line of two servers that did the same work, with a least part for throughput and processor time.</summary>
    public static Measurement Compare(string row, string name, string unit, Comparison compared, double least, string beside) => new(
        row,
        name,
        unit,
        compared.Mock.PerSecond,
        compared.Beside.PerSecond,
        compared.Mock.CpuMicroseconds,
        compared.Beside.CpuMicroseconds,
        $"≥ {least:P0} of {beside}",
        compared.Mock.PerSecond >= least * compared.Beside.PerSecond
            && compared.Beside.CpuMicroseconds >= least * compared.Mock.CpuMicroseconds);
}
