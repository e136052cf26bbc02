using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Relay.ChatCompletions;
using Relay.Streaming;
using Relay.Translating;

namespace Relay;

/// <summary>What the relay answers under which path; everything it does not know is told in the client's own error shape.</summary>
internal static class RelayRoutes
{
    private static readonly byte[] Health = """{"status":"ok"}"""u8.ToArray();

    public static void Map(WebApplication app, ResponsesEndpoint responses)
    {
        app.Map("/v1/responses", Only(HttpMethods.Post, responses.AnswerAsync));
        app.Map("/responses", Only(HttpMethods.Post, responses.AnswerAsync));
        app.Map("/health", Only(HttpMethods.Get, AnswerHealthAsync));
        app.MapFallback("{**path}", AnswerUnknownAsync);
    }

    private static RequestDelegate Only(string method, RequestDelegate answer) => context =>
        HttpMethods.Equals(context.Request.Method, method) ? answer(context) : RefuseMethodAsync(context, method);

    private static Task AnswerHealthAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Health.Length;
        return context.Response.Body.WriteAsync(Health, context.RequestAborted).AsTask();
    }

    private static Task AnswerUnknownAsync(HttpContext context)
    {
        var message = $"Unknown request URL: {context.Request.Method} {context.Request.Path}. The relay answers POST /v1/responses and GET /health.";
        var failure = new UpstreamFailure("unknown_url", VendorText.Clean(message, SecretWords.None), "invalid_request_error", StatusCodes.Status404NotFound);
        return ErrorBody.WriteAsync(context.Response, failure, context.RequestAborted);
    }

    private static Task RefuseMethodAsync(HttpContext context, string method)
    {
        context.Response.Headers.Allow = method;
        var message = $"{context.Request.Path} takes {method} only.";
        var failure = new UpstreamFailure("method_not_allowed", message, "invalid_request_error", StatusCodes.Status405MethodNotAllowed);
        return ErrorBody.WriteAsync(context.Response, failure, context.RequestAborted);
    }
}
