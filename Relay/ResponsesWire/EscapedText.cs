using System.Buffers;
using Relay.Json;

namespace Relay.ResponsesWire;

/// <summary>
/// Collects the text of one string as it arrives, in escaped bytes. Appending costs only the appended bytes; nothing is unescaped only to
/// be escaped again.
/// </summary>
/// <remarks>
/// A long text is collected in blocks, so that it takes its memory once. A text whose bytes are asked for in one piece is one array from
/// then on.
/// </remarks>
internal sealed class EscapedText
{
    private const int LargestBlock = 64 * 1024;

    private static readonly byte[] Quotes = "\"\""u8.ToArray();

    private byte[] _bytes = CreateBuffer();
    private int _end = 1;
    private List<ReadOnlyMemory<byte>>? _before;
    private int _lengthBefore;
    private bool _isOneArray;

    /// <summary>The empty text as a JSON string.</summary>
    public static ReadOnlySequence<byte> None { get; } = new(Quotes);

    public int Length => _lengthBefore + _end - 1;

    /// <summary>The text without quotes. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            Merge();
            return _bytes.AsSpan(1, Length);
        }
    }

    /// <summary>The text as a JSON string. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Quoted
    {
        get
        {
            Merge();
            CloseQuote();
            return _bytes.AsSpan(0, _end + 1);
        }
    }

    /// <summary>The text as a JSON string, in one or more segments. Nothing may be appended afterwards.</summary>
    public ReadOnlySequence<byte> QuotedSegments
    {
        get
        {
            CloseQuote();
            var last = _bytes.AsMemory(0, _end + 1);
            return _before is null ? new ReadOnlySequence<byte>(last) : Segments.Join([.. _before, last]);
        }
    }

    public void Append(ReadOnlySpan<byte> token)
    {
        Reserve(token.Length);
        token.CopyTo(_bytes.AsSpan(_end));
        _end += token.Length;
    }

    /// <summary>Appends a part of bytes that never change.</summary>
    /// <param name="token">The text.</param>
    /// <param name="lasting">The bytes that may contain it. A text that is most of them is referred to instead of copied.</param>
    public void Append(ReadOnlySpan<byte> token, ReadOnlyMemory<byte> lasting)
    {
        if (_isOneArray || token.Length <= LargestBlock || token.Length < lasting.Length / 2
            || !lasting.Span.Overlaps(token, out var offset))
        {
            Append(token);
            return;
        }

        (_before ??= []).Add(_bytes.AsMemory(0, _end));
        _before.Add(lasting.Slice(offset, token.Length));
        _lengthBefore += _end + token.Length;
        _bytes = new byte[LargestBlock];
        _end = 0;
    }

    public void Clear()
    {
        if (_before is not null)
        {
            _before = null;
            _lengthBefore = 0;
            _bytes = CreateBuffer();
        }

        _end = 1;
    }

    private static byte[] CreateBuffer()
    {
        var buffer = new byte[128];
        buffer[0] = (byte)'"';
        return buffer;
    }

    private void CloseQuote()
    {
        Reserve(1);
        _bytes[_end] = (byte)'"';
    }

    private void Merge()
    {
        _isOneArray = true;
        if (_before is null)
        {
            return;
        }

        var whole = GC.AllocateUninitializedArray<byte>(_lengthBefore + _end + 1);
        var filled = 0;
        foreach (var block in _before)
        {
            block.Span.CopyTo(whole.AsSpan(filled));
            filled += block.Length;
        }

        _bytes.AsSpan(0, _end).CopyTo(whole.AsSpan(filled));
        _end += filled;
        _bytes = whole;
        _before = null;
        _lengthBefore = 0;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _end >= more)
        {
            return;
        }

        if (_isOneArray || _bytes.Length < LargestBlock)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(GrownLength, (long)_end + more), Array.MaxLength));
            return;
        }

        (_before ??= []).Add(_bytes.AsMemory(0, _end));
        _lengthBefore += _end;
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(LargestBlock, more));
        _end = 0;
    }

    // A large array grows by half, because up to that much of it is never used.
    private long GrownLength => _bytes.LongLength + (_bytes.LongLength / (_bytes.Length < LargestBlock * 16 ? 1 : 2));
}
