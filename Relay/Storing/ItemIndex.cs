using System.Text.Json;

namespace Relay.Storing;

/// <summary>Finds items of stored turns by the ids that the client knows.</summary>
internal sealed class ItemIndex
{
    private readonly Dictionary<string, JsonElement> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unseen = new(StringComparer.Ordinal);

    public ItemIndex(IReadOnlyList<StoredResponse> turns)
    {
        foreach (var item in turns.SelectMany(TurnItems.Shown))
        {
            if (ResponseJson.IdOf(item) is { } id)
            {
                _shown.TryAdd(id, item);
            }
        }

        // The response that created an item decides which hidden items belong to it; an input may repeat it beside others.
        turns.Select(TurnItems.KeptOutput).Concat(turns.Select(TurnItems.KeptInput)).ToList().ForEach(AddItems);
    }

    /// <summary>The items in the form that the client received.</summary>
    public IReadOnlyDictionary<string, JsonElement> Shown => _shown;

    /// <summary>The items in their stored form, each with the hidden ones that belong to it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Kept => _kept;

    /// <summary>Adds hidden items to the next visible one, and at the end to the last, because the client cannot refer to them.</summary>
    private void AddItems(IEnumerable<JsonElement> items)
    {
        var unseen = new List<JsonElement>();
        string? last = null;
        foreach (var item in items)
        {
            if (ResponseJson.IdOf(item) is not { } id)
            {
                continue;
            }

            if (_shown.ContainsKey(id))
            {
                _kept.TryAdd(id, [.. unseen, item]);
                unseen.Clear();
                last = id;
            }
            else if (_unseen.Add(id))
            {
                unseen.Add(item);
            }
        }

        if (last is not null)
        {
            _kept[last] = [.. _kept[last], .. unseen];
        }
    }
}
