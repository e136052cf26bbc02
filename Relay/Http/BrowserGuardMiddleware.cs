using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Options;

namespace Relay.Http;

/// <summary>
/// Refuses requests that a web page could send without its user's knowledge to a relay without client keys. A page cannot send a JSON
/// content type to another origin without a preflight request, and a name that was rebound to a loopback address is not a loopback name.
/// </summary>
internal sealed class BrowserGuardMiddleware(RelayOptions options, ILogger<BrowserGuardMiddleware> logger)
{
    private static readonly ApiError WrongHost = ApiError.InvalidRequest(
        "host_not_allowed",
        "The name in the Host header is not allowed. Without client_keys, the relay accepts localhost, its own address, "
        + "and the names in allowed_hosts.",
        "",
        StatusCodes.Status403Forbidden);

    private static readonly ApiError WrongOrigin = ApiError.InvalidRequest(
        "origin_not_allowed",
        "Pages of this origin may not call the relay. Add the origin to cors_origins.",
        "",
        StatusCodes.Status403Forbidden);

    private static readonly ApiError WrongType = ApiError.InvalidRequest(
        "unsupported_media_type",
        "The content type of the request must be application/json.",
        "",
        StatusCodes.Status415UnsupportedMediaType);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (GetProblem(context) is not { } problem)
        {
            return next(context);
        }

        RelayLog.Refused(logger, problem.Status, problem.Code, "");
        return ApiErrorResult.WriteAsync(context.Response, problem, context.RequestAborted);
    }

    private ApiError? GetProblem(HttpContext context)
    {
        var request = context.Request;
        return !IsAllowedHost(request.Host.Host, context.Connection.LocalIpAddress) ? WrongHost
            : !IsAllowedOrigin(request.Headers.Origin, request.Host) ? WrongOrigin
            : HasBody(context) && !IsJson(request.Headers.ContentType) ? WrongType
            : null;
    }

    private bool IsAllowedHost(string host, IPAddress? own)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            address = Unmapped(address);
            if (IPAddress.IsLoopback(address) || (own is not null && address.Equals(Unmapped(own))))
            {
                return true;
            }
        }

        var name = host.EndsWith('.') ? host[..^1] : host;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || Allows(options.AllowedHosts, name);
    }

    // A page that the relay itself served, possibly behind a proxy with TLS, has the origin of the request's own host.
    private bool IsAllowedOrigin(StringValues origins, HostString host) => origins switch
    {
        { Count: 0 } => true,
        [{ } origin] => Allows(options.CorsOrigins, origin)
            || origin.Equals("http://" + host.Value, StringComparison.OrdinalIgnoreCase)
            || origin.Equals("https://" + host.Value, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    private static bool IsJson(StringValues types) =>
        types is [{ } type]
        && MediaTypeHeaderValue.TryParse(type, out var parsed)
        && (parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (parsed.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
                && parsed.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    private static bool Allows(IReadOnlyList<string> listed, string value) =>
        listed.Any(known => known == "*" || known.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
