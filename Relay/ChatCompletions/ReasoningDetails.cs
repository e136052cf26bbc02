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

    public void Clear() => _elements.Clear();

    private void AddElement(JsonElement element)
    {
        if (_elements.FindLast(known => known.CanContinueWith(element, isLatest: known == _elements[^1])) is { } owner)
        {
            owner.Merge(element);
            return;
        }

        var begun = new ReasoningDetail();
        begun.Merge(element);
        _elements.Add(begun);
    }
}
