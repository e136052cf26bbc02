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
internal sealed class EventSpotter
{
    /// <summary>What a comment goes by: scenarios wait for one by this word.</summary>
    public const string Comment = "comment";

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();
    private string _name = "";
    private bool _hasData;
    private bool _afterCarriageReturn;
    private bool _started;
    private long _offset;

    /// <summary>Takes the next bytes and returns the events that they completed.</summary>
    public IReadOnlyList<SpottedEvent> Feed(ReadOnlySpan<byte> bytes)
    {
        List<SpottedEvent> spotted = [];
        for (var i = 0; i < bytes.Length; i++)
        {
            Take(bytes[i], i + 1 < bytes.Length && bytes[i + 1] == (byte)'\n', spotted);
        }

        return spotted;
    }

    private void Take(byte next, bool lineFeedFollows, List<SpottedEvent> spotted)
    {
        _offset++;
        var belongsToLineEnd = next == (byte)'\n' && _afterCarriageReturn;
        _afterCarriageReturn = next == (byte)'\r';
        if (belongsToLineEnd)
        {
            return;
        }

        if (next is not ((byte)'\n' or (byte)'\r'))
        {
            _line.GetSpan(1)[0] = next;
            _line.Advance(1);
            return;
        }

        EndLine(_afterCarriageReturn && lineFeedFollows ? _offset + 1 : _offset, spotted);
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
            spotted.Add(new SpottedEvent(TypeOf(_data.WrittenSpan) ?? _name, end));
        }

        _data.ResetWrittenCount();
        _hasData = false;
        _name = "";
    }

    private static string? TypeOf(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
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
