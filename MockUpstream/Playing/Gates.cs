namespace MockUpstream.Playing;

/// <summary>The named gates at which scripts wait (<c>gate: go</c>) until they are released.</summary>
/// <remarks>
/// Each release opens a gate once: for everything that waits there, or, when nothing waits, for the next that comes.
/// Safe for use from several threads.
/// </remarks>
public sealed class Gates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>The names of the gates at which something waits, in order.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_lock)
            {
                return [.. _gates
                    .Where(static gate => gate.Value.Waiting.Count > 0)
                    .Select(static gate => gate.Key)
                    .Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Opens the gate once.</summary>
    public void Release(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        TaskCompletionSource[] opened;
        lock (_lock)
        {
            var gate = GetOrAdd(name);
            opened = [.. gate.Waiting];
            gate.Waiting.Clear();
            gate.Releases += opened.Length == 0 ? 1 : 0;
        }

        foreach (var waiting in opened)
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Waits until the gate is released; returns at once when a release is left over.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task WaitAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            var gate = GetOrAdd(name);
            if (gate.Releases > 0)
            {
                gate.Releases--;
                Remove(name, gate);
                return;
            }

            gate.Waiting.Add(waiting);
        }

        try
        {
            await waiting.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                var gate = GetOrAdd(name);
                gate.Waiting.Remove(waiting);
                Remove(name, gate);
            }
        }
    }

    private Gate GetOrAdd(string name)
    {
        if (!_gates.TryGetValue(name, out var gate))
        {
            _gates[name] = gate = new Gate();
        }

        return gate;
    }

    private void Remove(string name, Gate gate)
    {
        if (gate is { Releases: 0, Waiting.Count: 0 })
        {
            _gates.Remove(name);
        }
    }

    private sealed class Gate
    {
        public List<TaskCompletionSource> Waiting { get; } = [];

        public int Releases { get; set; }
    }
}
