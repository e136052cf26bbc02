using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conformance.Tests.Mutants;

/// <summary>A proxy on real sockets that rewrites event streams on their way through, and passes everything else on as it is.</summary>
internal sealed class MutantProxy : IAsyncDisposable
{
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Connection",
        "Transfer-Encoding",
        "Content-Length",
        "Date",
        "Expect",
    };

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
    });
    private readonly Func<Uri> _target;
    private readonly Func<IRewriter> _rewriter;

    private MutantProxy(Func<Uri> target, Func<IRewriter> rewriter)
    {
        _target = target;
        _rewriter = rewriter;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Starts one. The target is asked for at each request, because it may not be known before.</summary>
    public static async Task<MutantProxy> StartAsync(Func<Uri> target, Func<IRewriter> rewriter, CancellationToken cancellationToken)
    {
        var proxy = new MutantProxy(target, rewriter);
        await proxy._app.StartAsync(cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_target(), context.Request.Path
            + context.Request.QueryString));
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var header in context.Request.Headers.Where(header => !OwnHeaders.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value))
            {
                request.Content.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
            }
        }

        using var response = await _client.SendAsync(request, cancellationToken);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.Concat(response.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            await PassOnAsync(
                stream, response.Content.Headers.ContentType?.MediaType == "text/event-stream", context.Response, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The peer went away; so does this side.
        }
    }

    private async Task PassOnAsync(Stream stream, bool events, HttpResponse response, CancellationToken cancellationToken)
    {
        var rewriter = _rewriter();
        if (!events)
        {
            await PassOnBodyAsync(stream, rewriter, response, cancellationToken);
            return;
        }

        if (rewriter.Breaks)
        {
            // A body that ends before its announced length is broken for the client however fast it reads; a reset may overtake what was
            // sent before it.
            response.ContentLength = int.MaxValue;
        }

        await response.Body.FlushAsync(cancellationToken);
        await foreach (var one in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            var frame = new Frame(one.EventType == SseParser.EventTypeDefault ? null : one.EventType, one.Data);
            await WriteAsync(rewriter.Rewrite(frame), response, cancellationToken);
        }

        await WriteAsync(rewriter.AtEnd(), response, cancellationToken);
        if (rewriter.StaysOpen)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task PassOnBodyAsync(Stream stream, IRewriter rewriter, HttpResponse response, CancellationToken cancellationToken)
    {
        if (rewriter.Body is not { } change || response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            await stream.CopyToAsync(response.Body, cancellationToken);
            return;
        }

        var json = (await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken))!.AsObject();
        change(json);
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(json.ToJsonString()), cancellationToken);
    }

    private static async Task WriteAsync(IEnumerable<Frame> frames, HttpResponse response, CancellationToken cancellationToken)
    {
        foreach (var frame in frames)
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(frame.ToWire()), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
