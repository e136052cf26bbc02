namespace Relay.Storing;

/// <summary>
/// Encodes events as differences from earlier ones, so that a delta takes its text and about five bytes. <see cref="EventUnfolder"/>
/// restores the same bytes.
/// </summary>
/// <remarks>
/// This runs for every delta of every stored response, so it may cost no more than one look at the bytes; compression would look at them
/// many times. Only the encoded bytes are held, so that an idle stream is cheap. A record contains: the distance to the event it resembles
/// (0 for none), the length of its own head plus one (0 for the other's head), its number if it resembles none and has a head, the lengths
/// of the other's rest before and after its own bytes, and its own bytes.
/// </remarks>
internal sealed class EventFolder
{
    // Parallel calls alternate, and reasoning may be sent in two forms at once: a few events back are enough.
    private const int MostLookedAt = 8;

    // Only a long event refers to one of another type: response.in_progress to response.created.
    private const int LongRest = 1024;

    private readonly List<(int Head, int HeadLength, int Body, int BodyLength)> _models = [];
    private byte[] _folded = new byte[256];
    private int _count;
    private long _next = -1;

    /// <summary>The number of bytes of events that were encoded.</summary>
    public int Length { get; private set; }

    /// <summary>The records so far. Valid until more are added.</summary>
    public ReadOnlySpan<byte> Folded => _folded.AsSpan(0, _count);

    /// <summary>Adds whole events.</summary>
    public void Add(ReadOnlySpan<byte> events)
    {
        Length += events.Length;
        while (!events.IsEmpty)
        {
            var end = events.IndexOf("\n\n"u8);
            var frame = end < 0 ? events : events[..(end + 2)];
            Fold(FoldedEvent.Split(frame));
            events = events[frame.Length..];
        }
    }

    private void Fold(FoldedEvent told)
    {
        if ((told.Head.IsEmpty || told.Number == _next) && TryFindModel(told, out var model, out var before, out var after))
        {
            WriteNumber(model + 1);
            WriteHead(told.Head, isNew: !told.Head.SequenceEqual(GetHead(model)));
            WriteDifference(told.Rest, before, after);
        }
        else
        {
            WriteModel(told);
        }

        _next = told.Head.IsEmpty ? _next : told.Number + 1;
    }

    private void WriteModel(FoldedEvent told)
    {
        WriteNumber(0);
        WriteHead(told.Head, isNew: true);
        var head = _count - told.Head.Length;
        if (!told.Head.IsEmpty)
        {
            WriteNumber(told.Number);
        }

        WriteDifference(told.Rest, before: 0, after: 0);
        _models.Add((head, told.Head.Length, _count - told.Rest.Length, told.Rest.Length));
    }

    private bool TryFindModel(FoldedEvent told, out int model, out int before, out int after)
    {
        for (model = _models.Count - 1; model >= Math.Max(0, _models.Count - MostLookedAt); model--)
        {
            if (told.Head.SequenceEqual(GetHead(model)) && Resembles(told.Rest, model, out before, out after))
            {
                return true;
            }
        }

        model = _models.Count - 1;
        before = after = 0;
        return model >= 0 && told.Rest.Length > LongRest && !told.Head.IsEmpty && Resembles(told.Rest, model, out before, out after);
    }

    private bool Resembles(ReadOnlySpan<byte> rest, int model, out int before, out int after)
    {
        var other = _folded.AsSpan(_models[model].Body, _models[model].BodyLength);
        before = rest.CommonPrefixLength(other);
        var most = Math.Min(rest.Length, other.Length) - before;
        for (after = 0; after < most && rest[^(after + 1)] == other[^(after + 1)]; after++)
        {
            // Only the length is needed.
        }

        return (before + after) * 2 > rest.Length;
    }

    private ReadOnlySpan<byte> GetHead(int model) => _folded.AsSpan(_models[model].Head, _models[model].HeadLength);

    private void WriteHead(ReadOnlySpan<byte> head, bool isNew)
    {
        WriteNumber(isNew ? head.Length + 1 : 0);
        if (isNew)
        {
            Write(head);
        }
    }

    private void WriteDifference(ReadOnlySpan<byte> rest, int before, int after)
    {
        WriteNumber(before);
        WriteNumber(after);
        var own = rest[before..^after];
        WriteNumber(own.Length);
        Write(own);
    }

    // Seven bits per byte, the low ones first.
    private void WriteNumber(long number)
    {
        Reserve(10);
        for (; number >= 0x80; number >>= 7)
        {
            _folded[_count++] = (byte)(number | 0x80);
        }

        _folded[_count++] = (byte)number;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_folded.AsSpan(_count));
        _count += bytes.Length;
    }

    // Grows by a quarter: the first event may contain a request's tools, which should not be held twice.
    private void Reserve(int more)
    {
        if (_folded.Length - _count < more)
        {
            Array.Resize(ref _folded, Math.Max(_count + more, _folded.Length + (_folded.Length / 4)));
        }
    }
}
