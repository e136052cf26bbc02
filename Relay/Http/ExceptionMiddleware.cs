using Microsoft.Extensions.Logging;
using Relay.Diagnostics;
using Relay.Exchange;

namespace Relay.Http;

/// <summary>
/// Answers a request whose endpoint threw: with an error in OpenAI's shape, or by closing the connection if the answer has started. The
/// log line contains no text of a client or vendor.
/// </summary>
internal sealed class ExceptionMiddleware(ILogger<ExceptionMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            RelayLog.Broken(logger, "request", exception);
            await ApiErrorResult.WriteOrAbortAsync(context, Failures.Internal);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone: there is no connection to answer on.
        }
    }
}
