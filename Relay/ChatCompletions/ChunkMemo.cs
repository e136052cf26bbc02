using Relay.Json;
using System.Buffers;
using System.Text.Unicode;

namespace Relay.ChatCompletions;

/// <summary>
/// Avoids parsing chunks that differ from the last one only in one text, as most consecutive chunks of a stream do. If the bytes before and
/// after the text are equal and the text needs no escape, the last parse is reused with the new text; a parser would return the same.
/// </summary>
/// <remarks>
/// Parsing a typical chunk costs about 250 ns, comparing it about 20 ns. The tests translate every stream with and without the memo and
/// compare the bytes.
/// </remarks>
internal sealed class ChunkMemo
{
    /// <summary>The bytes that end a JSON string or must be escaped in it.</summary>
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private byte[] _last = [];
    private int _before;
    private int _after;
    private ChatDelta? _delta;
    private bool _isReasoning;

    /// <summary>Applies the last parse to this chunk if only its text differs.</summary>
    public bool TryApply(ReadOnlySpan<byte> payload)
    {
        if (_delta is null || payload.Length < _before + _after)
        {
            return false;
        }

        var text = payload[_before..^_after];
        if (!payload.StartsWith(_last.AsSpan(0, _before))
            || !payload.EndsWith(_last.AsSpan(_before, _after))
            || text.ContainsAny(Special)
            || !Utf8.IsValid(text))
        {
            return false;
        }

        Set(Slice(_delta) with { Length = text.Length });
        return true;
    }

    /// <summary>Remembers a parsed chunk if it contains only one text.</summary>
    public void Learn(ReadOnlySpan<byte> payload, ChatChunk chunk)
    {
        _delta = null;
        if (chunk.OnlyDelta is not { } delta || (!delta.Content.IsString && !delta.ReasoningContent.IsString))
        {
            return;
        }

        _delta = delta;
        _isReasoning = delta.ReasoningContent.IsString;
        var slice = Slice(delta);
        _before = slice.Start;
        _after = payload.Length - slice.Start - slice.Length;
        if (_last.Length < _before + _after)
        {
            _last = new byte[_before + _after];
        }

        payload[.._before].CopyTo(_last);
        payload[^_after..].CopyTo(_last.AsSpan(_before));
    }

    private JsonSlice Slice(ChatDelta delta) => _isReasoning ? delta.ReasoningContent : delta.Content;

    private void Set(JsonSlice slice)
    {
        if (_isReasoning)
        {
            _delta!.ReasoningContent = slice;
        }
        else
        {
            _delta!.Content = slice;
        }
    }
}
