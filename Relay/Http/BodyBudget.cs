namespace Relay.Http;

/// <summary>Limits the memory that the request bodies of all clients take together.</summary>
/// <param name="most">The maximum number of bytes.</param>
internal sealed class BodyBudget(long most) : IDisposable
{
    private long _held;

    /// <summary>Admits few large bodies to be parsed at a time, since a parsed body takes many times its size.</summary>
    public SemaphoreSlim Parsing { get; } = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The bytes that are held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Begins to hold the bytes of one request.</summary>
    public BodyRoom Open() => new(this);

    public void Dispose() => Parsing.Dispose();

    /// <summary>Changes the number of bytes that are held.</summary>
    /// <returns>Whether there was room for more.</returns>
    internal bool TryAdd(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most || bytes <= 0)
        {
            return true;
        }

        Interlocked.Add(ref _held, -bytes);
        return false;
    }
}
