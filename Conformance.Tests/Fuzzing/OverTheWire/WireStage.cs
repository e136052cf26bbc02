using System.Net.Http.Headers;
using System.Text.Json;
using Conformance.Fuzzing.Requesting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Relay;
using Relay.Options;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>
/// A relay on a real port with one named upstream for each setting, all of them the same socket, and a client of it.
/// </summary>
internal sealed class WireStage : IAsyncDisposable
{
    /// <summary>The time after which an answer counts as hanging. No wait of a case is longer than a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _relay;
    private readonly HttpClient _client;

    private WireStage(WebApplication relay, WireUpstream upstream, FaultLog log, IReadOnlyList<FuzzedSetting> settings)
    {
        _relay = relay;
        Upstream = upstream;
        Log = log;
        Settings = settings;
        Address = RelayHost.AddressOf(relay);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The address of the relay.</summary>
    public Uri Address { get; }

    /// <summary>The upstream of all settings.</summary>
    public WireUpstream Upstream { get; }

    /// <summary>What the relay has logged that it must not.</summary>
    public FaultLog Log { get; }

    /// <summary>The settings.</summary>
    public IReadOnlyList<FuzzedSetting> Settings { get; }

    public static async Task<WireStage> StartAsync(
        IReadOnlyList<FuzzedSetting> settings, WireAnswer? usual, CancellationToken cancellationToken)
    {
        var upstream = new WireUpstream(usual);
        var log = new FaultLog();
        var options = new RelayOptions
        {
            Port = 0,
            LogLevel = LogLevel.Warning,
            Upstreams = [.. settings.Select((setting, at) => setting.Upstream with { Name = NameOf(at), BaseUrl = upstream.BaseUrl })],
            DefaultUpstream = NameOf(0),
        };
        var relay = RelayHost.Build(options, logging => logging.AddProvider(log));
        await relay.StartAsync(cancellationToken);
        return new WireStage(relay, upstream, log, settings);
    }

    /// <summary>Returns the number of the setting under which a case is played; over many cases each has its turn.</summary>
    public int SettingOf(long number) => (int)(number % Settings.Count);

    /// <summary>Asks for a response, with an answer of the upstream that is registered for this request alone.</summary>
    /// <param name="scenario">The case.</param>
    /// <param name="setting">The number of the setting.</param>
    /// <param name="key">The model that the upstream sees.</param>
    /// <param name="stream">Whether a stream is asked for.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WireReply> AskAsync(
        Scenario scenario, int setting, string key, bool stream, WireAnswer answer, CancellationToken cancellationToken)
    {
        Upstream.Register(key, answer);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses")
            {
                Content = Content(InProcessRelay.Request(scenario, stream, $"{NameOf(setting)}/{key}")),
            };
            return await SendAsync(request, cancellationToken);
        }
        finally
        {
            Upstream.Forget(key);
        }
    }

    /// <summary>Reads a stored response, or its events.</summary>
    public async Task<WireReply> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _relay.StopAsync(CancellationToken.None);
        await _relay.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    private static string NameOf(int setting) => $"s{setting}";

    private static ByteArrayContent Content(JsonElement json)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<WireReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var status = 0;
        var type = "";
        using var body = new MemoryStream();
        string? fault = null;
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            status = (int)response.StatusCode;
            type = response.Content.Headers.ContentType?.MediaType ?? "";
            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            await stream.CopyToAsync(body, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"hangs: no end after {Patience.TotalSeconds:f0} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            fault = $"breaks off: {exception.Message}";
        }

        return new WireReply(status, type, body.ToArray(), fault);
    }
}
