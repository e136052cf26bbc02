using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.ResponsesWire;
using Relay.Storing;
using Relay.Streaming;

namespace Relay.Endpoints;

/// <summary>Sends the events of a stored response again, from any of them on: the same bytes as the first time.</summary>
/// <param name="response">Where they go.</param>
/// <param name="startingAfter">The number of the last event the client has; -1 for all.</param>
/// <param name="keepAlive">The silence after which a comment is sent; zero for never.</param>
/// <param name="time">The clock.</param>
internal sealed class EventReplay(HttpResponse response, long startingAfter, TimeSpan keepAlive, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // Events are numbered from 0 without gaps, so an event's number is its place.
    private long _next;
    private bool _isDone;

    /// <summary>Follows a response that this relay is making, to its end.</summary>
    public async Task FollowAsync(EventJournal journal, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        for (var position = 0L; await WaitAsync(journal, position, cancellationToken);)
        {
            var events = journal.Read(position);
            position += events.Length;
            await WriteAsync(events, cancellationToken);
        }
    }

    /// <summary>Follows a response that is stored, and perhaps still being made by another relay, to its end.</summary>
    public async Task ReplayAsync(StoredResponse stored, IResponseStore store, LostResponses lost, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        var current = stored;
        for (var part = 0; ;)
        {
            // The status before the events: once it is final, all of them are there.
            foreach (var events in await store.ReadEventsAsync(stored.Key, part, cancellationToken))
            {
                part++;
                await WriteAsync(EventParts.Unpack(events.Span), cancellationToken);
            }

            if (!current.IsRunning)
            {
                break;
            }

            if (await store.FindAsync(stored.Key, time.GetUtcNow(), cancellationToken) is not { } found)
            {
                return;
            }

            current = await lost.EndIfLostAsync(found, cancellationToken);
            if (current.IsRunning)
            {
                await Task.Delay(Look, time, cancellationToken);
            }
        }

        await EndAsync(current, cancellationToken);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        EventStreamAnswer.SetHeaders(response);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task<bool> WaitAsync(EventJournal journal, long position, CancellationToken cancellationToken)
    {
        var waiting = journal.WaitAsync(position, cancellationToken);
        while (!waiting.IsCompleted && keepAlive > TimeSpan.Zero)
        {
            using var silence = new CancellationTokenSource(keepAlive, time);
            await ((Task)waiting).WaitAsync(silence.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!waiting.IsCompleted)
            {
                await response.BodyWriter.WriteAsync(EventStreamAnswer.KeepAlive, cancellationToken);
            }
        }

        return await waiting;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        var rest = Skip(events);
        if (!rest.IsEmpty)
        {
            await response.BodyWriter.WriteAsync(rest, cancellationToken);
        }
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
        frame.StartsWith("event: response.completed\n"u8) || frame.StartsWith("event: response.incomplete\n"u8) || frame.StartsWith("event: response.failed\n"u8);

    /// <summary>Ends a stream whose own end was never made: its relay is gone, or another relay was told to cancel it.</summary>
    private async Task EndAsync(StoredResponse stored, CancellationToken cancellationToken)
    {
        if (_isDone)
        {
            return;
        }

        var (code, message) = stored.Status == ResponseStatus.Cancelled ? (Failures.Cancelled.Code, Failures.Cancelled.Message) : (LostResponses.Code, LostResponses.Message);
        var json = new ArrayBufferWriter<byte>();
        var events = new EventWriter(_next);
        events.Attach(json);
        var error = events.Open(EventTypes.Error);
        WriteMembers(error, code, message);
        error.WriteStartObject("error"u8);
        error.WriteString("type"u8, "server_error"u8);
        WriteMembers(error, code, message);
        error.WriteEndObject();
        events.Close();
        var failed = events.Open(EventTypes.Failed);
        failed.WritePropertyName("response"u8);
        failed.WriteRawValue(ResponseJson.WithStatus(stored.Response, ResponseStatus.Failed, code, message).Span, skipInputValidation: true);
        events.Close();
        events.Done();
        await WriteAsync(json.WrittenMemory, cancellationToken);
    }

    private static void WriteMembers(Utf8JsonWriter json, string code, string message)
    {
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteNull("param"u8);
    }
}
