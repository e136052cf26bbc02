namespace Relay.Http;

/// <summary>The part of a <see cref="BodyBudget"/> that one request holds, until its chat request was sent.</summary>
internal sealed class BodyRoom(BodyBudget budget) : IDisposable
{
    private long _held;

    /// <summary>Holds this number of bytes from now on, if there is room.</summary>
    public bool TryHold(long bytes)
    {
        if (!budget.TryAdd(bytes - _held))
        {
            return false;
        }

        _held = bytes;
        return true;
    }

    /// <summary>Holds at most this number of bytes from now on.</summary>
    public void Shrink(long bytes) => TryHold(Math.Min(bytes, _held));

    public void Dispose() => Shrink(0);
}
