using System.Numerics;
using Relay.Translating.Items;

namespace Relay.Translating.Deltas;

/// <summary>
/// Contains calls in order, and finds the one at a position among those that are left. Adding, removing and finding take logarithmic time.
/// </summary>
internal sealed class RankedCalls
{
    private readonly List<CallItem> _calls = [];
    private readonly Dictionary<CallItem, int> _places = new(ReferenceEqualityComparer.Instance);

    // A Fenwick tree: the node at i counts the calls that are left among as many places before i + 1 as the lowest bit of i + 1 says.
    private readonly List<int> _tree = [];

    /// <summary>The number of calls that are left.</summary>
    public int Count => _places.Count;

    public void Add(CallItem call)
    {
        _places.Add(call, _calls.Count);
        _calls.Add(call);
        var last = _calls.Count;
        var left = 1;
        for (var child = last - 1; child > last - (last & -last); child -= child & -child)
        {
            left += _tree[child - 1];
        }

        _tree.Add(left);
    }

    public void Remove(CallItem call)
    {
        if (!_places.Remove(call, out var place))
        {
            return;
        }

        for (var node = place + 1; node <= _tree.Count; node += node & -node)
        {
            _tree[node - 1]--;
        }
    }

    /// <summary>Returns the call at a position among those that are left; <see langword="null"/> if there is none.</summary>
    public CallItem? Find(int position)
    {
        if (position < 0 || position >= Count)
        {
            return null;
        }

        var node = 0;
        for (var step = (int)BitOperations.RoundUpToPowerOf2((uint)_tree.Count); step > 0; step >>= 1)
        {
            if (node + step <= _tree.Count && _tree[node + step - 1] <= position)
            {
                node += step;
                position -= _tree[node - 1];
            }
        }

        return _calls[node];
    }
}
