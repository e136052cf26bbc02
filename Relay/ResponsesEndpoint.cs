using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.ChatCompletions;
using Relay.Diagnostics;
using Relay.Guarding;
using Relay.Policies;
using Relay.Remembering;
using Relay.Requests;
using Relay.Streaming;
using Relay.Translating;
using Relay.Upstreams;

namespace Relay;

/// <summary>Answers <c>POST /v1/responses</c>: read, translate the request, call the upstream, open the stream, pump, finish.</summary>
internal sealed class ResponsesEndpoint(
    RelayOptions options,
    UpstreamMap upstreams,
    ThoughtMemory thoughts,
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
            else if (await ReadAsync(context) is { } asked)
            {
                await AnswerAsync(context, asked.Request, asked.Upstream);
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

    private async Task<(TranslatedRequest Request, Upstream Upstream)?> ReadAsync(HttpContext context)
    {
        using var body = new PooledBuffer();
        var problem = await ClientRequestReader.ReadAsync(context.Request, body, options.MaxBodyBytes, context.RequestAborted);
        if (body.Count > LargeBody)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        var asked = problem is null ? Translate(context, body.Editable, out problem) : null;
        if (problem is not null)
        {
            await RefuseAsync(context, problem);
        }

        return asked;
    }

    private (TranslatedRequest Request, Upstream Upstream)? Translate(HttpContext context, Memory<byte> body, out RequestProblem? problem)
    {
        using var parsed = RequestTranslator.Parse(body, out problem);
        if (parsed is null)
        {
            return null;
        }

        if (upstreams.Resolve(parsed.Model) is not { } route)
        {
            problem = UnknownModel(parsed.Model);
            return null;
        }

        var target = new RequestTarget(route.Model, route.Upstream.Options.Policies, route.Upstream.Parameters, options.Seal);
        var memory = target.Policies.Translation is TranslationRules.CodexRelay ? thoughts.Of(context.Request.Headers.Authorization.ToString()) : null;
        var request = RequestTranslator.Translate(parsed, target, options.Ids.NewId("resp_"), options.Time.GetUtcNow().ToUnixTimeSeconds(), memory, out problem);
        return request is null ? null : (request, route.Upstream);
    }

    private static RequestProblem UnknownModel(string model) =>
        new("model_not_found", $"The model '{VendorText.Clean(model, SecretWords.None)}' does not exist here; GET /v1/models lists those that do.", "model", StatusCodes.Status404NotFound);

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

    private async Task AnswerAsync(HttpContext context, TranslatedRequest request, Upstream upstream)
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
