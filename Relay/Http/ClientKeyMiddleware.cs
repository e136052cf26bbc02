using Relay.Contract;
using Relay.Options;

namespace Relay.Http;

/// <summary>Refuses requests without an accepted client key. <c>/health</c> needs none.</summary>
internal sealed class ClientKeyMiddleware(ClientKeys keys)
{
    private static readonly ApiError Refusal = new(
        "invalid_api_key",
        "Incorrect API key provided. Send 'Authorization: Bearer KEY' with a key that this relay accepts.",
        "invalid_request_error",
        StatusCodes.Status401Unauthorized);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || keys.Allow(context.Request.Headers.Authorization))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiErrorResult.WriteAsync(context.Response, Refusal, context.RequestAborted);
    }
}
