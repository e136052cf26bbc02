using System.Buffers;
using System.Buffers.Text;

namespace Relay.Storing;

/// <summary>Restores the events that an <see cref="EventFolder"/> has encoded, byte for byte.</summary>
internal ref struct EventUnfolder
{
    private const int MaxDigits = 20;

    private readonly ReadOnlySpan<byte> _folded;
    private readonly IBufferWriter<byte> _events;
    private readonly List<(Range Head, Range Body)> _models = [];
    private int _place;
    private long _next;

    private EventUnfolder(ReadOnlySpan<byte> folded, IBufferWriter<byte> events)
    {
        _folded = folded;
        _events = events;
    }

    public static void Unfold(ReadOnlySpan<byte> folded, IBufferWriter<byte> events)
    {
        var unfolder = new EventUnfolder(folded, events);
        while (unfolder._place < folded.Length)
        {
            unfolder.UnfoldOne();
        }
    }

    private void UnfoldOne()
    {
        var model = (int)ReadNumber() - 1;
        var own = (int)ReadNumber() - 1;
        var head = own < 0 ? _models[model].Head : ReadRange(own);
        var isNumbered = !_folded[head].IsEmpty;
        if (model < 0 && isNumbered)
        {
            _next = ReadNumber();
        }

        _events.Write(_folded[head]);
        if (isNumbered)
        {
            WriteDigits(_next++);
        }

        UnfoldRest(model, head);
    }

    private void UnfoldRest(int model, Range head)
    {
        var before = (int)ReadNumber();
        var after = (int)ReadNumber();
        var own = ReadRange((int)ReadNumber());
        if (model < 0)
        {
            _models.Add((head, own));
            _events.Write(_folded[own]);
            return;
        }

        var other = _folded[_models[model].Body];
        _events.Write(other[..before]);
        _events.Write(_folded[own]);
        _events.Write(other[^after..]);
    }

    private readonly void WriteDigits(long number)
    {
        Utf8Formatter.TryFormat(number, _events.GetSpan(MaxDigits), out var length);
        _events.Advance(length);
    }

    private Range ReadRange(int length)
    {
        var start = _place;
        _place += length;
        return start.._place;
    }

    private long ReadNumber()
    {
        var number = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = _folded[_place++];
            number |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
