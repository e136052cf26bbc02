using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MockUpstream.Answering;
using MockUpstream.Contract;
using MockUpstream.Observing;
using WireMock.Server;

namespace MockUpstream.Hosting;

/// <summary>
/// Filters requests below <c>/__admin</c> before WireMock receives them: it checks the token, rejects bodies that are not JSON, and avoids
/// the cost of WireMock's own mappings.
/// </summary>
/// <remarks>
/// The admin API is some fifty mappings of WireMock, each of which is evaluated for each request, whatever its path: most of the cost of a
/// plain answer. They are disabled but for the time in which a request to the admin API runs.
/// </remarks>
internal sealed class AdminFilter(MockUpstreamOptions options)
{
    private const string Root = "/__admin";
    private const string Files = Root + "/files";

    private readonly Lock _gate = new();
    private RequestLog? _log;
    private Action _restore = static () => { };
    private Action _restart = static () => { };
    private int _open;

    /// <summary>Returns whether a request is for the admin API.</summary>
    public static bool Serves(PathString path) => path.StartsWithSegments(Root, StringComparison.Ordinal);

    /// <summary>Returns whether a request reads the request log.</summary>
    public static bool AsksForRequests(PathString path) => path.StartsWithSegments(Root + "/requests", StringComparison.Ordinal);

    /// <summary>Sets the server that receives the requests.</summary>
    /// <param name="server">The server that has started.</param>
    /// <param name="log">Its log.</param>
    /// <param name="restore">Adds our mappings again after they were deleted.</param>
    /// <param name="restart">Begins every case anew.</param>
    public void SetServer(WireMockServer server, RequestLog log, Action restore, Action restart)
    {
        (_log, _restore, _restart) = (log, restore, restart);
        SetEnabled(server, isEnabled: false);
    }

    /// <summary>Answers a request that may not use the admin API.</summary>
    /// <returns>Whether it was answered.</returns>
    public async Task<bool> RefusesAsync(HttpContext context)
    {
        if (options.AdminToken is { } token)
        {
            if (IsToken(context.Request.Headers.Authorization.ToString(), token))
            {
                return false;
            }

            context.Response.Headers.WWWAuthenticate = "Bearer";
            await JsonAnswer.ErrorAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "The admin API requires 'Authorization: Bearer' with the token that was given when the mock was started.");
            return true;
        }

        if (IPAddress.Parse(options.Address) is var address && IPAddress.IsLoopback(address))
        {
            return false;
        }

        await JsonAnswer.ErrorAsync(
            context,
            StatusCodes.Status403Forbidden,
            $"The mock listens on {address}, which other machines can reach, and has no admin token. Start it with --admin-token to use "
                + "the admin API.");
        return true;
    }

    /// <summary>Passes a request on to WireMock's admin API.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next, WireMockServer server)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value!.TrimEnd('/') is Root + "/reset")
        {
            server.Reset();
            _restart();
            _restore();
            await JsonAnswer.WriteAsync(
                context,
                StatusCodes.Status200OK,
                json => json.WriteStatus("Requests, scenarios and added mappings were reset."));
            return;
        }

        if (AsksForRequests(context.Request.Path))
        {
            context.Response.Headers["x-mock-requests-dropped"] = _log!.Dropped.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["x-mock-bytes-kept"] = _log.Bytes.ToString(CultureInfo.InvariantCulture);
        }

        var changes = !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
        if (changes && await RefusesBodyAsync(context))
        {
            return;
        }

        BeginRequest(server);
        try
        {
            await (changes ? AnswerWithoutStackAsync(context, next) : next(context));
        }
        finally
        {
            EndRequest(server);
            if (changes)
            {
                _restore();
            }
        }
    }

    private static bool IsToken(string header, string token) =>
        header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(header["Bearer ".Length..].Trim()),
            Encoding.UTF8.GetBytes(token));

    /// <summary>
    /// Rejects a body that is not JSON or not declared as JSON. WireMock answers the first with 500 and a stack trace, and the second with
    /// 404.
    /// </summary>
    private static async Task<bool> RefusesBodyAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Files, StringComparison.Ordinal))
        {
            return false;
        }

        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;
        if (body.Length == 0)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(body.ToArray());
            context.Request.ContentType = "application/json";
            return false;
        }
        catch (JsonException wrong) when (!context.Request.Path.StartsWithSegments(Root + "/protodefinitions", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments(Root + "/openapi", StringComparison.Ordinal))
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"The body is not JSON: {wrong.Message}");
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Answers a mapping that WireMock cannot read with 400 instead of a stack trace.</summary>
    private static async Task AnswerWithoutStackAsync(HttpContext context, RequestDelegate next)
    {
        var line = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = line;
        }

        if (context.Response.StatusCode == StatusCodes.Status500InternalServerError && !context.Response.HasStarted)
        {
            await JsonAnswer.ErrorAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"WireMock cannot use this: {FirstLine(answer.ToArray())}");
            return;
        }

        answer.Position = 0;
        await answer.CopyToAsync(line, context.RequestAborted);
    }

    private static string FirstLine(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var status = json.RootElement.TryGetProperty("Status", out var text) ? text.GetString() : null;
            return status?.Split('\n')[0].Trim() ?? "no reason given.";
        }
        catch (JsonException)
        {
            return "no reason given.";
        }
    }

    private void BeginRequest(WireMockServer server)
    {
        lock (_gate)
        {
            if (_open++ == 0)
            {
                SetEnabled(server, isEnabled: true);
            }
        }
    }

    private void EndRequest(WireMockServer server)
    {
        lock (_gate)
        {
            if (--_open == 0)
            {
                SetEnabled(server, isEnabled: false);
            }
        }
    }

    private static void SetEnabled(WireMockServer server, bool isEnabled)
    {
        foreach (var mapping in server.Mappings)
        {
            // Only WireMock's own have this priority and are not logged.
            if (mapping is { IsAdminInterface: true, LogMapping: false, Priority: int.MinValue })
            {
                mapping.IsDisabled = !isEnabled;
            }
        }
    }
}
