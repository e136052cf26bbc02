using System.Net;
using System.Net.Http.Headers;
using Scenarios.Model;

namespace Conformance.Recording;

/// <summary>Sends a client's request to a relay and records the answer exactly as it arrives.</summary>
/// <remarks>
/// Any behaviour of the relay becomes a <see cref="RecordedStream"/>; only cancellation is thrown. Safe for use by many cases at once: each
/// call has its own connection.
/// </remarks>
public sealed class StreamRecorder(TimeProvider time)
{
    /// <summary>Records one answer.</summary>
    /// <param name="request">The request and the client's manners.</param>
    /// <param name="onEvent">Called with the type of each event when its last byte has been read, before the next read starts.</param>
    /// <param name="cancellationToken">Ends the recording by throwing.</param>
    public async Task<RecordedStream> RecordAsync(RelayRequest request, Action<string> onEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(onEvent);

        using var deadline = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var tape = new RecordedStreamBuilder(time, request.Memory);
        var gauge = new AnswerLimitCheck(request.Limits, request.Memory);
        try
        {
            var end = await ExchangeAsync(request, onEvent, tape, gauge, either.Token);
            return gauge.Excess is { } excess ? tape.EndTooLarge(excess, request.Limits) : tape.ToStream(end);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            return tape.ToStream(StreamEnd.TimedOut);
        }
        catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
            && !tape.HasHeaders)
        {
            return tape.EndTooLarge(gauge.TooManyHeaders(), request.Limits) with { EndDetail = DescribeFault(refused) };
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            return tape.ToStream(tape.HasHeaders ? StreamEnd.Broken : StreamEnd.NoAnswer, DescribeFault(broken));
        }
    }

    private async Task<StreamEnd> ExchangeAsync(
        RelayRequest request,
        Action<string> onEvent,
        RecordedStreamBuilder tape,
        AnswerLimitCheck gauge,
        CancellationToken cancellationToken)
    {
        using var connection = RelayConnection.Open(request.ReadSlowly is not null, request.Limits);
        using var message = CreateMessage(request, tape.RecordSent);
        using var response = await connection.SendAsync(message, cancellationToken);
        tape.Headers(response);
        if (gauge.HasTooManyHeaders(tape.HeaderCount))
        {
            return StreamEnd.TooLarge;
        }

        gauge.IsOneLine = tape.IsJson;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(body, request, onEvent, tape, gauge, cancellationToken);
    }

    private async Task<StreamEnd> ReadAsync(
        Stream body,
        RelayRequest request,
        Action<string> onEvent,
        RecordedStreamBuilder tape,
        AnswerLimitCheck gauge,
        CancellationToken cancellationToken)
    {
        var buffer = new byte[request.ReadSlowly is null ? 16 * 1024 : RelayConnection.SlowRead];
        var spotter = new EventScanner();
        var remaining = request.HangUpAfter?.Count ?? 0;
        while (true)
        {
            var length = await body.ReadAsync(buffer, cancellationToken);
            if (length == 0)
            {
                return StreamEnd.Closed;
            }

            var at = time.GetTimestamp();
            var spotted = spotter.Feed(buffer.AsSpan(0, length));
            var last = LastOf(spotted, request.HangUpAfter, ref remaining);
            var start = tape.Length;
            // The client has not read the bytes that arrived in the same read behind the event at which it leaves.
            var isKept = tape.Read(buffer.AsSpan(0, last is { } end ? (int)(end - start) : length), at);
            foreach (var seen in spotted.Where(seen => last is null || seen.End <= last))
            {
                onEvent(seen.Type);
            }

            if (last is not null)
            {
                return StreamEnd.HungUp;
            }

            if (!isKept || gauge.Exceeds(start + length, spotter))
            {
                gauge.NoteMemory(isKept, start + length, spotter);
                return StreamEnd.TooLarge;
            }

            if (request.ReadSlowly is { } rest)
            {
                await Task.Delay(rest, time, cancellationToken);
            }
        }
    }

    private static long? LastOf(IReadOnlyList<SpottedEvent> spotted, EventCount? hangUp, ref int remaining)
    {
        foreach (var seen in spotted)
        {
            if (string.Equals(seen.Type, hangUp?.Type, StringComparison.Ordinal) && --remaining == 0)
            {
                return seen.End;
            }
        }

        return null;
    }

    private static HttpRequestMessage CreateMessage(RelayRequest request, Action sent)
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), request.Url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = request.Body.IsEmpty ? null : new TimedContent(request.Body, sent),
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Stream ? "text/event-stream" : "application/json"));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Key);
        foreach (var (name, value) in request.Headers)
        {
            Replace(message, name, value);
        }

        return message;
    }

    private static void Replace(HttpRequestMessage message, string name, string value)
    {
        var ofContent = name.StartsWith("content-", StringComparison.OrdinalIgnoreCase);
        HttpHeaders? headers = ofContent ? message.Content?.Headers : message.Headers;
        headers?.Remove(name);
        headers?.TryAddWithoutValidation(name, value);
    }

    private static string DescribeFault(Exception broken) =>
        broken.InnerException is { } inner ? $"{broken.Message.TrimEnd('.')}: {inner.Message}" : broken.Message;
}
