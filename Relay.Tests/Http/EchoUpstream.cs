using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relay;

namespace Relay.Tests.Http;

/// <summary>
/// A vendor that repeats all it received, in its error messages, names and headers, whole and in parts. The model chooses the kind of
/// answer.
/// </summary>
internal sealed class EchoUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _secret;
    private readonly StringBuilder _received = new();

    private EchoUpstream(WebApplication app, string secret)
    {
        _app = app;
        _secret = secret;
    }

    /// <summary>The models that have an answer of their own.</summary>
    public static IReadOnlyList<string> Models { get; } = ["refuses", "fails-at-once", "fails-later", "ends-oddly", "works"];

    public Uri BaseUrl => new(RelayHost.AddressOf(_app), "v1");

    /// <summary>Whether a request contained the secret.</summary>
    public bool HasSecret
    {
        get
        {
            lock (_received)
            {
                return _received.ToString().Contains(_secret, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>Discards the received requests.</summary>
    public void Forget()
    {
        lock (_received)
        {
            _received.Clear();
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="secret">The secret of which it repeats parts, once it has received it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<EchoUpstream> StartAsync(string secret, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new EchoUpstream(app, secret);
        app.Run(upstream.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Asked(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("model").GetString() ?? "";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body).ReadToEndAsync(context.RequestAborted);
        var values = request.Headers.SelectMany(static header => header.Value).OfType<string>().Append(request.QueryString.Value ?? "");
        var words = string.Join('\n', [request.Path + request.QueryString, .. values, body]);
        lock (_received)
        {
            _received.AppendLine(words);
        }

        var parts = HasSecret
            ? new[] { _secret, _secret[..^1], _secret[1..], _secret[..(_secret.Length / 2)], _secret[^(_secret.Length / 2)..] }
            : ["none"];
        words = $"{words}\n{string.Join(", ", parts)}";
        context.Response.Headers["x-request-id"] = parts[^1];
        for (var i = 0; i < parts.Length; i++)
        {
            context.Response.Headers[$"x-ratelimit-{i}"] = $"of {parts[i]}.";
        }

        var text = JsonSerializer.Serialize(words);
        var name = JsonSerializer.Serialize(parts[0]);
        var error = $$$"""{"error":{"message":{{{text}}},"type":{{{name}}},"code":{{{name}}},"param":{{{text}}}}}""";
        var chunk = $$$"""data: {"id":{{{name}}},"model":{{{name}}},"choices":[{"index":0,"delta":{"content":"Hello"}}]}""" + "\n\n";
        var answer = Asked(body) switch
        {
            "fails-at-once" => $"data: {error}\n\n",
            "fails-later" => $"{chunk}data: {error}\n\n",
            "ends-oddly" => $$"""{{chunk}}data: {"choices":[{"index":0,"delta":{},"finish_reason":{{text}}}]}""" + "\n\n",
            "works" => $$"""{{chunk}}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n",
            _ => "",
        };
        context.Response.StatusCode = answer.Length > 0 ? 200 : 401;
        context.Response.ContentType = (answer.Length > 0 ? "text/event-stream" : "application/json") + $"; of={parts[0]}";
        await context.Response.WriteAsync(answer.Length > 0 ? answer : error, context.RequestAborted);
    }
}
