using Relay.Translating.Items;

namespace Relay.Translating.Deltas;

/// <summary>
/// Finds the first two of the calls that still have a property which no call ever gets back. Each call is passed once, however often it is
/// asked.
/// </summary>
internal sealed class FirstTwo(Predicate<CallItem> holds)
{
    private readonly List<CallItem> _calls = [];
    private int _first;
    private int _second = 1;

    public void Add(CallItem call) => _calls.Add(call);

    /// <summary>Returns the only call that has the property; <see langword="null"/> if there is none or more than one.</summary>
    public CallItem? FindOnly()
    {
        _first = Skip(_first);
        _second = Skip(Math.Max(_second, _first + 1));
        return _first < _calls.Count && _second >= _calls.Count ? _calls[_first] : null;
    }

    private int Skip(int place)
    {
        while (place < _calls.Count && !holds(_calls[place]))
        {
            place++;
        }

        return place;
    }
}
