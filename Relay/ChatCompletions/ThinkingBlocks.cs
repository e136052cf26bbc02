using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Joins the blocks of <c>thinking_blocks</c> from their deltas (Q173). A block is signed as a whole, so that the vendor must receive each
/// one as if it had been sent at once.
/// </summary>
internal sealed class ThinkingBlocks
{
    private readonly List<ThinkingBlock> _blocks = [];

    public int Count => _blocks.Count;

    /// <summary>Adds the blocks of one delta.</summary>
    public void Add(JsonSlice blocks, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(blocks.In(payload));
        var isFirst = true;
        foreach (var block in document.RootElement.EnumerateArray().Where(static block => block.ValueKind is JsonValueKind.Object))
        {
            Add(block, isFirst);
            isFirst = false;
        }
    }

    /// <summary>Returns the blocks as JSON objects.</summary>
    public IEnumerable<byte[]> Write() => _blocks.Select(static block => block.Write());

    public void Clear() => _blocks.Clear();

    /// <summary>Returns whether a delta contains a signature.</summary>
    public static bool IsSigned(JsonSlice blocks, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(blocks.In(payload));
        return document.RootElement.ValueKind is JsonValueKind.Array
            && document.RootElement.EnumerateArray().Any(static block =>
                block.ValueKind is JsonValueKind.Object && DetailKeys.GetText(block, "signature") is { Length: > 0 });
    }

    /// <summary>
    /// Adds a delta to the latest block, or opens a block: a delta belongs to the latest one until that has its signature. Redacted blocks
    /// are complete, and so are blocks of one list.
    /// </summary>
    private void Add(JsonElement delta, bool isFirst)
    {
        if (_blocks is [.., { IsComplete: true } complete] && complete.Repeats(delta))
        {
            return;
        }

        if (!isFirst || _blocks is not [.., { IsComplete: false }] || DetailKeys.GetText(delta, "data") is not null)
        {
            _blocks.Add(new ThinkingBlock());
        }

        _blocks[^1].Merge(delta);
    }
}
