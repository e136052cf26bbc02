using System.Text.Unicode;
using Relay.Json;
using Relay.Sse;

namespace Relay.Compat;

/// <summary>
/// Splits bytes into server-sent events strictly as WHATWG defines them, as the older systems did: the sentinel is a payload, an
/// event's name has no effect, an event with empty data is an event, and one without its blank line is lost. They decoded before they
/// framed: after the first byte that is not UTF-8, nothing more is read.
/// </summary>
internal sealed class StrictSseReader(int maxEventBytes) : SseReader
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    // A line whose end has not arrived yet, and the data lines of an event whose blank line has not.
    private readonly PooledBuffer _line = new();
    private readonly PooledBuffer _event = new();

    private int _byteOrderMarkSeen;
    private bool _hasData;
    private bool _lineFeedMayFollow;
    private bool _isHandedOut;
    private bool _isUnreadable;

    public override bool ReadsAnyBody => true;

    public override bool AcceptsCutBody => false;

    public override bool TryRead(ref ReadOnlySpan<byte> unread, out SseFrame frame)
    {
        frame = default;
        ReleaseHandedOut();
        if (_isUnreadable)
        {
            unread = [];
        }

        SkipByteOrderMark(ref unread);
        while (!unread.IsEmpty)
        {
            SkipLineFeed(ref unread);
            var length = unread.IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0)
            {
                return StorePart(ref unread, out frame);
            }

            _line.Append(unread[..length]);
            _lineFeedMayFollow = unread[length] == '\r';
            unread = unread[(length + 1)..];
            var isComplete = EndLine(out frame);
            _line.Clear();
            if (isComplete)
            {
                return true;
            }
        }

        return false;
    }

    public override bool TryReadLast(out SseFrame frame)
    {
        ReleaseHandedOut();
        frame = default;
        _line.Append(ByteOrderMark.AsSpan(0, _byteOrderMarkSeen % ByteOrderMark.Length));
        _byteOrderMarkSeen = ByteOrderMark.Length;
        if (_isUnreadable || Utf8.IsValid(_line.Written))
        {
            return false;
        }

        frame = HandOutUnreadable();
        return true;
    }

    public override void Dispose()
    {
        _line.Dispose();
        _event.Dispose();
    }

    private bool StorePart(ref ReadOnlySpan<byte> unread, out SseFrame frame)
    {
        var part = unread;
        unread = [];
        frame = new SseFrame(SseFrameKind.TooLarge, []);
        if (_line.Count + _event.Count + (long)part.Length > maxEventBytes)
        {
            return true;
        }

        _line.Append(part);
        return false;
    }

    private void SkipByteOrderMark(ref ReadOnlySpan<byte> unread)
    {
        while (_byteOrderMarkSeen < ByteOrderMark.Length && !unread.IsEmpty)
        {
            if (unread[0] != ByteOrderMark[_byteOrderMarkSeen])
            {
                // The bytes that are no mark begin the first line.
                _line.Append(ByteOrderMark.AsSpan(0, _byteOrderMarkSeen));
                _byteOrderMarkSeen = ByteOrderMark.Length;
                return;
            }

            _byteOrderMarkSeen++;
            unread = unread[1..];
        }
    }

    private void SkipLineFeed(ref ReadOnlySpan<byte> unread)
    {
        if (_lineFeedMayFollow)
        {
            _lineFeedMayFollow = false;
            unread = unread[0] == '\n' ? unread[1..] : unread;
        }
    }

    private bool EndLine(out SseFrame frame)
    {
        frame = default;
        var line = _line.Written;
        if (!Utf8.IsValid(line))
        {
            frame = HandOutUnreadable();
            return true;
        }

        if (line.IsEmpty)
        {
            return EndEvent(out frame);
        }

        Recognised |= line[0] == ':'
            || IsField(line, "data"u8)
            || IsField(line, "event"u8)
            || IsField(line, "id"u8)
            || IsField(line, "retry"u8);
        return TryReadData(line, out var data) && !TryAdd(data, out frame);
    }

    private bool TryAdd(ReadOnlySpan<byte> data, out SseFrame frame)
    {
        frame = new SseFrame(SseFrameKind.TooLarge, []);
        if (data.Length + (long)_event.Count > maxEventBytes)
        {
            return false;
        }

        if (_hasData)
        {
            _event.Append("\n"u8);
        }

        _event.Append(data);
        _hasData = true;
        return true;
    }

    private bool EndEvent(out SseFrame frame)
    {
        _isHandedOut = _hasData;
        _hasData = false;
        frame = new SseFrame(SseFrameKind.Payload, _event.Written);
        return _isHandedOut;
    }

    // The line is the last payload. Its bytes show the translator that the rest cannot be read.
    private SseFrame HandOutUnreadable()
    {
        _isUnreadable = true;
        _event.Clear();
        _event.Append(_line.Written);
        _line.Clear();
        _isHandedOut = true;
        return new SseFrame(SseFrameKind.Payload, _event.Written);
    }

    private void ReleaseHandedOut()
    {
        if (_isHandedOut)
        {
            _event.Clear();
            _isHandedOut = false;
        }
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && (line.Length == name.Length || line[name.Length] == ':');

    private static bool TryReadData(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> data)
    {
        data = [];
        if (!IsField(line, "data"u8))
        {
            return false;
        }

        data = line["data".Length..];
        data = data.StartsWith(": "u8) ? data[2..] : data.StartsWith(":"u8) ? data[1..] : data;
        return true;
    }
}
