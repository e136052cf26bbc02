namespace Relay.Http;

/// <summary>The part of a <see cref="BodyBudget"/> that one request holds, until its chat request was sent.</summary>
/// <remarks>The end of a request and the sending of its chat request may give it back at the same time.</remarks>
internal sealed class BodyRoom(BodyBudget budget) : IDisposable
{
    private readonly Lock _changing = new();
    private long _held;
    private bool _isGivenBack;

    /// <summary>Holds this number of bytes from now on, if there is room.</summary>
    public bool TryHold(long bytes)
    {
        lock (_changing)
        {
            if (_isGivenBack)
            {
                return true;
            }

            if (!budget.TryAdd(bytes - _held))
            {
                return false;
            }

            _held = bytes;
            return true;
        }
    }

    /// <summary>Holds at most this number of bytes from now on.</summary>
    public void Shrink(long bytes)
    {
        lock (_changing)
        {
            TryHold(Math.Min(bytes, _held));
        }
    }

    /// <summary>Hands over what it holds: this one gives nothing back any more, the other one does.</summary>
    public BodyRoom TakeOver()
    {
        lock (_changing)
        {
            var other = new BodyRoom(budget) { _held = _held, _isGivenBack = _isGivenBack };
            (_held, _isGivenBack) = (0, true);
            return other;
        }
    }

    public void Dispose()
    {
        lock (_changing)
        {
            Shrink(0);
            _isGivenBack = true;
        }
    }
}
