namespace MockUpstream.Varying.Bodies;

/// <summary>The bytes after some changes, and where places of the bytes before are in them.</summary>
internal sealed class ChangeMap
{
    private readonly List<Edit> _edits;

    public ChangeMap(ReadOnlyMemory<byte> bytes, IReadOnlyList<Change> changes)
    {
        _edits = [.. changes.OfType<BytesChange>().SelectMany(static change => change.Edits).OrderBy(static edit => edit.Offset)];
        Bytes = _edits.Count == 0 ? bytes : BuildBytes(bytes.Span);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Returns the new place of a boundary between two bytes. Bytes that are inserted at the boundary follow it.</summary>
    public int MapPlace(int place)
    {
        var moved = place;
        foreach (var edit in _edits.TakeWhile(edit => edit.Offset < place))
        {
            var inside = place - edit.Offset;
            moved += inside >= edit.Length ? edit.Bytes.Length - edit.Length : Math.Min(inside, edit.Bytes.Length) - inside;
        }

        return moved;
    }

    private byte[] BuildBytes(ReadOnlySpan<byte> bytes)
    {
        using var made = new MemoryStream(bytes.Length + _edits.Sum(static edit => edit.Bytes.Length));
        var at = 0;
        foreach (var edit in _edits)
        {
            made.Write(bytes[at..edit.Offset]);
            made.Write(edit.Bytes.Span);
            at = edit.Offset + edit.Length;
        }

        made.Write(bytes[at..]);
        return made.ToArray();
    }
}
