using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conformance.Tests.Mutants;

/// <summary>A proxy on real sockets that changes chat requests on their way to the upstream, and passes the answers on.</summary>
internal sealed class RequestMutantProxy : IAsyncDisposable
{
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "Connection",
        "Transfer-Encoding",
        "Content-Length",
        "Date",
        "Expect",
        "Content-Type",
        "Authorization",
    };

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
    });
    private readonly Func<Uri> _target;

    private RequestMutantProxy(Func<Uri> target)
    {
        _target = target;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    /// <summary>Where it listens, without a path.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>The change made to each request.</summary>
    public Action<OutgoingRequest> Change { get; set; } = static _ => { };

    public static async Task<RequestMutantProxy> StartAsync(Func<Uri> target, CancellationToken cancellationToken)
    {
        var proxy = new RequestMutantProxy(target);
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
        using var request = await ChangedAsync(context.Request, cancellationToken);
        using var response = await _client.SendAsync(request, cancellationToken);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.Concat(response.Content.Headers)
            .Where(header => !OwnHeaders.Contains(header.Key) || header.Key == "Content-Type"))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await stream.CopyToAsync(context.Response.Body, cancellationToken);
    }

    private async Task<HttpRequestMessage> ChangedAsync(HttpRequest received, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await received.Body.CopyToAsync(body, cancellationToken);
        var outgoing = new OutgoingRequest
        {
            Path = received.Path + received.QueryString,
            Body = Encoding.UTF8.GetString(body.ToArray()),
            ContentType = received.ContentType,
            Authorization = [.. received.Headers.Authorization.OfType<string>()],
        };
        Change(outgoing);
        var request = new HttpRequestMessage(new HttpMethod(received.Method), new Uri(_target(), outgoing.Path))
        {
            Content = new ByteArrayContent(outgoing.Bytes()),
        };
        foreach (var header in received.Headers.Where(header => !OwnHeaders.Contains(header.Key)))
        {
            request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
        }

        if (outgoing.ContentType is { } type)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        request.Headers.TryAddWithoutValidation("Authorization", outgoing.Authorization);
        return request;
    }
}
