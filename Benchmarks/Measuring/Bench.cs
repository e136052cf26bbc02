using Benchmarks.Asking;
using Benchmarks.Serving;

namespace Benchmarks.Measuring;

/// <summary>The settings of a run, and the way two servers are measured side by side.</summary>
internal sealed class Bench : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>Makes the folder with the scenarios that the servers play.</summary>
    /// <param name="length">The length of one measurement.</param>
    /// <param name="rounds">The number of rounds.</param>
    public Bench(TimeSpan length, int rounds)
    {
        (Length, Rounds) = (length, rounds);
        Folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;
        BenchScenarios.Write(Folder);
        Scenarios = BenchScenarios.Load(Folder);
    }

    /// <summary>The length of one measurement.</summary>
    public TimeSpan Length { get; }

    /// <summary>The number of rounds.</summary>
    public int Rounds { get; }

    /// <summary>The folder with the scenarios.</summary>
    public string Folder { get; }

    /// <summary>The same scenarios, for the expected answers.</summary>
    public BenchScenarios Scenarios { get; }

    /// <summary>Compares two servers, in rounds of which each begins with the other one.</summary>
    public async Task<Comparison> CompareAsync(LoadTarget mock, LoadTarget beside, int connections, CancellationToken cancellationToken)
    {
        LoadTarget[] targets = [mock, beside];
        List<LoadFigures>[] figures = [[], []];
        foreach (var target in targets)
        {
            await Load.RunAsync(target, connections, WarmUp, cancellationToken);
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var index in round % 2 == 0 ? (int[])[0, 1] : [1, 0])
            {
                figures[index].Add(await Load.RunAsync(targets[index], connections, Length, cancellationToken));
            }
        }

        return new Comparison(LoadFigures.Median(figures[0]), LoadFigures.Median(figures[1]));
    }

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
