using System.Text.Json;

namespace Relay.Storing;

/// <summary>Finds the items of stored turns by the ids their client knows.</summary>
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

        // Where an item was made says what belongs to it; an input may repeat it beside others.
        turns.Select(TurnItems.KeptOutput).Concat(turns.Select(TurnItems.KeptInput)).ToList().ForEach(Note);
    }

    /// <summary>The items as their client knows them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Shown => _shown;

    /// <summary>The items as they are kept, each with those beside it that only the relay knows.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Kept => _kept;

    /// <summary>What the client never saw goes with the next item that it did see, and at the end with the last: it cannot be referred to itself.</summary>
    private void Note(IEnumerable<JsonElement> items)
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
