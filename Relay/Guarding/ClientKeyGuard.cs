using Microsoft.AspNetCore.Http;
using Relay.Contract;
using Relay.Options;
using Relay.Streaming;

namespace Relay.Guarding;

/// <summary>Lets through who comes with a known key; whether the relay lives may be asked without.</summary>
internal sealed class ClientKeyGuard(ClientKeys keys)
{
    private static readonly UpstreamFailure Refusal =
        new("invalid_api_key", "Incorrect API key provided. Send 'Authorization: Bearer KEY' with a key that this relay accepts.", "invalid_request_error", StatusCodes.Status401Unauthorized);

    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || keys.Allow(context.Request.Headers.Authorization))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorBody.WriteAsync(context.Response, Refusal, context.RequestAborted);
    }
}
