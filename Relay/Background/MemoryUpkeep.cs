using Microsoft.Extensions.Hosting;

namespace Relay.Background;

/// <summary>
/// Returns memory to the system after large answers and requests. The runtime collects only when memory is allocated, so an idle relay
/// would keep what its busiest second took.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="countAnswers">Returns the number of answers in progress.</param>
internal sealed class MemoryUpkeep(TimeProvider time, Func<int> countAnswers) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    // A collection stops all threads for some milliseconds. An idle relay, and one that sends slow streams, allocates less in one beat.
    private const long Quiet = 32 * 1024 * 1024;

    // Less is not worth a collection.
    private const long Worth = 64 * 1024 * 1024;

    // Large answers that slow clients still read would be moved in memory, not freed. A longer stream does not delay a collection.
    private const int MostWaiting = 12;

    // A collection frees pooled arrays that an earlier one, a minute before, found unused.
    private const int BeatsUntilSecond = 14;

    private long _allocated;
    private long _collected;
    private bool _isUnfinished;
    private int _waited;
    private int? _untilSecond;

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
        _waited = isQuiet ? _waited + 1 : 0;
        _untilSecond--;
        var answers = countAnswers();
        if (!isQuiet || (answers > 0 && _waited < MostWaiting))
        {
            return;
        }

        var isWorth = _isUnfinished || allocated - _collected > Worth;
        if (isWorth || _untilSecond <= 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _collected = allocated;
            _waited = 0;
            _untilSecond = isWorth ? BeatsUntilSecond : null;

            // Answers in progress still hold memory, so another collection follows when they have ended.
            _isUnfinished = answers > 0 && GC.GetTotalMemory(forceFullCollection: false) > Worth;
        }
    }
}
