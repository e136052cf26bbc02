using System.Net.Sockets;
using System.Text.Json;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>A vendor that quotes all it was sent, headers and address, wherever an answer has room for words.</summary>
internal sealed class TellTaleUpstream : IAsyncDisposable
{
    private const string Text =
        """data: {"choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Hm","content":"Hello"}}]}""" + "\n\n";
    private const string End = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

    private readonly RawUpstream _socket = new();
    private readonly CancellationTokenSource _over = new();
    private readonly List<string> _heads = [];
    private readonly Task _answering;

    public TellTaleUpstream() => _answering = AnswerAllAsync(_over.Token);

    /// <summary>The models that have an answer of their own.</summary>
    public static IReadOnlyList<string> Models { get; } = [
        "refuses", "shows-a-page", "fails-at-once", "fails-later", "ends-oddly", "dies", "works",
    ];

    public Uri BaseUrl => _socket.BaseUrl;

    /// <summary>All requests' headers, as they came.</summary>
    public string Heads
    {
        get
        {
            lock (_heads)
            {
                return string.Concat(_heads);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
        _socket.Dispose();
    }

    private async Task AnswerAllAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var exchange = await _socket.ReceiveAsync(cancellationToken);
            lock (_heads)
            {
                _heads.Add(exchange.Head);
            }

            try
            {
                await AnswerAsync(exchange, cancellationToken);
            }
            catch (Exception gone) when (gone is IOException or SocketException)
            {
                // The relay has heard enough.
            }
        }
    }

    private Task AnswerAsync(RawExchange exchange, CancellationToken cancellationToken)
    {
        var key = HeaderOf(exchange, "Authorization").Replace("Bearer ", "", StringComparison.Ordinal);
        var words = JsonSerializer.Serialize($"{exchange.Head} at {BaseUrl}");
        var error = $$$"""{"error":{"message":{{{words}}},"type":{{{words}}},"code":"{{{key}}}","param":{{{words}}}}}""";
        var quoted = $"x-request-id: {HeaderOf(exchange, "x-vendor-token")}\r\nx-ratelimit-of: {key}\r\nconnection: close\r\n";
        return Asked(exchange) switch
        {
            "shows-a-page" => exchange.SendAnswerAsync("502 Bad Gateway", quoted
                + "Content-Type: text/html\r\n", $"<html>{words}</html>", cancellationToken),
            "fails-at-once" => SendEventsAsync($"data: {error}\n\n"),
            "fails-later" => SendEventsAsync($"{Text}data: {error}\n\n"),
            "ends-oddly" => SendEventsAsync($$"""{{Text}}data: {"choices":[{"index":0,"delta":{},"finish_reason":{{words}}}]}""" + "\n\n"),
            "dies" => Task.Run(exchange.Reset, cancellationToken),
            "works" => SendEventsAsync(Text + End),
            _ => exchange.SendAnswerAsync("401 Unauthorized", quoted + "Content-Type: application/json\r\n", error, cancellationToken),
        };

        Task SendEventsAsync(string events) =>
            exchange.SendAnswerAsync("200 OK", quoted + "Content-Type: text/event-stream\r\n", events, cancellationToken);
    }

    private static string HeaderOf(RawExchange exchange, string name) =>
        exchange.Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length
            + 1)..].Trim() ?? "none";

    // A list of models is asked for without a body.
    private static string Asked(RawExchange exchange)
    {
        if (exchange.Body.Length == 0)
        {
            return "";
        }

        using var body = JsonDocument.Parse(exchange.Body);
        return body.RootElement.GetProperty("model").GetString()!;
    }
}
