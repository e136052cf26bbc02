using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay.Diagnostics;
using Relay.Streaming;

namespace Relay.Endpoints;

/// <summary>What becomes of a fault of the relay that nobody else has dealt with: an answer in the usual shape, and a line in the log without anybody's words.</summary>
internal sealed class LastResort(ILogger<LastResort> logger)
{
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            RelayLog.Broken(logger, "request", exception);
            await AnswerAsync(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone; nobody is left to answer.
        }
    }

    private static Task AnswerAsync(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            return ErrorBody.WriteAsync(context.Response, Failures.Internal, context.RequestAborted);
        }

        context.Abort();
        return Task.CompletedTask;
    }
}
