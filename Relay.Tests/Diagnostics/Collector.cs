using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay;

namespace Relay.Tests.Diagnostics;

/// <summary>An OpenTelemetry collector down to its bytes: keeps what is posted to it, by path.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _bodies = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<string> _heads = new();

    private Collector(WebApplication app) => _app = app;

    public Uri Url => RelayHost.AddressOf(_app);

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>All that was received: paths, headers and bodies.</summary>
    public string Received => string.Concat(_heads) + string.Concat(_bodies.Values);

    /// <summary>All that was posted to a path; protocol buffers hold their texts as they are.</summary>
    public string PostedTo(string path) => _bodies.GetValueOrDefault(path, "");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, System.Text.Encoding.Latin1);
        var text = await body.ReadToEndAsync(context.RequestAborted);
        _heads.Enqueue($"{context.Request.Path}{context.Request.QueryString}\n"
            + string.Join('\n', context.Request.Headers.Select(static header => $"{header.Key}: {header.Value}")));
        _bodies.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
    }
}
