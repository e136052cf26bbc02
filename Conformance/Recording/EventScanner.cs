using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Conformance.Recording;

/// <summary>An event or a comment seen in passing.</summary>
/// <param name="Type">Its type; empty when it has none.</param>
/// <param name="End">The offset in the body just behind it.</param>
internal readonly record struct SpottedEvent(string Type, long End);

/// <summary>
/// Names the events and comments of a stream as they complete, whatever the reads. Takes every line end and never complains:
/// it only serves to act in time, the verdict is the strict reader's.
/// </summary>
internal sealed class EventScanner
{
    /// <summary>The word for a comment. Scenarios wait for a comment by this word.</summary>
    public const string Comment = "comment";

    private const int LongestType = 200;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private string _name = "";
    private bool _hasData;
    private bool _afterCarriageReturn;
    private bool _started;
    private long _offset;

    /// <summary>The number of events and comments that were complete so far.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of the event that is not complete yet.</summary>
    public long OpenBytes => (long)_line.WrittenCount + _data.WrittenCount;

    /// <summary>Reads the next bytes and returns the events that they completed.</summary>
    public IReadOnlyList<SpottedEvent> Feed(ReadOnlySpan<byte> bytes)
    {
        List<SpottedEvent> spotted = [];
        while (!bytes.IsEmpty)
        {
            if (_afterCarriageReturn && bytes[0] == (byte)'\n')
            {
                _afterCarriageReturn = false;
                _offset++;
                bytes = bytes[1..];
                continue;
            }

            _afterCarriageReturn = false;
            var length = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            _line.Write(length < 0 ? bytes : bytes[..length]);
            _offset += length < 0 ? bytes.Length : length + 1;
            if (length < 0)
            {
                break;
            }

            _afterCarriageReturn = bytes[length] == (byte)'\r';
            var isPair = _afterCarriageReturn && length + 1 < bytes.Length && bytes[length + 1] == (byte)'\n';
            EndLine(isPair ? _offset + 1 : _offset, spotted);
            bytes = bytes[(length + 1)..];
        }

        Count += spotted.Count;
        return spotted;
    }

    private void EndLine(long end, List<SpottedEvent> spotted)
    {
        var line = _line.WrittenSpan;
        if (!_started)
        {
            _started = true;
            line = line.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
        }

        if (line.IsEmpty)
        {
            Dispatch(end, spotted);
        }
        else if (line[0] == (byte)':')
        {
            spotted.Add(new SpottedEvent(Comment, end));
        }
        else
        {
            TakeField(line);
        }

        _line.ResetWrittenCount();
    }

    private void TakeField(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("data"u8) && Value(line[4..], out var data))
        {
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _hasData = true;
            _data.Write(data);
        }
        else if (line.StartsWith("event"u8) && Value(line[5..], out var name))
        {
            _name = Encoding.UTF8.GetString(name);
        }
    }

    private static bool Value(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = rest.StartsWith(": "u8) ? rest[2..] : rest.StartsWith(":"u8) ? rest[1..] : rest;
        return rest.IsEmpty || rest[0] == (byte)':';
    }

    private void Dispatch(long end, List<SpottedEvent> spotted)
    {
        if (_hasData)
        {
            spotted.Add(new SpottedEvent(Shorten(TypeOf(_data.WrittenSpan) ?? _name), end));
        }

        _data.ResetWrittenCount();
        _hasData = false;
        _name = "";
    }

    // A name is only compared with those of scenarios, and the mock stores it: a relay must not be able to make it store more.
    private static string Shorten(string name) => name.Length <= LongestType ? name : name[..LongestType];

    private static string? TypeOf(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("type"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }
}
