namespace Relay.ChatCompletions;

/// <summary>
/// Finds the last element of an index that agrees with a type and an id. An element is listed for every question that it answers: by its
/// type or any, and by its id or any. An element without a type or an id answers each of them, so it is asked for beside the given one.
/// </summary>
internal sealed class DetailIndex
{
    // Distinct from every value of a vendor, which is compared with its mark before it.
    private const string Any = "*";
    private const string Absent = "-";

    private readonly Dictionary<(int Index, string Type, string Id), SortedSet<int>> _places = [];

    /// <summary>Lists an element.</summary>
    public void Add(DetailKeys keys, int place) => ForEach(keys, (index, key) =>
    {
        if (!index._places.TryGetValue(key, out var places))
        {
            index._places[key] = places = [];
        }

        places.Add(place);
    });

    /// <summary>Removes an element, before its keys change.</summary>
    public void Remove(DetailKeys keys, int place) => ForEach(keys, (index, key) =>
    {
        var places = index._places[key];
        places.Remove(place);
        if (places.Count == 0)
        {
            index._places.Remove(key);
        }
    });

    /// <summary>Returns the place of the last element that agrees; -1 if there is none.</summary>
    public int FindLast(int index, string? type, string? id)
    {
        var last = -1;
        foreach (var asked in Ask(type))
        {
            foreach (var named in Ask(id))
            {
                if (_places.TryGetValue((index, asked, named), out var places))
                {
                    last = Math.Max(last, places.Max);
                }
            }
        }

        return last;
    }

    public void Clear() => _places.Clear();

    private static string[] Ask(string? said) => said is null ? [Any] : [Known(said), Absent];

    private static string Known(string? value) => value is null ? Absent : "=" + value;

    private void ForEach(DetailKeys keys, Action<DetailIndex, (int Index, string Type, string Id)> act)
    {
        if (keys.Index is not { } index)
        {
            return;
        }

        act(this, (index, Known(keys.Type), Known(keys.Id)));
        act(this, (index, Known(keys.Type), Any));
        act(this, (index, Any, Known(keys.Id)));
        act(this, (index, Any, Any));
    }
}
