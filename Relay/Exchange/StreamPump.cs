using System.Buffers;
using System.Text.Json;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Sse;

namespace Relay.Exchange;

/// <summary>Reads one upstream answer, frames it, translates it, and sends the events of each read in one write.</summary>
/// <remarks>
/// Returns how the upstream ended, whatever happens to it; only a client that leaves is a cancellation. The events of the last read are
/// left in the output, to be sent together with the terminal event.
/// </remarks>
internal sealed class StreamPump(
    IResponseTranslator translator,
    EventOutput output,
    StreamClock clock,
    SseReader frames,
    SecretWords secrets,
    int maxEventBytes,
    long maxAnswerBytes) : IDisposable
{
    private const int ReadSize = 16 * 1024;

    // Reads that need not wait go on without end on a thread that others share: a socket's, or one of few in the pool.
    private const int MostAtOnce = 4;

    // To parse a larger payload takes too long for a socket's thread.
    private const int LargePayload = 64 * 1024;

    // The title of a page stands near its start.
    private const int LongestHead = 8 * 1024;

    // A sentinel without its field name that arrives in pieces is recognised by its first bytes.
    private const int ShortestSentinel = 6;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly WholeBody _json = new();
    private BodyKind _kind;
    private int _markSeen;
    private bool _finished;
    private long _announced;
    private int _readsAtOnce;
    private long _readBeforePayload;

    /// <summary>What the answer turned out to be.</summary>
    private enum BodyKind
    {
        Unknown,
        Events,
        Json,
        Page,
    }

    /// <summary>Payloads translated so far.</summary>
    public long Payloads { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The end of an answer whose bytes cannot be decompressed.</summary>
    public UpstreamEnding BadEncoding => EndLost(Failures.BadEncoding);

    private bool IsEventsOnly => frames.ReadsAnyBody && output.BreaksSilence;

    /// <summary>Reads the body to its end, however it ends.</summary>
    /// <param name="body">The upstream's bytes.</param>
    /// <param name="canWaitEmpty">Whether an empty read waits for bytes; then no buffer is held while the upstream is silent.</param>
    /// <param name="length">The announced number of bytes; <see langword="null"/> when unknown.</param>
    /// <param name="cancellationToken">Cancelled by a clock or by the client.</param>
    public async Task<UpstreamEnding> RunAsync(Stream body, bool canWaitEmpty, long? length, CancellationToken cancellationToken)
    {
        _announced = length ?? 0;
        while (true)
        {
            UpstreamEnding? ending;
            try
            {
                if (canWaitEmpty)
                {
                    _ = await body.ReadAsync(Memory<byte>.Empty, cancellationToken);
                }

                ending = await MoveAsync(body, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
            {
                ending = await AfterLossAsync(exception, cancellationToken);
            }

            if (ending is not null)
            {
                return ending.Value;
            }
        }
    }

    public void Dispose()
    {
        frames.Dispose();
        _json.Dispose();
    }

    private async ValueTask<UpstreamEnding?> MoveAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            var reading = body.ReadAsync(buffer, cancellationToken);
            _readsAtOnce = reading.IsCompleted ? _readsAtOnce + 1 : 0;
            var count = await reading;
            if (_readsAtOnce >= MostAtOnce || BytesRead - _readBeforePayload > LargePayload)
            {
                _readsAtOnce = 0;
                await Task.Yield();
            }

            clock.BytesArrived();
            BytesRead += count;
            await EnterAsync(cancellationToken);
            try
            {
                var ending = count == 0 ? TakeEnd()
                    : BytesRead > maxAnswerBytes ? UpstreamEnding.Failed(Failures.AnswerTooLarge)
                    : Take(buffer.AsSpan(0, count));
                if (ending is null)
                {
                    await FlushAsync();
                }

                return ending;
            }
            finally
            {
                output.Leave();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // To the older systems, bytes that cannot be read further are a lost connection, also in a compressed body.
    private UpstreamEnding EndLost(ApiError failure) =>
        UpstreamEnding.Failed(failure) with { IsCutStream = !frames.AcceptsCutBody && _kind is not BodyKind.Json };

    private async Task<UpstreamEnding> AfterLossAsync(Exception exception, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            if (exception is InvalidDataException)
            {
                return _finished ? UpstreamEnding.Closed : BadEncoding;
            }

            var isCut = exception is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded };
            if (!frames.AcceptsCutBody)
            {
                return EndLost(isCut ? Failures.Truncated : Failures.ConnectionLost);
            }

            // A body cut short in HTTP's terms is an end without proof (Q154); a reset after a finish reason is no worse (Q155).
            return isCut || _finished ? TakeEnd(cut: true) : UpstreamEnding.Failed(Failures.ConnectionLost);
        }
        finally
        {
            output.Leave();
        }
    }

    private UpstreamEnding? Take(ReadOnlySpan<byte> unread)
    {
        if (_kind == BodyKind.Unknown && Recognise(ref unread) is { } refused)
        {
            return refused;
        }

        return _kind switch
        {
            BodyKind.Unknown => null,
            BodyKind.Json => TakeJson(unread),
            BodyKind.Page => TakePage(unread),
            _ => TakeEvents(unread),
        };
    }

    private UpstreamEnding? TakeEvents(ReadOnlySpan<byte> unread)
    {
        while (frames.TryRead(ref unread, out var frame))
        {
            if (Take(frame) is { } ending)
            {
                return ending;
            }
        }

        return null;
    }

    private UpstreamEnding? TakeJson(ReadOnlySpan<byte> unread)
    {
        // A promise takes up no memory before some of it was kept.
        var announced = _json.Count > LargePayload && _announced <= maxEventBytes ? (int)_announced : 0;
        if (_json.Append(unread, announced))
        {
            return TurnToEvents();
        }

        if (_json.Count <= ShortestSentinel && _json.Join().Span is [(byte)'[', (byte)'D', ..])
        {
            // The sentinel without its field name.
            _kind = BodyKind.Events;
            return TakeEvents(_json.Join().Span);
        }

        return _json.Count > maxEventBytes ? UpstreamEnding.Failed(Failures.AnswerTooLarge) : null;
    }

    /// <summary>
    /// No JSON has a line that begins so: these are events after all, and what stands before the first is a payload without its field name.
    /// </summary>
    private UpstreamEnding? TurnToEvents()
    {
        _kind = BodyKind.Events;
        var bytes = _json.Join().Span;
        var length = LengthOfValue(bytes);
        return TakePayload(bytes[..length]) ?? TakeEvents(bytes[length..]);
    }

    /// <summary>The length of the JSON value that the bytes begin with; of their first line when it is none.</summary>
    private static int LengthOfValue(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(VendorJsonOptions.Reader));
            if (reader.Read() && reader.TrySkip())
            {
                return (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // Not JSON.
        }

        return bytes.IndexOfAny((byte)'\n', (byte)'\r');
    }

    // The content type is not asked: vendors send events as text or JSON, and JSON or pages as events (Q122–Q124).
    private UpstreamEnding? Recognise(ref ReadOnlySpan<byte> unread)
    {
        if (IsEventsOnly)
        {
            // The reader finds the events in any body, and blanks before the first line are part of that line.
            _kind = BodyKind.Events;
            return null;
        }

        var start = unread;
        var markBefore = _markSeen;
        SkipByteOrderMark(ref unread);
        if (_markSeen > 0 && _markSeen < ByteOrderMark.Length)
        {
            if (unread.IsEmpty)
            {
                return null;
            }

            // What began as a mark is something else, and no JSON.
            _kind = BodyKind.Events;
            return TakeEvents(ByteOrderMark.AsSpan(0, _markSeen));
        }

        unread = unread.TrimStart(" \t\r\n"u8);
        if (unread.IsEmpty)
        {
            return null;
        }

        if (unread[0] == '<')
        {
            _kind = BodyKind.Page;
            return frames.ReadsAnyBody ? UpstreamEnding.Failed(Failures.Html) : null;
        }

        // Google wraps its errors in a list.
        var isJson = unread[0] == '{' || (unread[0] == '[' && !unread.StartsWith("[D"u8) && !frames.ReadsAnyBody);
        _kind = isJson ? BodyKind.Json : BodyKind.Events;
        if (isJson || !frames.ReadsAnyBody)
        {
            return null;
        }

        // This reader takes one mark, and blanks as part of the first line, as it does in a stream.
        unread = start;
        return TakeEvents(ByteOrderMark.AsSpan(0, markBefore));
    }

    private UpstreamEnding? TakePage(ReadOnlySpan<byte> unread)
    {
        _json.Append(unread, announced: 0);
        var page = _json.Join().Span;
        var hasTitle = page.IndexOf("</title>"u8) >= 0 || page.IndexOf("</html>"u8) >= 0 || page.IndexOf("</Error>"u8) >= 0;
        return hasTitle || _json.Count > LongestHead ? EndAtPage() : null;
    }

    private UpstreamEnding EndAtPage()
    {
        var head = _json.Join().Span[..Math.Min(_json.Count, LongestHead)];
        return UpstreamEnding.Failed(VendorError.FromUnreadable(head, secrets) ?? Failures.Html);
    }

    private void SkipByteOrderMark(ref ReadOnlySpan<byte> unread)
    {
        if (_markSeen == 0)
        {
            unread = unread.TrimStart(" \t\r\n"u8);
        }

        while (_markSeen < ByteOrderMark.Length && !unread.IsEmpty && unread[0] == ByteOrderMark[_markSeen])
        {
            _markSeen++;
            unread = unread[1..];
        }
    }

    private UpstreamEnding? Take(SseFrame frame) => frame.Kind switch
    {
        SseFrameKind.Payload => TakePayload(frame.Payload),
        SseFrameKind.Error => TakeError(frame.Payload),
        SseFrameKind.Done => FindWords() ?? UpstreamEnding.Done,
        SseFrameKind.TooLarge => UpstreamEnding.Failed(Failures.EventTooLarge),
        _ => throw new ArgumentOutOfRangeException(nameof(frame), frame.Kind, "Not a kind of frame."),
    };

    private UpstreamEnding? TakePayload(ReadOnlySpan<byte> payload)
    {
        Payloads++;
        _readBeforePayload = BytesRead;
        var outcome = translator.Translate(PayloadKind.Chunk, payload, output.Events);
        clock.Noted(outcome);
        _finished |= outcome == ChunkOutcome.Finished;
        if (outcome == ChunkOutcome.Failed)
        {
            return UpstreamEnding.Closed;
        }

        // Without an event the response has not begun: the first one waits for the model that the upstream names.
        if (!output.Events.IsEmpty)
        {
            output.Open();
        }

        return outcome == ChunkOutcome.Ended ? UpstreamEnding.Done : null;
    }

    private UpstreamEnding? TakeError(ReadOnlySpan<byte> payload)
    {
        Payloads++;
        return translator.Translate(PayloadKind.Error, payload, output.Events) == ChunkOutcome.Failed ? UpstreamEnding.Closed : null;
    }

    private UpstreamEnding TakeEnd(bool cut = false)
    {
        if (_kind is BodyKind.Json or BodyKind.Page)
        {
            return _kind is BodyKind.Json ? TakeCompletion(cut) : EndAtPage();
        }

        // A mark that was cut off is read as what it is.
        if (_kind == BodyKind.Unknown
            && frames.ReadsAnyBody
            && _markSeen > 0
            && _markSeen < ByteOrderMark.Length
            && TakeEvents(ByteOrderMark.AsSpan(0, _markSeen)) is { } early)
        {
            return early;
        }

        while (frames.TryReadLast(out var frame))
        {
            if (Take(frame) is { } ending)
            {
                return ending;
            }
        }

        if (Payloads > 0 || frames.ReadsAnyBody)
        {
            return UpstreamEnding.Closed;
        }

        if (FindWords() is { } words)
        {
            return words;
        }

        return UpstreamEnding.Failed(_kind == BodyKind.Unknown || frames.Recognised ? Failures.Empty : Failures.NotAnAnswer);
    }

    /// <summary>Returns the failure that a line of words reports in an answer without payloads.</summary>
    private UpstreamEnding? FindWords() =>
        Payloads == 0
            && frames.OtherLine is { IsEmpty: false } line
            && !HeartbeatPayload.IsWord(line)
            && VendorError.FromUnreadable(line, secrets) is { } failure
                ? UpstreamEnding.Failed(failure)
                : null;

    private UpstreamEnding TakeCompletion(bool cut)
    {
        var bytes = _json.Join();
        if (!SseFrameReader.IsCompleteJson(bytes.Span))
        {
            return UpstreamEnding.Failed(cut ? Failures.Truncated : Failures.BadJson);
        }

        Payloads++;
        var outcome = _json.IsLasting
            ? translator.TranslateLastingBody(bytes, output.Events)
            : translator.Translate(PayloadKind.Completion, bytes.Span, output.Events);
        _json.Clear();
        if (outcome == ChunkOutcome.Failed)
        {
            return UpstreamEnding.Closed;
        }

        output.Open();
        return UpstreamEnding.Done;
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        var entering = output.EnterAsync(cancellationToken);
        if (!entering.IsCompletedSuccessfully)
        {
            await WhileSuspendedAsync(entering);
        }
    }

    private async ValueTask FlushAsync()
    {
        var sent = output.BytesSent;
        var flushing = output.FlushAsync();
        if (!flushing.IsCompletedSuccessfully)
        {
            await WhileSuspendedAsync(flushing.AsTask());
        }

        if (output.BytesSent != sent)
        {
            clock.Sent();
        }
    }

    private async Task WhileSuspendedAsync(Task waiting)
    {
        clock.Suspend();
        await waiting;
        clock.Resume();
    }
}
