using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Relay.Json;

namespace Relay.ResponsesWire;

/// <summary>
/// Writes whole events with sequence numbers. A delta is its text between constant bytes; every other event is written member by member
/// between <see cref="Open"/> and <see cref="Close"/>.
/// </summary>
// CA1001: the JSON writer owns nothing, because it writes into the caller's buffer and is flushed with every event.
#pragma warning disable CA1001
internal sealed class EventWriter
#pragma warning restore CA1001
{
    // A longer delta is written in pieces, so that it does not require one large block of the target.
    private const int LargeToken = 16 * 1024;
    private const int MaxDigits = 20;

    private readonly Utf8JsonWriter _json;
    private IBufferWriter<byte> _target;

    /// <summary>Creates a writer.</summary>
    /// <param name="first">The number of the first event: more than zero to continue a stream that another writer began.</param>
    public EventWriter(long first = 0)
    {
        Next = first;
        _target = new ArrayBufferWriter<byte>();
        _json = new Utf8JsonWriter(_target, RelaxedJson.WriterOptions);
    }

    /// <summary>The number of the next event. Set back when events were taken back.</summary>
    public long Next { get; set; }

    /// <summary>A payload that never changes, so that a large text in it need not be copied. Empty if the payload does change.</summary>
    public ReadOnlyMemory<byte> Lasting { get; set; }

    /// <summary>Sets the buffer that receives the events.</summary>
    public void Attach(IBufferWriter<byte> target) => _target = target;

    /// <summary>Writes a delta event with a text.</summary>
    public void Delta(DeltaFrame frame, ReadOnlySpan<byte> token)
    {
        if (token.Length > LargeToken)
        {
            WriteLarge(frame, token, frame.Tail);
            return;
        }

        var span = _target.GetSpan(frame.Head.Length + MaxDigits + frame.Middle.Length + token.Length + frame.Tail.Length);
        frame.Head.CopyTo(span);
        var length = frame.Head.Length;
        Utf8Formatter.TryFormat(Next++, span[length..], out var digits);
        length += digits;
        frame.Middle.CopyTo(span[length..]);
        length += frame.Middle.Length;
        token.CopyTo(span[length..]);
        length += token.Length;
        frame.Tail.CopyTo(span[length..]);
        _target.Advance(length + frame.Tail.Length);
    }

    /// <summary>Writes a text delta with logprobs.</summary>
    public void Delta(DeltaFrame frame, ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprobs) =>
        WriteLarge(frame, token, [.. "\",\"logprobs\":["u8, .. logprobs, .. "]}\n\n"u8]);

    /// <summary>Begins an event and returns the writer for its members.</summary>
    public Utf8JsonWriter Open(string type)
    {
        WriteName(type);
        _json.Reset(_target);
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
        _json.WriteNumber("sequence_number"u8, Next);
        return _json;
    }

    /// <summary>Writes a value of the open event that never changes, without a copy if it is large.</summary>
    public void Value(in ReadOnlySequence<byte> value) => _json.WriteValue(_target, value);

    /// <summary>The buffer that receives the events.</summary>
    public IBufferWriter<byte> Target => _target;

    /// <summary>Ends the event.</summary>
    public void Close()
    {
        _json.WriteEndObject();
        _json.Flush();
        _target.Write("\n\n"u8);
        Next++;
    }

    /// <summary>Writes the end marker.</summary>
    public void Done() => _target.Write("data: [DONE]\n\n"u8);

    private void WriteLarge(DeltaFrame frame, ReadOnlySpan<byte> token, ReadOnlySpan<byte> tail)
    {
        Span<byte> number = stackalloc byte[MaxDigits];
        Utf8Formatter.TryFormat(Next++, number, out var digits);
        _target.Write(frame.Head);
        _target.Write(number[..digits]);
        _target.Write(frame.Middle);
        _target.Write(token);
        _target.Write(tail);
    }

    private void WriteName(string type)
    {
        _target.Write("event: "u8);
        Encoding.UTF8.GetBytes(type, _target);
        _target.Write("\ndata: "u8);
    }
}
