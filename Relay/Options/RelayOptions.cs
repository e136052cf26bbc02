using Relay.Policies;
using Relay.Sealing;

namespace Relay.Options;

/// <summary>
/// Everything a relay is told at its start. Made by <see cref="RelayOptionsReader"/>; what people can say stands in
/// <c>Configuring/SettingTable</c>.
/// </summary>
public sealed record RelayOptions
{
    /// <summary>What every upstream is told unless it says otherwise; with a base URL, the upstream that has no name.</summary>
    public UpstreamOptions Shared { get; init; } = new();

    /// <summary>The upstreams that have names.</summary>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; init; } = [];

    /// <summary>Which upstream takes which model; what is not named here goes by the upstream's name, or to the default.</summary>
    public IReadOnlyList<ModelRoute> Models { get; init; } = [];

    /// <summary>
    /// The name of the upstream that takes every model nobody else takes; <see langword="null"/> for the one without a name, or the only
    /// one.
    /// </summary>
    public string? DefaultUpstream { get; init; }

    /// <summary>The address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for one the system picks.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>From the order to stop until what is under way is ended.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most answers under way at a time; zero for no limit.</summary>
    public int MaxStreams { get; init; }

    /// <summary>The keys clients may come with; <see langword="null"/> to let everybody in.</summary>
    internal ClientKeys? ClientKeys { get; init; }

    /// <summary>The origins whose pages may call the relay from a browser; none by default, <c>*</c> for all.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Whether <c>GET /metrics</c> tells what the relay measures.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>The OpenTelemetry collector that gets spans and metrics; <see langword="null"/> for none.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The largest single upstream event (Q151), and the largest upstream answer that is no stream.</summary>
    public int MaxEventBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The largest request body.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// The keys that encrypt the reasoning which clients carry from turn to turn; <see langword="null"/> for a key that ends with the
    /// process.
    /// </summary>
    internal IReadOnlyList<SealKey>? SealKeys { get; init; }

    /// <summary>Where responses are kept.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>What is logged to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>The base URL of the upstream without a name; <see langword="null"/> for none.</summary>
    public Uri? Upstream
    {
        get => Shared.BaseUrl;
        init => Shared = Shared with { BaseUrl = value };
    }

    /// <summary>The key of the upstream without a name.</summary>
    public string? ApiKey
    {
        get => Shared.ApiKey;
        init => Shared = Shared with { ApiKey = value };
    }

    /// <summary>The policies of upstreams that say nothing else.</summary>
    public RelayPolicies Policies
    {
        get => Shared.Policies;
        init => Shared = Shared with { Policies = value };
    }

    /// <summary>The clocks of upstreams that say nothing else.</summary>
    public RelayClocks Clocks
    {
        get => Shared.Clocks;
        init => Shared = Shared with { Clocks = value };
    }

    /// <summary>The retries of upstreams that say nothing else.</summary>
    public RelayRetries Retries
    {
        get => Shared.Retries;
        init => Shared = Shared with { Retries = value };
    }
}
