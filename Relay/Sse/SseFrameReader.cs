using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;

namespace Relay.Sse;

/// <summary>
/// Cuts upstream bytes into server-sent events, however they arrive: every line ending also when it is split over reads, a byte order mark,
/// <c>data:</c> without a space, several data lines, comments, and the liberties vendors take with the sentinel (Q90, Q136–Q152).
/// </summary>
/// <remarks>
/// Its own reader because the common frame — one data line, its blank line in the same read — is handed on as a slice of the read buffer,
/// without a copy, and because the sentinel and the end of the body need liberties that a strict parser rightly refuses.
/// </remarks>
internal sealed class SseFrameReader(int maxEventBytes, RelayPolicies policies) : SseReader
{
    // Longer than any message that is shown.
    private const int LongestOther = 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private static readonly SearchValues<byte> FieldName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    // A line whose end has not arrived yet, and the data lines of an event whose blank line has not.
    private readonly PooledBuffer _line = new();
    private readonly PooledBuffer _event = new();
    private readonly DuplicateEventFilter? _duplicates = policies.DedupeChunks is DedupeChunks.IdenticalId
        ? new DuplicateEventFilter()
        : null;

    private int _byteOrderMarkSeen;
    private bool _hasData;
    private bool _isError;
    private bool _isHeartbeat;
    private bool _lineFeedMayFollow;
    private bool _doneFollows;
    private byte[] _word = [];
    private byte[] _unknownField = [];
    private bool _lineHandedOut;
    private bool _eventHandedOut;

    // The part of the event that follows the payload handed out last, and whether the event has several data lines.
    private int _eventRest = -1;
    private bool _hasLines;

    public override bool ReadsAnyBody => false;

    public override bool AcceptsCutBody => true;

    // Events may have fields of any name.
    public override ReadOnlySpan<byte> OtherLine => _word.Length > 0 || Recognised ? _word : _unknownField;

    /// <summary>Takes the next frame out of what has been read; what is left of it stays in <paramref name="unread"/>.</summary>
    /// <returns>Whether there was a frame; when not, all of <paramref name="unread"/> has been taken in.</returns>
    public override bool TryRead(ref ReadOnlySpan<byte> unread, out SseFrame frame)
    {
        if (TryReadPending(out frame))
        {
            return true;
        }

        SkipByteOrderMark(ref unread);
        while (!unread.IsEmpty)
        {
            SkipLineFeed(ref unread);
            var length = unread.IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0)
            {
                return KeepPartOfLine(ref unread, out frame);
            }

            var line = unread[..length];
            _lineFeedMayFollow = unread[length] == '\r';
            unread = unread[(length + 1)..];
            if (TakeLine(WholeLine(line), ref unread, out frame))
            {
                return true;
            }

            ReleaseHandedOut();
        }

        frame = default;
        return false;
    }

    /// <summary>
    /// Takes the last frame at the end of the body: one that lacks its blank line counts when it is complete, unless the policy discards it
    /// (Q152).
    /// </summary>
    public override bool TryReadLast(out SseFrame frame)
    {
        if (TryReadPending(out frame))
        {
            return true;
        }

        ReadOnlySpan<byte> nothing = [];
        if (!_line.IsEmpty && TakeLine(WholeLine([]), ref nothing, out frame, isCut: Recognised))
        {
            return true;
        }

        if (_hasData && policies.EofEvent is EofEvent.Accept && (IsCompleteJson(_event.Written) || DataLines.AreValues(_event.Written)))
        {
            return Dispatch(out frame);
        }

        frame = default;
        return false;
    }

    public override void Dispose()
    {
        _line.Dispose();
        _event.Dispose();
    }

    /// <summary>Whether the bytes are one JSON value and nothing else.</summary>
    public static bool IsCompleteJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, VendorJsonOptions.Reader);
        try
        {
            while (reader.Read())
            {
                // Reading to the end is the question.
            }

            return reader.BytesConsumed > 0 && reader.CurrentDepth == 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void SkipByteOrderMark(ref ReadOnlySpan<byte> unread)
    {
        while (_byteOrderMarkSeen < ByteOrderMark.Length && !unread.IsEmpty)
        {
            if (unread[0] != ByteOrderMark[_byteOrderMarkSeen])
            {
                _byteOrderMarkSeen = ByteOrderMark.Length;
                return;
            }

            _byteOrderMarkSeen++;
            unread = unread[1..];
        }
    }

    private void SkipLineFeed(scoped ref ReadOnlySpan<byte> unread)
    {
        if (_lineFeedMayFollow && !unread.IsEmpty)
        {
            _lineFeedMayFollow = false;
            if (unread[0] == '\n')
            {
                unread = unread[1..];
            }
        }
    }

    private bool KeepPartOfLine(ref ReadOnlySpan<byte> unread, out SseFrame frame)
    {
        var part = unread;
        unread = [];
        frame = default;
        if (part.IsEmpty)
        {
            return false;
        }

        if (_line.Count + _event.Count + (long)part.Length > maxEventBytes)
        {
            frame = new SseFrame(SseFrameKind.TooLarge, []);
            return true;
        }

        _line.Append(part);

        // Nothing that matters can follow this, so it is not waited for the end of its line (Q88, Q90).
        if (_line.Count <= 16 && _line.Written.IndexOf("[DONE]"u8) >= 0 && IsSentinelLine(_line.Written))
        {
            _line.Clear();
            return EndAtSentinel(out frame);
        }

        return false;
    }

    private ReadOnlySpan<byte> WholeLine(ReadOnlySpan<byte> rest)
    {
        if (_line.IsEmpty)
        {
            return rest;
        }

        _line.Append(rest);
        _lineHandedOut = true;
        return _line.Written;
    }

    private bool TakeLine(ReadOnlySpan<byte> line, scoped ref ReadOnlySpan<byte> unread, out SseFrame frame, bool isCut = false)
    {
        frame = default;
        if (line.IsEmpty)
        {
            return TakeBlankLine(out frame);
        }

        if (TryField(line, "data"u8, out var value))
        {
            return TakeData(value, ref unread, out frame);
        }

        if (TryField(line, "event"u8, out value))
        {
            SetName(value);
        }
        else if (IsSentinel(line))
        {
            return EndAtSentinel(out frame);
        }
        else if (TryField(line, "id"u8, out value))
        {
            _duplicates?.SetId(value);
        }
        else if (line[0] != ':' && !TryField(line, "retry"u8, out _))
        {
            return !isCut && TakeOtherLine(line, out frame);
        }

        Recognised = true;
        return false;
    }

    private bool TakeBlankLine(out SseFrame frame)
    {
        frame = default;
        if (_hasData && !_event.IsEmpty)
        {
            if (_duplicates?.IsDuplicate(_event.Written) is true)
            {
                _eventHandedOut = true;
                EndEvent();
                return false;
            }

            return Dispatch(out frame);
        }

        EndEvent();
        return false;
    }

    private bool TakeData(ReadOnlySpan<byte> value, scoped ref ReadOnlySpan<byte> unread, out SseFrame frame)
    {
        Recognised = true;
        if (IsSentinel(value))
        {
            return EndAtSentinel(out frame);
        }

        if (value.Length + (long)_event.Count > maxEventBytes)
        {
            frame = new SseFrame(SseFrameKind.TooLarge, []);
            return true;
        }

        if (!_hasData && BlankLineFollows(ref unread))
        {
            frame = new SseFrame(_isError ? SseFrameKind.Error : SseFrameKind.Payload, value);
            var isSkipped = value.IsEmpty || _duplicates?.IsDuplicate(value) is true || IsHeartbeat(value);
            EndEvent();
            return !isSkipped;
        }

        if (_hasData)
        {
            _event.Append("\n"u8);
            _hasLines = true;
        }

        _event.Append(value);
        _hasData = true;
        frame = default;
        return false;
    }

    private bool BlankLineFollows(scoped ref ReadOnlySpan<byte> unread)
    {
        SkipLineFeed(ref unread);
        if (unread.IsEmpty || (unread[0] != '\n' && unread[0] != '\r'))
        {
            return false;
        }

        _lineFeedMayFollow = unread[0] == '\r';
        unread = unread[1..];
        return true;
    }

    private bool EndAtSentinel(out SseFrame frame)
    {
        Recognised = true;
        if (_hasData)
        {
            // The event before it lacked its blank line.
            _doneFollows = true;
            return Dispatch(out frame) || TryReadPending(out frame);
        }

        frame = new SseFrame(SseFrameKind.Done, []);
        return true;
    }

    /// <summary>Hands out what stands before the bytes that are read next: the rest of an event, then the sentinel behind it.</summary>
    private bool TryReadPending(out SseFrame frame)
    {
        if (_eventRest >= 0)
        {
            frame = NextOfEvent();
            return true;
        }

        ReleaseHandedOut();
        frame = new SseFrame(SseFrameKind.Done, []);
        if (_doneFollows)
        {
            _doneFollows = false;
            return true;
        }

        return false;
    }

    private bool Dispatch(out SseFrame frame)
    {
        _eventHandedOut = true;
        if (IsHeartbeat(_event.Written))
        {
            EndEvent();
            frame = default;
            return false;
        }

        if (_hasLines && !_isError && DataLines.LengthOfFirst(_event.Written) < _event.Count)
        {
            // The standard joins the lines to one payload. Vendors also end events with one line feed, so that each is a payload.
            _eventRest = 0;
            EndEvent();
            frame = NextOfEvent();
            return true;
        }

        frame = new SseFrame(_isError ? SseFrameKind.Error : SseFrameKind.Payload, _event.Written);
        EndEvent();
        return true;
    }

    private SseFrame NextOfEvent()
    {
        var rest = _event.Written[_eventRest..].TrimStart((byte)'\n');
        _eventRest = _event.Count - rest.Length;
        var length = DataLines.LengthOfFirst(rest);
        _eventRest = length < rest.Length && !rest[length..].Trim("\n "u8).IsEmpty ? _eventRest + length : -1;
        return new SseFrame(SseFrameKind.Payload, rest[..length].Trim((byte)'\n'));
    }

    private void EndEvent()
    {
        _hasData = false;
        _hasLines = false;
        _isError = false;
        _isHeartbeat = false;
    }

    private void SetName(ReadOnlySpan<byte> name)
    {
        _isError = Ascii.EqualsIgnoreCase(name, "error"u8);
        _isHeartbeat = Heartbeat.IsName(name);
    }

    // The name of the event says that its data are no payload. An object may be one all the same.
    private bool IsHeartbeat(ReadOnlySpan<byte> payload) => _isHeartbeat && !payload.TrimStart((byte)' ').StartsWith("{"u8);

    /// <summary>
    /// Takes a line that is no field. The standard ignores it, but it may be a chunk without its field name, or the words of a proxy.
    /// </summary>
    private bool TakeOtherLine(ReadOnlySpan<byte> line, out SseFrame frame)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        if (name.ContainsAnyExcept(FieldName))
        {
            frame = new SseFrame(SseFrameKind.Payload, line);
            return true;
        }

        if (colon >= 0 && Ascii.EqualsIgnoreCase(name, "error"u8))
        {
            frame = new SseFrame(SseFrameKind.Error, line[name.Length..].TrimStart(": "u8));
            return true;
        }

        frame = default;
        KeepOtherLine(line, ref colon < 0 ? ref _word : ref _unknownField);
        return false;
    }

    private static void KeepOtherLine(ReadOnlySpan<byte> line, ref byte[] kept) =>
        kept = kept.Length > 0 ? kept : line[..Math.Min(line.Length, LongestOther)].ToArray();


    private void ReleaseHandedOut()
    {
        if (_lineHandedOut)
        {
            _line.Clear();
            _lineHandedOut = false;
        }

        if (_eventHandedOut)
        {
            _event.Clear();
            _eventHandedOut = false;
        }
    }

    private static bool IsSentinelLine(ReadOnlySpan<byte> line) =>
        IsSentinel(line) || (TryField(line, "data"u8, out var value) && IsSentinel(value));

    private static bool IsSentinel(ReadOnlySpan<byte> value)
    {
        if (value.Length > 64)
        {
            return false;
        }

        var trimmed = value.Trim((byte)' ');
        return trimmed.SequenceEqual("[DONE]"u8) || trimmed.SequenceEqual("DONE"u8);
    }

    private static bool TryField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = [];
        if (!line.StartsWith(name))
        {
            return false;
        }

        var rest = line[name.Length..];
        if (rest.IsEmpty)
        {
            return true;
        }

        value = rest[1..];
        if (!value.IsEmpty && value[0] == ' ')
        {
            value = value[1..];
        }

        return rest[0] == ':';
    }
}
