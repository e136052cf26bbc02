using System.Buffers;
using Relay.Contract;
using Relay.Exchange;
using Relay.Options;
using Relay.ResponsesWire;
using Relay.Storing;

namespace Relay.Http;

/// <summary>Sends the events of a stored response again, starting after any of them, with the same bytes as the first time.</summary>
/// <param name="response">Receives the events.</param>
/// <param name="startingAfter">The sequence number of the last event that the client has; -1 for all events.</param>
/// <param name="upstream">
/// The settings of the upstream that makes the response: its keep-alive and its policies for the events of a failure.
/// </param>
/// <param name="time">The clock.</param>
internal sealed class EventReplay(HttpResponse response, long startingAfter, UpstreamOptions upstream, TimeProvider time)
{
    private const int MostEventsOfAnEnd = 2;

    // Events are numbered from 0 without gaps, so an event's number is its index.
    private long _next;
    private long _lastSent = time.GetTimestamp();
    private bool _isDone;

    /// <summary>Follows a response that this relay is making, to its end.</summary>
    /// <param name="journal">Its events.</param>
    /// <param name="known">The response as far as it is known.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    public async Task FollowAsync(EventJournal journal, StoredResponse known, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        for (var position = 0L; await WaitAsync(journal, position, cancellationToken);)
        {
            var events = journal.Read(position);
            position += events.Length;
            await WriteAsync(events, cancellationToken);
        }

        if (journal.IsBrokenOff)
        {
            await EndAsync(known, Failures.Internal, cancellationToken);
        }
    }

    /// <summary>Sends the headers.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        SseSink.SetHeaders(response);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task<bool> WaitAsync(EventJournal journal, long position, CancellationToken cancellationToken)
    {
        var waiting = journal.WaitAsync(position, cancellationToken);
        var keepAlive = upstream.Clocks.KeepAlive;
        while (!waiting.IsCompleted && keepAlive > TimeSpan.Zero)
        {
            using var silence = new CancellationTokenSource(keepAlive, time);
            await ((Task)waiting).WaitAsync(silence.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!waiting.IsCompleted)
            {
                await response.BodyWriter.WriteAsync(SseSink.KeepAlive, cancellationToken);
            }
        }

        return await waiting;
    }

    /// <summary>Sends events, without those that the client has.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        var rest = Skip(events);
        if (!rest.IsEmpty)
        {
            _lastSent = time.GetTimestamp();
            await response.BodyWriter.WriteAsync(rest, cancellationToken);
        }
    }

    /// <summary>Sends a comment if nothing was sent for a while.</summary>
    public async Task BreakSilenceAsync(CancellationToken cancellationToken)
    {
        if (upstream.Clocks.KeepAlive > TimeSpan.Zero && time.GetElapsedTime(_lastSent) >= upstream.Clocks.KeepAlive)
        {
            _lastSent = time.GetTimestamp();
            await response.BodyWriter.WriteAsync(SseSink.KeepAlive, cancellationToken);
        }
    }

    /// <summary>
    /// Ends a stream whose end was never stored, for example because its relay has gone. It does nothing if the end was sent.
    /// </summary>
    /// <param name="stored">The response as far as it is known.</param>
    /// <param name="failure">The failure with which the stream ends.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task EndAsync(StoredResponse stored, ApiError failure, CancellationToken cancellationToken)
    {
        if (_isDone)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();

        // The client may have seen events that the lost relay never stored: the end has a higher number than all of them.
        _next = startingAfter < long.MaxValue - MostEventsOfAnEnd ? Math.Max(_next, startingAfter + 1) : _next;
        var events = new EventWriter(_next);
        events.Attach(buffer);
        var final = ResponseJson.WithStatus(stored.Response, ResponseStatus.Failed, failure.Code, failure.Message);
        TerminalEvents.WriteFailed(events, upstream.Policies, failure, new ReadOnlySequence<byte>(final));
        await WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    /// <summary>Returns where the end of the stream begins in whole events, or their length if it is not among them.</summary>
    public static int FindEnd(ReadOnlySpan<byte> events)
    {
        var start = 0;
        while (start < events.Length && !IsTerminal(events[start..]))
        {
            start += events[start..].IndexOf("\n\n"u8) + 2;
        }

        return start;
    }

    private ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> events)
    {
        var from = 0;
        for (var start = 0; start < events.Length;)
        {
            var isMarker = events.Span[start..].StartsWith("data: [DONE]"u8);
            var end = start + events.Span[start..].IndexOf("\n\n"u8) + 2;
            _isDone |= isMarker || IsTerminal(events.Span[start..end]);
            if (!isMarker && _next++ <= startingAfter)
            {
                from = end;
            }

            start = end;
        }

        return events[from..];
    }

    private static bool IsTerminal(ReadOnlySpan<byte> frame) =>
        frame.StartsWith("event: response.completed\n"u8) || frame.StartsWith("event: response.incomplete\n"u8)
            || frame.StartsWith("event: response.failed\n"u8);
}
