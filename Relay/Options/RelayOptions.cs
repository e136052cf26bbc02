using Relay.Policies;
using Relay.Sealing;

namespace Relay.Options;

/// <summary>
/// Contains the configuration of a relay, as <see cref="RelayOptionsReader"/> reads it. <c>Configuring/SettingTable</c> lists the settings.
/// </summary>
public sealed record RelayOptions
{
    /// <summary>The settings of every upstream that has none of its own; with a base URL, also the unnamed upstream.</summary>
    public UpstreamOptions Shared { get; init; } = new();

    /// <summary>The named upstreams.</summary>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; init; } = [];

    /// <summary>Maps models to upstreams. Other models go to the upstream that their prefix names, or to the default.</summary>
    public IReadOnlyList<ModelRoute> Models { get; init; } = [];

    /// <summary>
    /// The name of the upstream for all other models; <see langword="null"/> for the unnamed one, or the only one.
    /// </summary>
    public string? DefaultUpstream { get; init; }

    /// <summary>The address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for any free port.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>How long running responses may continue after the signal to stop.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of concurrent responses; zero for no limit.</summary>
    public int MaxStreams { get; init; }

    /// <summary>The keys of the clients; <see langword="null"/> to accept every client.</summary>
    internal ClientKeys? ClientKeys { get; init; }

    /// <summary>The origins whose pages may call the relay from a browser; none by default, <c>*</c> for all.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>
    /// The host names under which clients may call a relay without client keys, besides loopback names and the relay's own address;
    /// <c>*</c> for all.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether a relay without client keys may listen on other addresses than loopback.</summary>
    public bool Insecure { get; init; }

    /// <summary>Whether <c>GET /metrics</c> is served.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>The OpenTelemetry collector that receives spans and metrics; <see langword="null"/> for none.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The largest single upstream event (Q151), and the largest upstream answer that is not a stream.</summary>
    public int MaxEventBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The largest upstream answer: all bytes of one answer, as read from the connection.</summary>
    public long MaxAnswerBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The largest request body.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// The bytes of all request bodies that are being received or translated, or whose request is being sent upstream; never less than
    /// <see cref="MaxBodyBytes"/>.
    /// </summary>
    public long MaxBodyBytesTotal { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// The keys that encrypt the reasoning which clients send back; <see langword="null"/> for a random key of this process.
    /// </summary>
    internal IReadOnlyList<SealKey>? SealKeys { get; init; }

    /// <summary>Where responses are stored.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>The lowest level that is logged to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>The base URL of the unnamed upstream; <see langword="null"/> for none.</summary>
    public Uri? Upstream
    {
        get => Shared.BaseUrl;
        init => Shared = Shared with { BaseUrl = value };
    }

    /// <summary>The key of the unnamed upstream.</summary>
    public string? ApiKey
    {
        get => Shared.ApiKey;
        init => Shared = Shared with { ApiKey = value };
    }

    /// <summary>The policies of upstreams without their own.</summary>
    public RelayPolicies Policies
    {
        get => Shared.Policies;
        init => Shared = Shared with { Policies = value };
    }

    /// <summary>The timeouts of upstreams without their own.</summary>
    public RelayClocks Clocks
    {
        get => Shared.Clocks;
        init => Shared = Shared with { Clocks = value };
    }

    /// <summary>The retries of upstreams without their own.</summary>
    public RelayRetries Retries
    {
        get => Shared.Retries;
        init => Shared = Shared with { Retries = value };
    }
}
