using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>Counts the events the client has seen in a turn and opens what waited for them.</summary>
internal sealed class EventsSeen
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<(EventCount Until, TaskCompletionSource Opened)> _waiting = [];

    public void Add(string eventType)
    {
        TaskCompletionSource[] opened;
        lock (_gate)
        {
            var count = _counts[eventType] = _counts.GetValueOrDefault(eventType) + 1;
            opened = [.. _waiting.Where(hold => IsReached(hold.Until, eventType, count)).Select(hold => hold.Opened)];
            _waiting.RemoveAll(hold => IsReached(hold.Until, eventType, count));
        }

        foreach (var hold in opened)
        {
            hold.SetResult();
        }
    }

    /// <summary>Completes when the event has been seen so often; at once when it has been already.</summary>
    public Task UntilAsync(EventCount until)
    {
        lock (_gate)
        {
            if (_counts.GetValueOrDefault(until.Type) >= until.Count)
            {
                return Task.CompletedTask;
            }

            var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((until, opened));
            return opened.Task;
        }
    }

    private static bool IsReached(EventCount until, string type, int count) =>
        string.Equals(until.Type, type, StringComparison.Ordinal) && count >= until.Count;
}
