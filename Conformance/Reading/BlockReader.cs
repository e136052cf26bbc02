using System.Text;

namespace Conformance.Reading;

/// <summary>Gathers lines into events: the fields between two blank lines.</summary>
internal sealed class BlockReader(ReadClock clock)
{
    private const int LongestNote = 200;

    private readonly List<WireEvent> _events = [];
    private readonly List<WireNote> _notes = [];
    private readonly StringBuilder _joined = new();
    private int _blockStart = -1;
    private int _dataLines;
    private string? _name;
    private string? _id;
    private string? _retry;

    public IReadOnlyList<WireEvent> Events => _events;

    public IReadOnlyList<WireNote> Notes => _notes;

    private bool IsInsideEvent => _blockStart >= 0;

    public void Note(WireNoteKind kind, long offset, long completedBy, string text) =>
        _notes.Add(new WireNote(kind, offset, clock.At(completedBy), Shorten(text), IsInsideEvent));

    public void Take(ReadOnlySpan<byte> bytes, WireLine line)
    {
        if (bytes.IsEmpty)
        {
            Dispatch(line);
            return;
        }

        if (Utf8Fault.Find(bytes, isCutOff: false) is { } fault)
        {
            Note(WireNoteKind.BadUtf8, line.Start
                + fault, line.End, $"bytes {Convert.ToHexString(bytes.Slice(fault, Math.Min(4, bytes.Length - fault)))} are not UTF-8");
        }

        TakeField(Encoding.UTF8.GetString(bytes), line);
    }

    /// <summary>The end of the body: what is still open was cut off and dispatches nothing.</summary>
    public void Finish(ReadOnlySpan<byte> rest, int start)
    {
        var last = start + Math.Max(0, rest.Length - 1);
        if (Utf8Fault.Find(rest, isCutOff: true) is { } fault)
        {
            Note(WireNoteKind.BadUtf8, start + fault, last, "bytes that are not UTF-8");
        }

        if (!IsInsideEvent && rest.StartsWith((byte)':'))
        {
            Note(WireNoteKind.Comment, start, last, Encoding.UTF8.GetString(rest[1..]).TrimStart());
        }
        else if (IsInsideEvent || !rest.IsEmpty)
        {
            var text = rest.IsEmpty ? _joined.ToString() : Encoding.UTF8.GetString(rest);
            Note(WireNoteKind.CutOff, IsInsideEvent ? _blockStart : start, last, text);
        }
    }

    private void TakeField(string text, WireLine line)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon == 0)
        {
            Note(WireNoteKind.Comment, line.Start, line.End, WithoutSpace(text, 1));
            return;
        }

        if (!IsInsideEvent)
        {
            _blockStart = line.Start;
        }

        var field = colon < 0 ? text : text[..colon];
        var value = colon < 0 ? "" : WithoutSpace(text, colon + 1);
        if (!TakeValue(field, value))
        {
            Note(WireNoteKind.UnknownField, line.Start, line.End, text);
        }
    }

    private bool TakeValue(string field, string value)
    {
        switch (field)
        {
            case "data":
                _joined.Append(_dataLines++ == 0 ? "" : "\n").Append(value);
                return true;
            case "event":
                _name = value;
                return true;
            case "id":
                _id = value;
                return true;
            case "retry":
                _retry = value;
                return true;
            default:
                return false;
        }
    }

    private void Dispatch(WireLine blank)
    {
        if (_dataLines > 0)
        {
            _events.Add(Event(blank));
        }
        else if (IsInsideEvent)
        {
            Note(WireNoteKind.NoData, _blockStart, blank.End, _name is null ? "a block without data" : $"event: {_name}");
        }

        _blockStart = -1;
        _dataLines = 0;
        _joined.Clear();
        (_name, _id, _retry) = (null, null, null);
    }

    private WireEvent Event(WireLine blank)
    {
        var text = _joined.ToString();
        var (json, problem) = StrictJson.Read(text);
        return new WireEvent
        {
            Index = _events.Count,
            Offset = _blockStart,
            Length = blank.Next - _blockStart,
            At = clock.At(blank.End),
            Name = _name,
            Id = _id,
            Retry = _retry,
            Data = text,
            Json = json,
            JsonProblem = problem,
        };
    }

    // The rules strip one space after the colon, no more.
    private static string WithoutSpace(string text, int from) =>
        from < text.Length && text[from] == ' ' ? text[(from + 1)..] : text[from..];

    private static string Shorten(string text) => text.Length <= LongestNote ? text : string.Concat(text.AsSpan(0, LongestNote), "…");
}
