using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Running;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Tests.Support;
using Conformance.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MockUpstream;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Liberties;

/// <summary>The mock, the bundled relay, and a proxy on both sides of it that gives its answers and requests another form.</summary>
internal sealed class LibertyStage : IAsyncDisposable
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

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
    });
    private readonly MockUpstreamHost _mock;
    private readonly RelayPool _relays;
    private readonly WebApplication _before;
    private readonly WebApplication _behind;
    private Uri? _relay;
    private Liberty _liberty = new("none");

    private LibertyStage(MockUpstreamHost mock)
    {
        _mock = mock;
        _behind = Proxy(ToUpstreamAsync);
        _before = Proxy(ToRelayAsync);
        _relays = Theatre.Processes(() => new Uri(Url(_behind), mock.BaseUrl.AbsolutePath));
    }

    public static async Task<LibertyStage> StartAsync(CancellationToken cancellationToken)
    {
        var mock = MockUpstreamHost.Build(new MockUpstreamOptions { RepeatsFailures = true });
        await mock.StartAsync(cancellationToken);
        var stage = new LibertyStage(mock);
        await stage._behind.StartAsync(cancellationToken);
        await stage._before.StartAsync(cancellationToken);
        return stage;
    }

    /// <summary>Plays a case against the relay in another form, judged as a relay that keeps no goldens.</summary>
    public async Task<CaseOutcome> PlayAsync(Liberty liberty, string id, CancellationToken cancellationToken)
    {
        _liberty = liberty;
        var settings = new CaseSettings { Relay = RelayTraits.Foreign with { MapsModels = liberty.MapsModels } };
        var runner = new CaseRunner(
            new MockUpstreamLink(_mock),
            new Fronted(this),
            CaseJudge.Create(goldens: null),
            new CaseLabels(Theatre.Catalog.Vocabulary, name => name),
            settings,
            TimeProvider.System);
        // The forms are made of the stream alone; a body beside it would differ from it.
        return await runner.RunAsync(Theatre.Scenario(id) with { Vary = [] }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _relays.DisposeAsync();
        await _before.DisposeAsync();
        await _behind.DisposeAsync();
        await _mock.DisposeAsync();
        _client.Dispose();
    }

    private static Uri Url(WebApplication app) => new(app.Urls.First());

    private static WebApplication Proxy(RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(handle);
        return app;
    }

    private async Task ToUpstreamAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        if (_liberty.Request is { } change && JsonNode.Parse(body) is JsonObject request)
        {
            change(request);
            body = Encoding.UTF8.GetBytes(request.ToJsonString());
        }

        using var answer = await ForwardAsync(context, new Uri(_mock.BaseUrl, context.Request.Path), body);
        Head(context, answer);
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            var buffer = new byte[16 * 1024];
            for (var read = await stream.ReadAsync(
                buffer, context.RequestAborted); read > 0; read = await stream.ReadAsync(buffer, context.RequestAborted))
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            context.Abort();
        }
    }

    private async Task ToRelayAsync(HttpContext context)
    {
        using var answer = await ForwardAsync(context, new Uri(_relay!, context.Request.Path
            + context.Request.QueryString), await BodyAsync(context));
        var bytes = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        if (!isStream && (int)answer.StatusCode >= 400 && _liberty.ErrorsOnTheStream)
        {
            await SendAsync(context, 200, "text/event-stream", FailedStream.Of((JsonObject)JsonNode.Parse(bytes)!));
            return;
        }

        if (!isStream)
        {
            Head(context, answer);
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        var blocks = SseBlock.Read(Encoding.UTF8.GetString(bytes));
        if (_liberty.FailureAsStatus is { } status && blocks.Find(block => block.Type == "response.failed") is { } failed)
        {
            await SendAsync(
                context,
                status,
                "application/json",
                new JsonObject { ["error"] = WithType(failed.Json!["response"]!["error"]!) }.ToJsonString());
            return;
        }

        var formed = _liberty.Stream?.Invoke(blocks) ?? blocks;
        var text = string.Concat(formed.Select(block => block.Raw is { } raw ? raw + "\n\n" : (_liberty.Wire ?? Plain)(block)));
        await SendAsync(context, 200, "text/event-stream", _liberty.Text?.Invoke(text) ?? text);
    }

    private static JsonObject WithType(JsonNode error)
    {
        var copy = (JsonObject)error.DeepClone();
        copy["type"] = "server_error";
        copy["param"] = "";
        return copy;
    }

    private static string Plain(SseBlock block) => $"event: {block.Type}\ndata: {block.Json!.ToJsonString()}\n\n";

    private static async Task SendAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context, Uri target, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in context.Request.Headers.Where(header => !OwnHeaders.Contains(header.Key)))
        {
            HttpHeaders headers = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                ? request.Content.Headers
                : request.Headers;
            headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return await _client.SendAsync(request, context.RequestAborted);
    }

    private static void Head(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }
    }

    /// <summary>The relay as the judge finds it: behind the proxy that forms its answers.</summary>
    private sealed class Fronted(LibertyStage stage) : IRelayPool
    {
        public bool CanSetUp(RelaySetup? setup) => setup is null;

        public async Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken)
        {
            var lease = await stage._relays.RentAsync(setup, cancellationToken);
            if (lease is not ReadyRelay ready)
            {
                return lease;
            }

            stage._relay = ready.Url;
            return ready with { Url = Url(stage._before) };
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
