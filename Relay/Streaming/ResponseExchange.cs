using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Options;
using Relay.Policies;
using Relay.Profiles;
using Relay.Requests;
using Relay.Translating;
using Relay.Upstreams;

namespace Relay.Streaming;

/// <summary>One request on its way: what is asked of the upstream, what has come back, and what has gone down.</summary>
internal sealed class ResponseExchange : IAsyncDisposable
{
    private const int MostWarnings = 20;
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly HttpContext _context;
    private readonly Upstream _upstream;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly CancellationToken _cancelled;
    private readonly IResponseTranslator _translator;
    private readonly ClientAnswer _answer;
    private readonly CancellationTokenSource _upstreamLife;
    private readonly StreamClock _clock;
    private readonly StreamPump _pump;
    private readonly string _id;
    private readonly SecretWords _secrets;
    private readonly long _started;
    private readonly RelayTelemetry.Measurement _measurement;
    private TranslatedRequest? _request;
    private HttpResponseMessage? _response;
    private string? _outcome = "client_left";

    public ResponseExchange(
        HttpContext context,
        TranslatedRequest request,
        Func<IResponseTranslator, ClientAnswer> answer,
        Upstream upstream,
        ExchangeServices services,
        ILogger logger,
        CancellationToken stopping,
        CancellationToken cancelled = default)
    {
        _context = context;
        _request = request;
        _upstream = upstream;
        _time = services.Time;
        _logger = logger;
        _stopping = stopping;
        _cancelled = cancelled;
        _id = request.Echo.Id;
        _secrets = upstream.Secrets(context.Request.Headers.Authorization);
        _started = services.Time.GetTimestamp();
        _measurement = services.Telemetry.Begin(request.Echo.Model, upstream.Name, request.Stream);
        _translator = upstream.Profile.CreateTranslator(
            new TranslatorSettings(request.Echo, upstream.Options.Policies, services.Ids, _secrets, services.Seal, context.Request.Headers.Authorization.ToString()));
        _answer = answer(_translator);
        _upstreamLife = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, cancelled);

        // Before the clock starts: it may send them.
        _translator.Begin(_answer.Events);
        _clock = new StreamClock(services.Time, upstream.Options.Clocks, _answer, _upstreamLife);
        var frames = upstream.Profile.CreateFrameReader(services.Options.MaxEventBytes, upstream.Options.Policies);
        _pump = new StreamPump(_translator, _answer, _clock, frames, services.Options.MaxEventBytes);
        RelayLog.Started(logger, _id, VendorText.Clean(request.Echo.Model, _secrets), request.Stream, request.Chat.Length);
    }

    /// <summary>Calls the upstream, again when it refuses and nothing has gone down yet, and waits for the headers of its answer.</summary>
    /// <returns>How the answer ends already, or <see langword="null"/> when there is a body to pump.</returns>
    public async Task<UpstreamEnding?> CallAsync()
    {
        var request = _request!;

        // Not kept: a stream may live for an hour, its request need not.
        _request = null;
        try
        {
            await OpenAsync(StreamOpening.AtOnce);
            for (var retry = 1; ; retry++)
            {
                if (await TryAsync(request) is not { } failure)
                {
                    await PassHeadersDownAsync();
                    await OpenAsync(StreamOpening.WithHeaders);
                    return null;
                }

                if (!await WaitForRetryAsync(retry, failure))
                {
                    await PassHeadersDownAsync();
                    return EndingOfRefusal(failure) with { IsRefusal = true };
                }
            }
        }
        catch (OperationCanceledException exception) when (!_context.RequestAborted.IsCancellationRequested)
        {
            return EndingOfCancellation(exception) with { IsRefusal = true };
        }
    }

    /// <summary>Moves the answer's body through the translator to the client until it ends.</summary>
    public async Task<UpstreamEnding> PumpAsync()
    {
        try
        {
            var (body, canWaitEmpty) = await UpstreamBody.OpenAsync(_response!.Content, _upstreamLife.Token);
            await using (body)
            {
                return await _pump.RunAsync(body, canWaitEmpty, _upstreamLife.Token);
            }
        }
        catch (InvalidDataException)
        {
            return UpstreamEnding.Failed(Failures.BadEncoding);
        }
        catch (OperationCanceledException exception) when (!_context.RequestAborted.IsCancellationRequested)
        {
            return EndingOfCancellation(exception);
        }
    }

    /// <summary>Ends the response: terminal events, a body, or an HTTP error.</summary>
    public async Task FinishAsync(UpstreamEnding ending)
    {
        _response?.Dispose();
        await _clock.DisposeAsync();
        var dated = ending with { At = _time.GetUtcNow().ToUnixTimeSeconds() };
        await _answer.EndAsync(_translator, dated, _context.RequestAborted);
        _outcome = (_translator.Failure ?? ending.Failure)?.Code;
    }

    /// <summary>Ends the response after a fault of the relay itself, as well as that still goes.</summary>
    public async Task BreakOffAsync()
    {
        // The clock may be about to open the stream.
        await _clock.DisposeAsync();
        _outcome = Failures.Internal.Code;
        if (_context.Response.HasStarted)
        {
            _context.Abort();
        }
        else
        {
            await ErrorBody.WriteAsync(_context.Response, Failures.Internal, _context.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response?.Dispose();
        await _clock.DisposeAsync();
        foreach (var warning in _translator.Warnings.Take(MostWarnings))
        {
            RelayLog.Warning(_logger, _id, warning);
        }

        RelayLog.Finished(_logger, _id, _outcome ?? "ok", _pump.Payloads, _pump.BytesRead, _answer.BytesSent, ElapsedMilliseconds);
        _measurement.Ended(_id, _outcome, _translator.Usage, _clock.FirstByteAfter, _time.GetElapsedTime(_started));
        _pump.Dispose();
        _answer.Dispose();
        _upstreamLife.Dispose();
    }

    private long ElapsedMilliseconds => (long)_time.GetElapsedTime(_started).TotalMilliseconds;

    private async Task<UpstreamFailure?> TryAsync(TranslatedRequest request)
    {
        try
        {
            _response = await _upstream.SendAsync(request.Chat, request.Stream, _context.Request.Headers, _upstreamLife.Token);
            RelayLog.UpstreamAnswered(_logger, _id, (int)_response.StatusCode, ElapsedMilliseconds);
            return await UpstreamRefusal.ReadAsync(_response, _secrets, _time, _upstreamLife.Token);
        }
        catch (HttpRequestException exception)
        {
            return UpstreamRefusal.FromException(exception);
        }
    }

    // A wait that would outlast the patience before the stream opens is not begun: a status with Retry-After serves the client better than
    // an open stream that can only fail.
    private async Task<bool> WaitForRetryAsync(int retry, UpstreamFailure failure)
    {
        var rules = _upstream.Profile.CreateRetryRules(_upstream.Options.Retries, _time);
        if (_answer.Started || rules.WaitBefore(retry - 1, failure, _response) is not { } wait || wait >= _clock.UntilSilenceIsBroken)
        {
            return false;
        }

        _measurement.Retried(failure.Code);
        RelayLog.Retrying(_logger, _id, failure.Code, retry, _upstream.Options.Retries.Max, (long)wait.TotalMilliseconds);
        await WaitAsync(wait);
        if (_answer.Started)
        {
            return false;
        }

        _response?.Dispose();
        _response = null;
        return true;
    }

    // Timers may fire a hair too early, and the vendor said not before.
    private async Task WaitAsync(TimeSpan wait)
    {
        var since = _time.GetTimestamp();
        for (var left = wait; left > TimeSpan.Zero; left = wait - _time.GetElapsedTime(since))
        {
            await Task.Delay(left > Soonest ? left : Soonest, _time, _upstreamLife.Token);
        }
    }

    private Task PassHeadersDownAsync() =>
        _response is null ? Task.CompletedTask : _answer.PassDownAsync(_response.Headers, _upstream.Headers, _secrets, _upstreamLife.Token);

    private async Task OpenAsync(StreamOpening moment)
    {
        if (_translator.Opening != moment)
        {
            return;
        }

        if (moment is StreamOpening.WithHeaders)
        {
            _clock.BytesArrived();
        }

        await _answer.EnterAsync(_upstreamLife.Token);
        try
        {
            _answer.Open();
            await _answer.FlushAsync(_upstreamLife.Token);
        }
        finally
        {
            _answer.Leave();
        }

        _clock.Sent();
    }

    /// <summary>A prompt that the vendor's filter refuses is an answer cut short at its start, if the policy says so (Q129).</summary>
    private UpstreamEnding EndingOfRefusal(UpstreamFailure failure) =>
        failure is { Code: "content_filter", Status: 400 } && _upstream.Profile.AcceptsFilteredPrompts
            && _upstream.Options.Policies.AzureFilter400 is AzureFilter400.OnContentFilter
            ? UpstreamEnding.Filtered
            : UpstreamEnding.Failed(failure);

    private UpstreamEnding EndingOfCancellation(OperationCanceledException exception)
    {
        if (_clock.Expired is { } expired)
        {
            return expired;
        }

        if (_cancelled.IsCancellationRequested)
        {
            return UpstreamEnding.Failed(Failures.Cancelled);
        }

        if (_stopping.IsCancellationRequested)
        {
            return UpstreamEnding.Failed(Failures.Stopping);
        }

        Debug.Assert(exception.InnerException is TimeoutException, "Only the handler's connect timeout is left.");
        return UpstreamEnding.Failed(Failures.ConnectTimeout);
    }
}
