namespace MockUpstream.Playing;

/// <summary>Named gates at which streams wait until somebody releases them.</summary>
/// <remarks>Safe for use from several threads. A release that nobody waits for lets the next one through.</remarks>
public sealed class Gates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);

    /// <summary>The gates at which a stream waits, by name, with the number of streams at each.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Waiting
    {
        get
        {
            lock (_lock)
            {
                return [.. _waiting.OrderBy(gate => gate.Key, StringComparer.Ordinal).Select(gate => KeyValuePair.Create(gate.Key, gate.Value.Count))];
            }
        }
    }

    /// <summary>Lets every stream that waits at this gate go on, or the next one when none waits.</summary>
    public void Release(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        lock (_lock)
        {
            if (!_waiting.Remove(name, out var waiting))
            {
                _released.Add(name);
                return;
            }

            foreach (var stream in waiting)
            {
                stream.TrySetResult();
            }
        }
    }

    /// <summary>Waits until the gate is released.</summary>
    public async Task WaitAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_released.Remove(name))
            {
                return;
            }

            if (!_waiting.TryGetValue(name, out var waiting))
            {
                _waiting[name] = waiting = [];
            }

            waiting.Add(released);
        }

        try
        {
            await released.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(name, released);
        }
    }

    private void Leave(string name, TaskCompletionSource released)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(name, out var waiting) && waiting.Remove(released) && waiting.Count == 0)
            {
                _waiting.Remove(name);
            }
        }
    }
}
