using System.Text;
using Benchmarks.Asking;
using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>The same short answer from a host with 2,000 cases and from one with 20.</summary>
internal static class MatchingRow
{
    // Two measurements of the same differ by as much on a busy machine. A mapping for each case would cost a hundred times as much.
    private const double Least = 0.75;

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        using var many = await ServerProcess.StartAsync(["cases", bench.Folder, "2000"], cancellationToken);
        using var few = await ServerProcess.StartAsync(["cases", bench.Folder, "20"], cancellationToken);
        var body = Encoding.UTF8.GetBytes("x");
        var compared = await bench.CompareAsync(
            new LoadTarget(many, "rc-copy-19", body),
            new LoadTarget(few, "rc-copy-19", body),
            1,
            cancellationToken);
        return [Measurement.Compare("matching", "2,000 cases, beside 20", "answers/s", compared, Least, "20 cases")];
    }
}
