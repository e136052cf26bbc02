using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Joins the elements of <c>reasoning_details</c> from their deltas, so that the vendor receives them as if they had been sent at once: a
/// signature belongs to the text that it signs (Q69, Q70).
/// </summary>
internal sealed class ReasoningDetails
{
    private readonly List<ReasoningDetail> _elements = [];
    private readonly DetailIndex _index = new();

    public int Count => _elements.Count;

    /// <summary>Adds the elements of one delta.</summary>
    public void Add(JsonSlice details, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(details.In(payload));
        foreach (var element in document.RootElement.EnumerateArray())
        {
            if (element.ValueKind is JsonValueKind.Object)
            {
                AddElement(element);
            }
        }
    }

    /// <summary>Returns the elements as JSON objects.</summary>
    public IEnumerable<byte[]> Write() => _elements.Select(static element => element.Write());

    public void Clear()
    {
        _elements.Clear();
        _index.Clear();
    }

    private void AddElement(JsonElement element)
    {
        var keys = DetailKeys.Of(element);
        var place = FindOwner(element, keys);
        if (place < 0)
        {
            place = _elements.Count;
            _elements.Add(new ReasoningDetail());
        }

        var owner = _elements[place];
        var before = owner.Keys;
        owner.Merge(element);
        if (owner.Keys != before)
        {
            _index.Remove(before, place);
            _index.Add(owner.Keys, place);
        }
    }

    /// <summary>
    /// Returns the place of the element that a delta belongs to: it has the same index, or none and this is the latest element, and no
    /// other type or id. Vendors send index 0 for all elements of calls and distinguish them by id. A signature alone belongs to the latest
    /// element. Data without an index is complete.
    /// </summary>
    private int FindOwner(JsonElement delta, DetailKeys keys)
    {
        if (keys.Index is { } index)
        {
            return _index.FindLast(index, keys.Type, keys.Id);
        }

        return _elements is [.., var latest] && latest.Keys.Agrees(keys) && DetailKeys.GetText(delta, "data") is null
            ? _elements.Count - 1
            : -1;
    }
}
