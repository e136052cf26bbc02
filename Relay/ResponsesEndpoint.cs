using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.ChatCompletions;
using Relay.Diagnostics;
using Relay.Guarding;
using Relay.Requests;
using Relay.Streaming;
using Relay.Translating;

namespace Relay;

/// <summary>Answers <c>POST /v1/responses</c>: read, translate the request, call the upstream, open the stream, pump, finish.</summary>
internal sealed class ResponsesEndpoint(
    RelayOptions options,
    ChatUpstream upstream,
    RelayLife life,
    RelayTelemetry telemetry,
    ILogger<ResponsesEndpoint> logger)
{
    // Above this, a body is parsed away from the socket's thread, which other streams share.
    private const int LargeBody = 64 * 1024;

    private int _underWay;

    public async Task AnswerAsync(HttpContext context)
    {
        var place = Interlocked.Increment(ref _underWay);
        try
        {
            if (options.MaxStreams > 0 && place > options.MaxStreams)
            {
                await RefuseForLoadAsync(context);
            }
            else if (await ReadAsync(context) is { } request)
            {
                await AnswerAsync(context, request);
            }
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The client has gone; nobody is left to answer.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<TranslatedRequest?> ReadAsync(HttpContext context)
    {
        using var body = new PooledBuffer();
        var problem = await ClientRequestReader.ReadAsync(context.Request, body, options.MaxBodyBytes, context.RequestAborted);
        if (body.Count > LargeBody)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        var request = problem is null ? TranslateRequest(body.Editable, out problem) : null;
        if (problem is not null)
        {
            await RefuseAsync(context, problem);
        }

        return request;
    }

    private TranslatedRequest? TranslateRequest(Memory<byte> body, out RequestProblem? problem) =>
        RequestTranslator.Translate(body, options.Policies, options.Ids.NewId("resp_"), options.Time.GetUtcNow().ToUnixTimeSeconds(), out problem, options.Seal);

    private Task RefuseAsync(HttpContext context, RequestProblem problem)
    {
        RelayLog.Refused(logger, problem.Status, problem.Code, VendorText.Clean(problem.Param, SecretWords.None));
        telemetry.Refused(problem.Code);
        var failure = new UpstreamFailure(problem.Code, problem.Message, "invalid_request_error", problem.Status, problem.Param);
        return ErrorBody.WriteAsync(context.Response, failure, context.RequestAborted);
    }

    private Task RefuseForLoadAsync(HttpContext context)
    {
        RelayLog.Refused(logger, Failures.TooManyStreams.Status, Failures.TooManyStreams.Code, "");
        telemetry.Refused(Failures.TooManyStreams.Code);
        context.Response.Headers.RetryAfter = "1";
        return ErrorBody.WriteAsync(context.Response, Failures.TooManyStreams, context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, TranslatedRequest request)
    {
        foreach (var warning in request.Warnings)
        {
            RelayLog.Warning(logger, request.Echo.Id, warning);
        }

        await using var exchange = new ResponseExchange(context, request, upstream, options, logger, telemetry, life.Ending);
        try
        {
            var ending = await exchange.CallAsync() is { } refused ? refused : await exchange.PumpAsync();
            await exchange.FinishAsync(ending);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            RelayLog.Broken(logger, request.Echo.Id, exception);
            await exchange.BreakOffAsync();
        }
    }
}
