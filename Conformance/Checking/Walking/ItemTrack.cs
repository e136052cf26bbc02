using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Walking;

/// <summary>One output item from <c>output_item.added</c> to <c>output_item.done</c>.</summary>
internal sealed class ItemTrack(EventView added, int order)
{
    private readonly Dictionary<(PartFamily, long), PartTrack> _parts = [];
    private readonly List<PartTrack> _inOrder = [];

    public EventView Added { get; } = added;

    /// <summary>How many items were added before it.</summary>
    public int Order { get; } = order;

    public string? Id { get; } = added.Item.Member("id").Text();

    public string Type { get; } = added.Item.Member("type").Text() ?? "";

    public long? OutputIndex { get; } = added.OutputIndex;

    /// <summary>The first event that closes it; <see langword="null"/> while none did.</summary>
    public EventView? Done { get; set; }

    /// <summary>Further events that close it again.</summary>
    public List<EventView> DoneAgain { get; } = [];

    /// <summary>Its streamed values in the order of their first event.</summary>
    public IReadOnlyList<PartTrack> Parts => _inOrder;

    public bool IsCall => Type is "function_call" or "custom_tool_call";

    public bool WasOpenAt(EventView at) => Added.Index < at.Index && (Done is null || at.Index < Done.Index);

    public PartTrack GetPart(PartFamily family, long index)
    {
        if (!_parts.TryGetValue((family, index), out var part))
        {
            part = new PartTrack(this, family, index);
            _parts.Add((family, index), part);
            _inOrder.Add(part);
        }

        return part;
    }

    /// <summary>The text that an item's JSON holds for a streamed value; nothing when it holds none.</summary>
    public static JsonElement TextIn(JsonElement item, PartTrack part) => part.Family switch
    {
        PartFamily.Call => item.Member(part.ValueMember),
        PartFamily.Summary => item.Member("summary").Element((int)Math.Clamp(part.Index, -1, int.MaxValue)).Member("text"),
        _ => PartTrack.TextOf(item.Member("content").Element((int)Math.Clamp(part.Index, -1, int.MaxValue))),
    };
}
