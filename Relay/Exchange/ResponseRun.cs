using System.Buffers;
using System.Diagnostics;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Policies;
using Relay.Profiles;
using Relay.Requests;
using Relay.Upstreams;

namespace Relay.Exchange;

/// <summary>
/// Makes one response: calls the upstream, retries, translates the answer and ends the response. It alone owns the translator, the
/// collected events, the clock and the connection to the upstream. Streams, JSON answers and background responses differ only in their
/// sink.
/// </summary>
internal sealed class ResponseRun : IAsyncDisposable
{
    private const int MostWarnings = 20;

    // The last events of a larger answer take too long to write for a socket's thread.
    private const int LargeAnswer = 64 * 1024;
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly Upstream _upstream;
    private readonly ClientHeaders _clientHeaders;
    private readonly RunTokens _tokens;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IResponseTranslator _translator;
    private readonly StreamOpening _opening;
    private readonly EventOutput _output;
    private readonly CancellationTokenSource _upstreamLife;
    private readonly StreamClock _clock;
    private readonly StreamPump _pump;
    private readonly string _id;
    private readonly SecretWords _secrets;
    private readonly long _started;
    private readonly RelayTelemetry.Measurement _measurement;
    private readonly IDisposable? _room;
    private TranslatedRequest? _request;
    private HttpResponseMessage? _response;
    private FinalResponse? _final;
    private string? _outcome = "client_left";
    private bool _isBroken;

    /// <summary>Prepares a run; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="job">The request and its upstream.</param>
    /// <param name="sink">Receives the events.</param>
    /// <param name="recorder">Stores the response; <see langword="null"/> when it is not stored.</param>
    /// <param name="services">The services of the relay.</param>
    /// <param name="tokens">The reasons to end early.</param>
    /// <param name="logger">Logs the three lines of each response, and its warnings.</param>
    public ResponseRun(
        ResponseJob job, IResponseSink sink, ResponseRecorder? recorder, ExchangeServices services, RunTokens tokens, ILogger logger)
    {
        var request = job.Request;
        var policies = job.Upstream.Options.Policies;
        _request = request;
        _room = job.Room;
        _upstream = job.Upstream;
        _clientHeaders = job.ClientHeaders;
        _tokens = tokens;
        _time = services.Time;
        _logger = logger;
        _id = request.Echo.Id;
        _secrets = _upstream.Secrets(_clientHeaders.Authorization);
        _started = services.Time.GetTimestamp();
        _measurement = services.Telemetry.Begin(request.Echo.Model, _upstream.Name, request.Stream);
        _translator = _upstream.Profile.CreateTranslator(
            new TranslatorSettings(request.Echo, policies, services.Ids, _secrets, services.Seal, _clientHeaders.Authorization));
        _opening = _upstream.Profile.Opening;
        _output = new EventOutput(sink, _translator, recorder, tokens.Client);
        _upstreamLife = CancellationTokenSource.CreateLinkedTokenSource(tokens.Client, tokens.Stopping, tokens.Cancelled);

        // Before the clock starts, which may send these events. A stream that opens with the first payload may wait for the model it names.
        if (_opening is not StreamOpening.WithPayload || policies.ReportModel is ReportModel.Requested)
        {
            _translator.Begin(_output.Events);
        }

        _clock = new StreamClock(services.Time, _upstream.Options.Clocks, _output, _upstreamLife);
        var frames = _upstream.Profile.CreateFrameReader(services.Options.MaxEventBytes, policies);
        _pump = new StreamPump(
            _translator, _output, _clock, frames, _secrets, services.Options.MaxEventBytes, services.Options.MaxAnswerBytes);
        RelayLog.Started(logger, _id, VendorText.Clean(request.Echo.Model, _secrets), request.Stream, request.Chat.Length);
    }

    /// <summary>Makes the response, to its last event.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    /// <exception cref="IOException">The client has gone.</exception>
    public async Task RunAsync()
    {
        try
        {
            var ending = await CallAsync() is { } refused ? refused : await PumpAsync();
            await FinishAsync(ending);
        }
        catch (Exception exception) when (!_tokens.Client.IsCancellationRequested
            || exception is not (OperationCanceledException or IOException))
        {
            _isBroken = true;
            _outcome = Failures.Internal.Code;

            // The clock may be about to open the stream; the caller answers with an error.
            await _clock.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response?.Dispose();
        await _clock.DisposeAsync();
        foreach (var warning in (EndUnfinished()?.Warnings ?? []).Take(MostWarnings))
        {
            RelayLog.Warning(_logger, _id, warning);
        }


        // The metrics come first, so that they include the response as soon as the line is in the log.
        _measurement.Ended(_id, _outcome, _final?.Usage, _clock.FirstByteAfter, _time.GetElapsedTime(_started));
        RelayLog.Finished(_logger, _id, _outcome ?? "ok", _pump.Payloads, _pump.BytesRead, _output.BytesSent, ElapsedMilliseconds);
        _pump.Dispose();
        _output.Dispose();
        _upstreamLife.Dispose();
    }

    private long ElapsedMilliseconds => (long)_time.GetElapsedTime(_started).TotalMilliseconds;

    // Calls the upstream until its headers are there. Returns how the answer has ended already, or null when there is a body to read.
    private async Task<UpstreamEnding?> CallAsync()
    {
        var request = _request!;

        // A stream may last an hour and needs its request no more.
        _request = null;
        try
        {
            await OpenAsync(StreamOpening.AtOnce);
            for (var retry = 1; ; retry++)
            {
                if (await TryAsync(request) is not { } failure)
                {
                    await AddHeadersAsync();
                    await OpenAsync(StreamOpening.WithHeaders);
                    return null;
                }

                if (!await WaitForRetryAsync(retry, failure))
                {
                    await AddHeadersAsync();
                    return EndingOfRefusal(failure) with { IsRefusal = true };
                }
            }
        }
        catch (OperationCanceledException exception) when (!_tokens.Client.IsCancellationRequested)
        {
            return EndingOfCancellation(exception) with { IsRefusal = true };
        }
        finally
        {
            _room?.Dispose();
        }
    }

    private async Task<UpstreamEnding> PumpAsync()
    {
        try
        {
            var (body, canWaitEmpty) = await UpstreamBody.OpenAsync(_response!.Content, _upstreamLife.Token);
            await using (body)
            {
                return await _pump.RunAsync(body, canWaitEmpty, _response.Content.Headers.ContentLength, _upstreamLife.Token);
            }
        }
        catch (InvalidDataException)
        {
            return _pump.BadEncoding;
        }
        catch (OperationCanceledException exception) when (!_tokens.Client.IsCancellationRequested)
        {
            return EndingOfCancellation(exception);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException))
        {
            // Whatever the upstream sent, the client gets a terminal event.
            RelayLog.Broken(_logger, _id, exception);
            await _output.EnterAsync(_tokens.Client);
            _output.DropUnfinishedEvent();
            _output.Leave();
            return UpstreamEnding.Failed(Failures.Internal);
        }
    }

    private async Task FinishAsync(UpstreamEnding ending)
    {
        _response?.Dispose();
        await _clock.DisposeAsync();
        if (_pump.BytesRead > LargeAnswer)
        {
            await Task.Yield();
        }

        var dated = ending with { At = _time.GetUtcNow().ToUnixTimeSeconds() };
        _final = await _output.EndAsync(dated);
        _outcome = (_final.Failure ?? ending.Failure)?.Code;
    }

    // A client may disconnect before the translator has ended, or while the end is stored or sent. The log and the metrics still need what
    // was collected, but nobody needs the events.
    private FinalResponse? EndUnfinished()
    {
        _final ??= _output.Final;
        if (_final is null && !_isBroken && !_output.HasEnded)
        {
            _final = _translator.End(UpstreamEnding.Failed(Failures.Cancelled), new ArrayBufferWriter<byte>());
        }

        return _final;
    }

    private async Task<ApiError?> TryAsync(TranslatedRequest request)
    {
        try
        {
            _response = await _upstream.SendAsync(request.Chat, request.Stream, _clientHeaders, _upstreamLife.Token);
            RelayLog.UpstreamAnswered(_logger, _id, (int)_response.StatusCode, ElapsedMilliseconds);
            return await UpstreamRefusal.ReadAsync(_response, _secrets, _time, _upstreamLife.Token);
        }
        catch (HttpRequestException exception)
        {
            return UpstreamRefusal.FromException(exception);
        }
    }

    // No retry whose wait would outlast the time until the stream opens: a status with Retry-After serves the client better than an open
    // stream that can only fail.
    private async Task<bool> WaitForRetryAsync(int retry, ApiError failure)
    {
        var rules = _upstream.Profile.CreateRetryRules(_upstream.Options.Retries, _time);
        if (_output.IsCommitted || rules.WaitBefore(retry - 1, failure, _response) is not { } wait || wait >= _clock.UntilSilenceIsBroken)
        {
            return false;
        }

        _measurement.Retried(failure.Code);
        RelayLog.Retrying(_logger, _id, failure.Code, retry, _upstream.Options.Retries.Max, (long)wait.TotalMilliseconds);
        await WaitAsync(wait);
        if (_output.IsCommitted)
        {
            return false;
        }

        _response?.Dispose();
        _response = null;
        return true;
    }

    // A timer may fire a little early, and a retry must not come before the time that the vendor asked for.
    private async Task WaitAsync(TimeSpan wait)
    {
        var since = _time.GetTimestamp();
        for (var left = wait; left > TimeSpan.Zero; left = wait - _time.GetElapsedTime(since))
        {
            await Task.Delay(left > Soonest ? left : Soonest, _time, _upstreamLife.Token);
        }
    }

    private Task AddHeadersAsync() =>
        _response is null
            ? Task.CompletedTask
            : _output.AddHeadersAsync(_response.Headers, _upstream.Headers, _secrets, _upstreamLife.Token);

    private async Task OpenAsync(StreamOpening moment)
    {
        // A sink that is open from the start, such as that of a background response, shows at once that the response has begun.
        var isOpenAnyway = moment is StreamOpening.AtOnce && _output.IsOpen;
        if (_opening != moment && !isOpenAnyway)
        {
            return;
        }

        if (moment is StreamOpening.WithHeaders)
        {
            _clock.BytesArrived();
        }

        await _output.EnterAsync(_upstreamLife.Token);
        try
        {
            _output.Open();
            await _output.FlushAsync();
        }
        finally
        {
            _output.Leave();
        }

        _clock.Sent();
    }

    // A prompt that the vendor's content filter refuses is an answer cut short at its start, if the policy says so (Q129).
    private UpstreamEnding EndingOfRefusal(ApiError failure)
    {
        var isAnswer = failure is { Code: "content_filter", Status: 400 }
            && _upstream.Profile.AcceptsFilteredPrompts
            && _upstream.Options.Policies.AzureFilter400 is AzureFilter400.OnContentFilter;
        return isAnswer ? UpstreamEnding.Filtered : UpstreamEnding.Failed(failure);
    }

    private UpstreamEnding EndingOfCancellation(OperationCanceledException exception)
    {
        if (_clock.Expired is { } expired)
        {
            return expired;
        }

        if (_tokens.Cancelled.IsCancellationRequested)
        {
            return UpstreamEnding.Failed(_tokens.WhyCancelled?.Invoke() ?? Failures.Cancelled);
        }

        if (_tokens.Stopping.IsCancellationRequested)
        {
            return UpstreamEnding.Failed(Failures.Stopping);
        }

        Debug.Assert(exception.InnerException is TimeoutException, "Only the handler's connect timeout is left.");
        return UpstreamEnding.Failed(Failures.ConnectTimeout);
    }
}
