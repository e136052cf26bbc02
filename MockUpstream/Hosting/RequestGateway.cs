using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using MockUpstream.Answering;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using MockUpstream.Observing;
using MockUpstream.Playing;
using WireMock.Server;

namespace MockUpstream.Hosting;

/// <summary>Reads each request before WireMock does, and passes it on.</summary>
/// <remarks>
/// WireMock reads a body into bytes, a string and two JSON trees before it asks any mapping, answers 500 with a stack when it cannot be
/// read, and undoes compression. So it is handed the body only where a mapping that is not ours may look at it.
/// </remarks>
internal sealed class RequestGateway(MockUpstreamOptions options, AdminFilter admin, LiveEndpoints live, ServedLog served) : IDisposable
{
    // An answer is in the log a moment after the client has read its last byte; a client that then requests the log must find it.
    private static readonly TimeSpan LogPatience = TimeSpan.FromMilliseconds(250);

    private const int MostAtOnce = 32 * 1024;

    private readonly TaskCompletionSource<WireMockServer> _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isWhole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FastPath? _short;
    private Func<string, bool>? _brings;
    private readonly ConcurrentDictionary<TaskCompletionSource, bool> _unlogged = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Adds the gateway before WireMock's middleware.</summary>
    public void Init(object app) => ((IApplicationBuilder)app).Use(next => context => HandleAsync(context, next));

    /// <summary>Accepts requests from now on.</summary>
    /// <param name="server">The server that has started.</param>
    /// <param name="shortWay">The way past WireMock for requests that it would only pass on; <see langword="null"/> for none.</param>
    /// <param name="brings">
    /// Loads the case that a model names before all cases are loaded, and returns whether it did; every other request waits for
    /// <see cref="Complete"/>. <see langword="null"/> if all cases are loaded.
    /// </param>
    public void SetServer(WireMockServer server, FastPath? shortWay, Func<string, bool>? brings)
    {
        (_short, _brings) = (shortWay, brings);
        if (brings is null)
        {
            Complete();
        }

        _server.TrySetResult(server);
    }

    /// <summary>Declares that all cases are loaded.</summary>
    public void Complete() => _isWhole.TrySetResult();

    /// <summary>Ends every connection on which a request is still answered.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose() => _closing.Dispose();

    private async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var server = await _server.Task;
        using var closing = _closing.Token.Register(context.Abort);
        try
        {
            if (AdminFilter.Serves(context.Request.Path))
            {
                await _isWhole.Task.WaitAsync(context.RequestAborted);
                await HandleAdminAsync(context, next, server);
            }
            else if (options.HasPage && LivePage.Serves(context.Request))
            {
                await LivePage.WriteAsync(context);
            }
            else
            {
                await PassOnAsync(context, next, server);
            }
        }
        catch (Exception gone) when (gone is IOException || context.RequestAborted.IsCancellationRequested)
        {
            // The client has closed the connection; no answer can be sent.
        }
    }

    private async Task HandleAdminAsync(HttpContext context, RequestDelegate next, WireMockServer server)
    {
        if (await admin.RefusesAsync(context))
        {
            return;
        }

        if (LiveEndpoints.Serves(context.Request.Path))
        {
            await live.HandleAsync(context);
            return;
        }

        if (AdminFilter.AsksForRequests(context.Request.Path))
        {
            await LoggedAsync();
        }

        await admin.HandleAsync(context, next, server);
    }

    private async Task PassOnAsync(HttpContext context, RequestDelegate next, WireMockServer server)
    {
        var (body, problem) = await ReadAsync(context);
        if (problem is null && context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        // HTTP/1.0 needs no Host, and WireMock no URL without one.
        if (!context.Request.Host.HasValue)
        {
            context.Request.Host = new HostString("localhost");
        }

        var logged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _unlogged[logged] = true;
        var arrival = Arrival.Create(context, body, options.Time, problem);
        try
        {
            if (!_isWhole.Task.IsCompleted && !IsBrought(arrival))
            {
                await _isWhole.Task.WaitAsync(context.RequestAborted);
            }

            if (_short is { } way && way.CanPlay(context, arrival, out var url))
            {
                await way.GoAsync(context, arrival, url);
            }
            else
            {
                Arrival.Current = arrival;
                context.Request.Body = MayLook(server) ? new MemoryStream(body, writable: false) : Stream.Null;
                await next(context);
            }
        }
        finally
        {
            _unlogged.TryRemove(logged, out _);
            logged.TrySetResult();
            served.Add(arrival, context.Response.StatusCode);
        }
    }

    private bool IsBrought(Arrival arrival) =>
        arrival is { IsChat: true, Problem: null, Chat: { IsJson: true, Model: { } model } } && _brings?.Invoke(model) is true;

    /// <summary>Returns whether some mapping of a user is there, which may match by the body.</summary>
    private static bool MayLook(WireMockServer server) =>
        server.Mappings.Any(mapping => !ScenarioMappings.IsOurs(mapping.Guid) && (!mapping.IsAdminInterface || mapping.IsProxy));

    private async Task<(byte[] Body, ExchangeAnswer? Problem)> ReadAsync(HttpContext context)
    {
        try
        {
            return (TryReadArrived(context.Request) ?? await ReadInTimeAsync(context.Request), null);
        }
        catch (BadHttpRequestException wrong)
        {
            return ([], Refusals.BadRequest(wrong.StatusCode, wrong.Message));
        }
        catch (TimeoutException)
        {
            context.Response.Headers.Connection = "close";
            return ([], Refusals.TooSlow(options.RequestTimeout));
        }
    }

    /// <summary>Returns a body that has arrived with its head, as nearly all do: no clock has to run for it.</summary>
    private static byte[]? TryReadArrived(HttpRequest request)
    {
        if (request.ContentLength is not (> 0 and <= MostAtOnce) || !request.BodyReader.TryRead(out var read))
        {
            return null;
        }

        var body = read.Buffer.Length == request.ContentLength ? read.Buffer.ToArray() : null;
        request.BodyReader.AdvanceTo(body is null ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
        return body;
    }

    /// <exception cref="TimeoutException">The body did not arrive in time.</exception>
    private async Task<byte[]> ReadInTimeAsync(HttpRequest request)
    {
        using var late = new CancellationTokenSource(options.RequestTimeout, options.Time);
        try
        {
            return await ReadBodyAsync(request, late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0)
        {
            return [];
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    private async Task LoggedAsync()
    {
        var open = _unlogged.Keys.Select(logged => logged.Task).ToArray();
        if (open.Length > 0)
        {
            await Task.WhenAll(open).WaitAsync(LogPatience, options.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
