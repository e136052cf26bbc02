using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Relay.ChatCompletions;
using Relay.Configuring;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Options;
using Relay.Exchange;

namespace Relay.Http;

/// <summary>Maps paths to endpoints. An unknown path is answered with an error in OpenAI's shape.</summary>
internal static class RelayRoutes
{
    private static readonly byte[] Health = """{"status":"ok"}"""u8.ToArray();

    public static void Map(WebApplication app, RelayOptions options)
    {
        var responses = app.Services.GetRequiredService<ResponsesEndpoint>();
        var models = app.Services.GetRequiredService<ModelsEndpoint>();
        var settings = SettingsListing.Write(options);
        app.Map("/v1/responses", WithoutUpgrade(Only(HttpMethods.Post, responses.AnswerAsync)));
        app.Map("/responses", WithoutUpgrade(Only(HttpMethods.Post, responses.AnswerAsync)));
        app.Map("/v1/responses/compact", Only(HttpMethods.Post, responses.CompactAsync));
        app.Map("/responses/compact", Only(HttpMethods.Post, responses.CompactAsync));
        MapStored(app, "/v1/responses");
        MapStored(app, "/responses");
        app.Map("/health", Only(HttpMethods.Get, AnswerHealthAsync));
        app.Map("/health/live", Only(HttpMethods.Get, AnswerHealthAsync));
        app.Map("/health/ready", Only(HttpMethods.Get, context => AnswerReadyAsync(context, app.Lifetime.ApplicationStopping)));
        app.Map("/v1/models", Only(HttpMethods.Get, models.AnswerAsync));
        app.Map("/models", Only(HttpMethods.Get, models.AnswerAsync));
        app.Map("/policies", Only(HttpMethods.Get, context => AnswerJsonAsync(context, settings)));
        if (options.Metrics)
        {
            var metrics = new PrometheusMetrics(app.Services.GetRequiredService<RelayTelemetry>().Meter);
            app.Map("/metrics", Only(HttpMethods.Get, context => AnswerMetricsAsync(context, metrics)));
            app.Lifetime.ApplicationStopped.Register(metrics.Dispose);
        }

        app.MapFallback("{**path}", AnswerUnknownAsync);
    }

    private static void MapStored(WebApplication app, string responses)
    {
        var stored = app.Services.GetRequiredService<StoredResponsesEndpoint>();
        app.Map(responses + "/{id}", context => HttpMethods.IsGet(context.Request.Method) ? stored.GetAsync(context)
            : HttpMethods.IsDelete(context.Request.Method) ? stored.DeleteAsync(context)
            : RefuseMethodAsync(context, "GET, DELETE"));
        app.Map(responses + "/{id}/cancel", Only(HttpMethods.Post, stored.CancelAsync));
        app.Map(responses + "/{id}/input_items", Only(HttpMethods.Get, stored.ListInputAsync));
    }

    private static RequestDelegate Only(string method, RequestDelegate answer) => context =>
        HttpMethods.Equals(context.Request.Method, method) ? answer(context) : RefuseMethodAsync(context, method);

    // Codex asks for a WebSocket first. After this status it goes on over HTTP at once; after any other it tries for seconds.
    private static RequestDelegate WithoutUpgrade(RequestDelegate answer) => context =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Upgrade.Count > 0
            ? RefuseUpgradeAsync(context)
            : answer(context);

    private static Task RefuseUpgradeAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        var failure = ApiError.InvalidRequest(
            "websocket_not_supported",
            "The relay has no WebSocket mode. Send POST /v1/responses over HTTP.",
            "",
            StatusCodes.Status426UpgradeRequired);
        return ApiErrorResult.WriteAsync(context.Response, failure, context.RequestAborted);
    }

    private static Task AnswerHealthAsync(HttpContext context) => AnswerJsonAsync(context, Health);

    // A relay that can be asked is listening, so it is ready unless it is stopping.
    private static Task AnswerReadyAsync(HttpContext context, CancellationToken stopping) => stopping.IsCancellationRequested
        ? ApiErrorResult.WriteAsync(context.Response, Failures.Stopping, context.RequestAborted)
        : AnswerJsonAsync(context, Health);

    private static Task AnswerJsonAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    private static Task AnswerMetricsAsync(HttpContext context, PrometheusMetrics metrics)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(metrics.Write(), context.RequestAborted);
    }

    private static Task AnswerUnknownAsync(HttpContext context)
    {
        var message = $"Unknown request URL: {context.Request.Method} {context.Request.Path}. The relay serves POST /v1/responses, "
            + $"POST /v1/responses/compact, GET and DELETE /v1/responses/ID, GET /v1/models, /health and /policies.";
        var failure = ApiError.InvalidRequest(
            "unknown_url", VendorText.Clean(message, SecretWords.None), "", StatusCodes.Status404NotFound);
        return ApiErrorResult.WriteAsync(context.Response, failure, context.RequestAborted);
    }

    private static Task RefuseMethodAsync(HttpContext context, string method)
    {
        context.Response.Headers.Allow = method;
        var message = $"{context.Request.Path} takes {method} only.";
        var failure = ApiError.InvalidRequest("method_not_allowed", message, "", StatusCodes.Status405MethodNotAllowed);
        return ApiErrorResult.WriteAsync(context.Response, failure, context.RequestAborted);
    }
}
