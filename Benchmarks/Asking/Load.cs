using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Asking;

/// <summary>Sends requests to a server over persistent connections as fast as it answers.</summary>
internal static class Load
{
    /// <summary>Runs for a time.</summary>
    /// <returns>The answers a second, and the server's processor time for each.</returns>
    public static async Task<LoadFigures> RunAsync(LoadTarget target, int connections, TimeSpan length, CancellationToken cancellationToken)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => WireConnection.OpenAsync(target, cancellationToken)));
        try
        {
            var (cpu, begun) = (target.Server.Cpu, Stopwatch.GetTimestamp());
            var counts = await Task.WhenAll(open.Select(connection =>
                Task.Run(() => AskAsync(connection, begun, length, cancellationToken), cancellationToken)));
            var (used, took, answers) = (target.Server.Cpu - cpu, Stopwatch.GetElapsedTime(begun), counts.Sum());
            return new LoadFigures(answers / took.TotalSeconds, used.TotalMicroseconds / answers);
        }
        finally
        {
            Array.ForEach(open, static connection => connection.Dispose());
        }
    }

    private static async Task<long> AskAsync(WireConnection connection, long begun, TimeSpan length, CancellationToken cancellationToken)
    {
        var answers = 0L;
        while (Stopwatch.GetElapsedTime(begun) < length)
        {
            await connection.AskAgainAsync(cancellationToken);
            answers++;
        }

        return answers;
    }
}
