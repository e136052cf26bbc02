using System.Text;

namespace Conformance.Tests.Running.Varying;

/// <summary>A right reader of event streams by lines, with the points in which wrong ones differ as settings.</summary>
internal sealed class LineReader : IBodyReader
{
    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder _text = new();
    private List<string> _data = [];
    private bool _atStart = true;
    private bool _hasReturn;
    private int _reads;

    /// <summary>The characters that end a line.</summary>
    public string LineEnds { get; init; } = "\r\n";

    /// <summary>What stands before the data.</summary>
    public string[] Prefixes { get; init; } = ["data: ", "data:"];

    /// <summary>Whether a mark at the start is left out.</summary>
    public bool DropsMark { get; init; } = true;

    /// <summary>Whether each read is decoded by itself.</summary>
    public bool DecodesEachRead { get; init; }

    /// <summary>Whether a comment ends the answer.</summary>
    public bool EndsAtComment { get; init; }

    /// <summary>Whether only the last data line of an event counts.</summary>
    public bool TakesLastLine { get; init; }

    /// <summary>After so many reads it gives up.</summary>
    public int MostReads { get; init; } = int.MaxValue;

    /// <summary>So many events of one read count.</summary>
    public int MostEventsOfARead { get; init; } = int.MaxValue;

    /// <summary>What it makes of an event's data.</summary>
    public Func<string, string> Change { get; init; } = static data => data;

    public IEnumerable<string> Read(ReadOnlyMemory<byte> read)
    {
        if (++_reads > MostReads)
        {
            return [];
        }

        var characters = new char[read.Length + 4];
        var count = DecodesEachRead
            ? Encoding.UTF8.GetChars(read.Span, characters)
            : _decoder.GetChars(read.Span, characters, flush: false);
        List<string> events = [];
        foreach (var character in characters.AsSpan(0, count))
        {
            Take(character, events);
        }

        return events.Take(MostEventsOfARead).Select(Change);
    }

    private void Take(char character, List<string> events)
    {
        if (_atStart && DropsMark && character == '\uFEFF')
        {
            _atStart = false;
            return;
        }

        _atStart = false;
        var isSecondOfPair = _hasReturn && character == '\n' && LineEnds.Contains('\r', StringComparison.Ordinal);
        _hasReturn = character == '\r';
        if (isSecondOfPair)
        {
            return;
        }

        if (!LineEnds.Contains(character, StringComparison.Ordinal))
        {
            _text.Append(character);
            return;
        }

        Line(_text.ToString().TrimEnd('\r'), events);
        _text.Clear();
    }

    private void Line(string line, List<string> events)
    {
        if (line.Length == 0)
        {
            if (_data.Count > 0)
            {
                events.Add(TakesLastLine ? _data[^1] : string.Join('\n', _data));
            }

            _data = [];
        }
        else if (line[0] == ':' && EndsAtComment)
        {
            events.Add("""{"error":{"message":"no event"}}""");
        }
        else if (Prefixes.FirstOrDefault(prefix => line.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
        {
            _data.Add(line[prefix.Length..]);
        }
    }
}
