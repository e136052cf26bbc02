using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Relay.Options;
using Relay.Sealing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>A relay with a store on a real port, a vendor that says what a test wants, and the clients' words.</summary>
internal sealed class Talk : IAsyncDisposable
{
    public const string Key = "Bearer the-key-of-alice";

    // Relays without keys of their own share this seal, as relays of one configuration do.
    private readonly ReasoningSeal _seal = ReasoningSeal.ForThisProcess();

    private Talk(RawUpstream upstream, RelayOptions options)
    {
        Upstream = upstream;
        Options = options;
    }

    public RelayUnderTest Relay { get; private set; } = null!; // Set by StartAsync.

    public RawUpstream Upstream { get; }

    public RelayOptions Options { get; }

    public ManualTime Time { get; } = new();

    public static async Task<Talk> StartAsync(
        StoreKind kind, CancellationToken cancellationToken, Func<RelayOptions, RelayOptions>? change = null)
    {
        var upstream = new RawUpstream();
        var options = new RelayOptions
        {
            Upstream = upstream.BaseUrl,
            Store = await Stores.OptionsAsync(kind, cancellationToken),
            Retries = new RelayRetries { Max = 0 },
        };
        options = change?.Invoke(options) ?? options;
        var talk = new Talk(upstream, options);
        talk.Relay = await talk.StartAnotherAsync(cancellationToken);
        return talk;
    }

    /// <summary>Another relay with the same store.</summary>
    public Task<RelayUnderTest> StartAnotherAsync(CancellationToken cancellationToken) => StartAnotherAsync(Options, cancellationToken);

    /// <summary>Another relay with the same clock and options of its own.</summary>
    public async Task<RelayUnderTest> StartAnotherAsync(RelayOptions options, CancellationToken cancellationToken)
    {
        var maintained = Time.TimerOfAsync(options.Store.Beat);
        var relay = await RelayUnderTest.StartAsync(options, cancellationToken, Time, seal: options.SealKeys is null ? _seal : null);

        // A test may advance the clock at once, and counts on the first beat.
        await maintained.WaitAsync(cancellationToken);
        return relay;
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await Relay.DisposeAsync();
        Relay = await StartAnotherAsync(cancellationToken);
    }

    /// <summary>Stops the relay, and lets its grace run out.</summary>
    public async Task StopAsync(CancellationToken cancellationToken, RelayUnderTest? relay = null)
    {
        var armed = Time.TimerOfAsync(Options.ShutdownGrace);
        var stopping = (relay ?? Relay).StopAsync(cancellationToken);
        await armed.WaitAsync(cancellationToken);
        Time.Advance(Options.ShutdownGrace);
        await stopping;
    }

    /// <summary>Asks, has the vendor say a text, and returns the response.</summary>
    public async Task<JsonNode> AskAsync(string members, string says, CancellationToken cancellationToken) =>
        (await ExchangeAsync(members, Text(says), cancellationToken)).Response;

    /// <summary>Asks and returns both what reached the vendor and the response.</summary>
    public async Task<(JsonNode Chat, JsonNode Response)> ExchangeAsync(
        string members, string vendor, CancellationToken cancellationToken, RelayUnderTest? relay = null)
    {
        var asking = (relay ?? Relay).PostAsync($$"""{"model":"m",{{members}}}""", Key, cancellationToken);
        using var exchange = await Upstream.ReceiveAsync(cancellationToken);
        await AnswerAsync(exchange, vendor, cancellationToken);
        using var answer = await asking;
        return (JsonNode.Parse(exchange.Body)!, JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!);
    }

    /// <summary>Asks for a stream and returns its bytes.</summary>
    public async Task<string> StreamAsync(string members, string vendor, CancellationToken cancellationToken)
    {
        var asking = Relay.PostAsync($$"""{"model":"m","stream":true,{{members}}}""", Key, cancellationToken);
        using var exchange = await Upstream.ReceiveAsync(cancellationToken);
        await AnswerAsync(exchange, vendor, cancellationToken);
        using var answer = await asking;
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Asks where the relay answers by itself, without the vendor.</summary>
    public async Task<(HttpStatusCode Status, string Body)> RefusedAsync(
        string members, CancellationToken cancellationToken, string key = Key)
    {
        using var answer = await Relay.PostAsync($$"""{"model":"m",{{members}}}""", key, cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, string? key = Key, RelayUnderTest? relay = null)
    {
        using var answer = await OpenAsync(method, path, cancellationToken, key, relay);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Returns the JSON of a GET, as soon as the store is available.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken, RelayUnderTest? relay = null)
    {
        while (true)
        {
            var (status, body) = await SendAsync(HttpMethod.Get, path, cancellationToken, relay: relay);
            if (status != HttpStatusCode.ServiceUnavailable)
            {
                return JsonNode.Parse(body)!;
            }
        }
    }

    /// <summary>Completes when a request has shown the relay that the store is available.</summary>
    public Task StoreIsBackAsync(CancellationToken cancellationToken) => GetAsync("resp_0", cancellationToken);

    /// <summary>Advances the clock by a beat of the store, and waits until the relays have had theirs.</summary>
    /// <param name="relays">The number of relays whose store is available.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task BeatAsync(int relays, CancellationToken cancellationToken)
    {
        var next = Time.TimerOfAsync(Options.Store.Beat, relays);
        Time.Advance(Options.Store.Beat);
        await next.WaitAsync(cancellationToken);
    }

    /// <summary>Advances the clock beat by beat until the relay has logged the words.</summary>
    public async Task BeatUntilAsync(string words, CancellationToken cancellationToken)
    {
        var logged = Relay.LoggedAsync(words);
        while (!logged.IsCompleted)
        {
            var next = Time.TimerOfAsync(Options.Store.Beat);
            Time.Advance(Options.Store.Beat);
            await Task.WhenAny(logged, next).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sends a request and returns as soon as the headers of its answer are there.</summary>
    public async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, string? key = Key, RelayUnderTest? relay = null)
    {
        using var request = new HttpRequestMessage(method, "/v1/responses/" + path);
        request.Headers.Authorization = key is null ? null : AuthenticationHeaderValue.Parse(key);
        return await (relay ?? Relay).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>A vendor's answer: a stream or a body, as the request asks.</summary>
    public static Task AnswerAsync(RawExchange exchange, string chunks, CancellationToken cancellationToken) =>
        exchange.SendAnswerAsync("200 OK", "Content-Type: text/event-stream\r\nConnection: close\r\n", chunks, cancellationToken);

    /// <summary>Reads a stream up to the end of the event that has these words.</summary>
    public static async Task<string> ReadUntilAsync(HttpResponseMessage answer, string words, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var read = new StringBuilder();
        var single = new byte[1];
        while (!read.ToString().Contains(words, StringComparison.Ordinal) || !read.ToString().EndsWith("\n\n", StringComparison.Ordinal))
        {
            await body.ReadExactlyAsync(single, cancellationToken);
            read.Append((char)single[0]);
        }

        return read.ToString();
    }

    /// <summary>Reads what is left of a stream.</summary>
    public static async Task<string> ReadRestAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken), leaveOpen: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    public static string Text(string text) => Delta($$"""{"content":"{{text}}"}""") + Finish("stop");

    public static string Delta(string delta) => $$"""data: {"choices":[{"index":0,"delta":{{delta}}}]}""" + "\n\n";

    public static string Finish(string reason) =>
        $$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""" + "\n\ndata: [DONE]\n\n";

    public static string IdOf(JsonNode response) => response["id"]!.GetValue<string>();

    public static string StatusOf(JsonNode response) => response["status"]!.GetValue<string>();

    /// <summary>The id in the first event of a stream.</summary>
    public static string IdIn(string events) => IdOf(JsonNode.Parse(events.Split('\n')[1]["data: ".Length..])!["response"]!);

    /// <summary>Role and text of each message that reached the vendor.</summary>
    public static string[] Messages(JsonNode chat) =>
        [.. chat["messages"]!.AsArray().Select(static message => $"{message!["role"]}: {message["content"]}")];

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        Upstream.Dispose();
    }
}
