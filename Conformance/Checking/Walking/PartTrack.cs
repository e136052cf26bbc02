using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Walking;

/// <summary>One streamed value: a part of an item's content or summary, or a call's arguments.</summary>
internal sealed class PartTrack(ItemTrack item, PartFamily family, long index)
{
    public ItemTrack Item { get; } = item;

    public PartFamily Family { get; } = family;

    public long Index { get; } = index;

    public EventView? Added { get; private set; }

    public List<EventView> Deltas { get; } = [];

    /// <summary>Its annotation events, in order.</summary>
    public List<EventView> Annotations { get; } = [];

    public EventView? TextDone { get; private set; }

    /// <summary>Further events that carry the whole value, and deltas that follow the first of them.</summary>
    public List<EventView> AfterTextDone { get; } = [];

    public EventView? PartDone { get; private set; }

    /// <summary>The member of a call's item that holds its value.</summary>
    public string ValueMember => Item.Type == "custom_tool_call" ? "input" : "arguments";

    /// <summary>All deltas that are strings, joined.</summary>
    public string Joined => string.Concat(Deltas.Select(delta => delta.Value.Text()));

    public void Add(EventView happened)
    {
        switch (happened.Shape?.Role)
        {
            case EventRole.PartAdded:
                Added ??= happened;
                break;
            case EventRole.Delta:
                Deltas.Add(happened);
                NoteLate(happened);
                break;
            case EventRole.TextDone:
                NoteLate(happened);
                TextDone ??= happened;
                break;
            case EventRole.Annotation:
                Annotations.Add(happened);
                break;
            case EventRole.PartDone:
                PartDone ??= happened;
                break;
        }
    }

    private void NoteLate(EventView happened)
    {
        if (TextDone is not null)
        {
            AfterTextDone.Add(happened);
        }
    }

    /// <summary>The text of a part's JSON, whatever its type calls it.</summary>
    public static JsonElement TextOf(JsonElement part) =>
        part.Member("type").Text() == "refusal" ? part.Member("refusal") : part.Member("text");
}
