using Relay.Contract;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Storing;

namespace Relay.Http;

/// <summary>
/// Follows a response that is stored, and perhaps still being made by another relay. The stream always ends with a terminal event.
/// </summary>
/// <param name="stored">The response.</param>
/// <param name="replay">Sends the events.</param>
/// <param name="store">The store.</param>
/// <param name="lost">Ends a response whose relay has stopped.</param>
/// <param name="patience">
/// How long an unavailable store is waited for. The stream then ends, although the response may still be made.
/// </param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs outages.</param>
internal sealed class StoredReplay(
    StoredResponse stored,
    EventReplay replay,
    IResponseStore store,
    LostResponses lost,
    TimeSpan patience,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly ResponseKey _key = stored.Key;
    private StoredResponse _current = stored;
    private int _parts;

    // The end of the stream, until the response is stored as ended: a client that has seen it may continue the response at once.
    private ReadOnlyMemory<byte> _end;

    // No other token may end a write to the client: the server would cut the connection.
    private CancellationToken _client;

    /// <summary>Sends the events to the end of the response.</summary>
    /// <param name="client">Cancelled when the client leaves.</param>
    /// <param name="stopping">Cancelled when the relay stops.</param>
    public async Task RunAsync(CancellationToken client, CancellationToken stopping)
    {
        _client = client;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(client, stopping);
        await replay.OpenAsync(client);
        ApiError failure;
        try
        {
            failure = await FollowAsync(ending.Token);
        }
        catch (StoreUnavailableException exception)
        {
            RelayLog.FollowingEnds(logger, _key.Id, exception.Message);
            failure = Failures.EventsUnavailable;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !client.IsCancellationRequested)
        {
            failure = Failures.Stopping;
        }

        await replay.WriteAsync(_end, client);
        await replay.EndAsync(_current, failure, client);
    }

    // Sends the events as they are stored. Returns the failure with which the stream ends if its end is not among them.
    private async Task<ApiError> FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // The status before the events: once it is final, all of them are there.
            foreach (var events in await AskAsync(token => store.ReadEventsAsync(_key, _parts, token), cancellationToken))
            {
                _parts++;
                await WriteAsync(EventParts.Unpack(events.Span));
            }

            if (!_current.IsRunning)
            {
                return FailureOf(_current);
            }

            if (await AskAsync(FindAsync, cancellationToken) is not { } found)
            {
                return Failures.Deleted;
            }

            _current = found;
            if (found.IsRunning)
            {
                await PauseAsync(cancellationToken);
            }
        }
    }

    private Task WriteAsync(ReadOnlyMemory<byte> events)
    {
        var end = _end.IsEmpty ? EventReplay.FindEnd(events.Span) : 0;
        _end = (byte[])[.. _end.Span, .. events.Span[end..]];
        return replay.WriteAsync(events[..end], _client);
    }

    private async Task<StoredResponse?> FindAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(_key, time.GetUtcNow(), cancellationToken) is { } found
            ? await lost.EndIfLostAsync(found, cancellationToken)
            : null;

    // Resumes after the last event that was sent, so that an outage neither repeats nor omits events.
    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        long? since = null;
        while (true)
        {
            try
            {
                return await question(cancellationToken);
            }
            catch (StoreUnavailableException exception)
                when (exception.IsTransient && (since is null || time.GetElapsedTime(since.Value) < patience))
            {
                if (since is null)
                {
                    RelayLog.FollowingWaits(logger, _key.Id, exception.Message);
                    since = time.GetTimestamp();
                }
            }

            await PauseAsync(cancellationToken);
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Look, time, cancellationToken);
        await replay.BreakSilenceAsync(_client);
    }

    private static ApiError FailureOf(StoredResponse response)
    {
        if (response.Status == ResponseStatus.Cancelled)
        {
            return Failures.Cancelled;
        }

        var json = ResponseJson.Parse(response.Response);
        return ResponseJson.ErrorCode(json) is { } code && ResponseJson.ErrorMessage(json) is { } message
            ? new ApiError(code, message)
            : LostResponses.Failure;
    }
}
