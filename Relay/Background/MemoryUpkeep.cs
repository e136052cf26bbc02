using Microsoft.Extensions.Hosting;

namespace Relay.Background;

/// <summary>
/// Returns memory to the system after large answers and requests. The runtime collects only when memory is allocated, so an idle relay
/// would keep what its busiest second took.
/// </summary>
internal sealed class MemoryUpkeep(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    // A collection stops all threads for some milliseconds. An idle relay, and one that sends slow streams, allocates less in one beat.
    private const long Quiet = 32 * 1024 * 1024;

    // Less is not worth a collection.
    private const long Worth = 64 * 1024 * 1024;

    // A collection frees pooled arrays that an earlier one, a minute before, found unused.
    private const int BeatsUntilSecond = 14;

    private long _allocated;
    private long _collected;
    private int _untilSecond;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Beat, time, stoppingToken);
            Look(GC.GetTotalAllocatedBytes());
        }
    }

    private void Look(long allocated)
    {
        var isQuiet = allocated - _allocated < Quiet;
        _allocated = allocated;
        _untilSecond--;
        if (isQuiet && (allocated - _collected > Worth || _untilSecond == 0))
        {
            _untilSecond = allocated - _collected > Worth ? BeatsUntilSecond : 0;
            _collected = allocated;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
