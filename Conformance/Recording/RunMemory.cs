namespace Conformance.Recording;

/// <summary>The memory that the answers of one run may hold at once. Safe for use by many cases.</summary>
/// <param name="limit">The most bytes of bodies that are being recorded or judged at once.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "A semaphore of which no wait handle is asked holds nothing to dispose of.")]
public sealed class RunMemory(long limit)
{
    /// <summary>The limit unless a user gives another.</summary>
    public const long DefaultLimit = 512L << 20;

    /// <summary>A body beyond this size is judged while no other such body is: the JSON of a body takes several times its bytes.</summary>
    private const long Heavy = 2L << 20;

    private readonly SemaphoreSlim _heavy = new(1);
    private long _held;

    /// <summary>The most bytes of bodies that are being recorded or judged at once.</summary>
    public long Limit => limit;

    /// <summary>The bytes that are held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Returns a share for one case.</summary>
    public Share Open() => new(this);

    /// <summary>The memory of one case. Not safe for use by several threads at once.</summary>
    public sealed class Share(RunMemory whole) : IDisposable
    {
        private long _held;
        private bool _isHeavy;

        /// <summary>The run's memory.</summary>
        public RunMemory Whole => whole;

        /// <summary>Reserves memory for more bytes of a body.</summary>
        /// <returns>Whether the run's limit allows it; nothing is taken when it does not.</returns>
        public bool TryHold(long bytes)
        {
            if (Interlocked.Add(ref whole._held, bytes) > whole.Limit)
            {
                Interlocked.Add(ref whole._held, -bytes);
                return false;
            }

            _held += bytes;
            return true;
        }

        /// <summary>Returns bytes that are no longer stored.</summary>
        public void Release(long bytes)
        {
            _held -= bytes;
            Interlocked.Add(ref whole._held, -bytes);
        }

        /// <summary>Waits until the case may judge a body of that size.</summary>
        public async Task JudgeAsync(long bytes, CancellationToken cancellationToken)
        {
            if (bytes > Heavy && !_isHeavy)
            {
                await whole._heavy.WaitAsync(cancellationToken);
                _isHeavy = true;
            }
        }

        /// <summary>Returns all memory.</summary>
        public void Dispose()
        {
            Release(_held);
            if (_isHeavy)
            {
                _isHeavy = false;
                whole._heavy.Release();
            }
        }
    }
}
