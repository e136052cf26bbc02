using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Conformance.Capturing;
using MockUpstream;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Tests.Capturing;

/// <summary>A mock as the vendor, a recorder in front of it, and a client.</summary>
internal sealed class RecordingStage : IAsyncDisposable
{
    private readonly MockUpstreamHost _mock;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CapturedExchange>> _captured = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
    });
    private CapturingProxy? _proxy;

    private RecordingStage(MockUpstreamHost mock) => _mock = mock;

    public static async Task<RecordingStage> OpenAsync(CancellationToken cancellationToken)
    {
        var mock = MockUpstreamHost.Build(new MockUpstreamOptions { Judged = false });
        await mock.StartAsync(cancellationToken);
        var stage = new RecordingStage(mock);
        stage._proxy = await CapturingProxy.StartAsync(
            new CapturingOptions { To = mock.BaseUrl, OnExchange = stage.Take, OnTrouble = static _ => { } }, cancellationToken);
        return stage;
    }

    /// <summary>Has the mock play an answer to a client behind the recorder, and returns what the recorder saw.</summary>
    /// <param name="exchange">The answer.</param>
    /// <param name="model">The model that the client names.</param>
    /// <param name="stream">Whether the client asks for a stream.</param>
    /// <param name="leavesAfter">The bytes after which the client hangs up; <see langword="null"/> when it reads to the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<CapturedExchange> PlayAsync(
        Exchange exchange, string model, bool stream, int? leavesAfter, CancellationToken cancellationToken)
    {
        var captured = _captured[model] = new TaskCompletionSource<CapturedExchange>(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = new ClientRequest { Body = JsonElement.Parse("{}") };
        await using var playback = _mock.Register(
            new Scenario
            {
                Id = "recorded/round-trip",
                Title = "Played for the recorder",
                Level = Level.Info,
                Place = exchange.Place,
                Source = "",
                Turns = [new Turn(client, [exchange], new Expectation(), exchange.Place)],
            }, model);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await AskAsync(model, stream, leavesAfter, gone);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException
            || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Many answers end badly on purpose.
        }

        return await captured.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _proxy!.DisposeAsync();
        await _mock.DisposeAsync();
    }

    private async Task AskAsync(string model, bool stream, int? leavesAfter, CancellationTokenSource gone)
    {
        var body = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_proxy!.Url, "/v1/chat/completions"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await _client.SendAsync(request, gone.Token);
        await using var answer = await response.Content.ReadAsStreamAsync(gone.Token);
        var buffer = new byte[64 * 1024];
        for (var read = 0; read < (leavesAfter ?? int.MaxValue);)
        {
            var length = await answer.ReadAsync(buffer, gone.Token);
            if (length == 0)
            {
                return;
            }

            read += length;
        }

        await gone.CancelAsync();
    }

    private void Take(CapturedExchange exchange)
    {
        using var request = JsonDocument.Parse(exchange.RequestBody);
        _captured[request.RootElement.GetProperty("model").GetString()!].TrySetResult(exchange);
    }
}
