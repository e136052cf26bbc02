using Microsoft.Extensions.Logging;
using Relay.Guarding;
using Relay.Policies;
using Relay.Sealing;
using Relay.Translating;

namespace Relay;

/// <summary>Everything a relay is told at its start. Made from a command line by <see cref="RelayOptionsReader"/>.</summary>
public sealed record RelayOptions
{
    /// <summary>The base URL of the vendor, such as <c>http://127.0.0.1:9000/v1</c>; <c>/chat/completions</c> is added to it.</summary>
    public required Uri Upstream { get; init; }

    /// <summary>The key sent to the vendor; <see langword="null"/> to pass the client's own <c>Authorization</c> on.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for one the system picks.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The choices on which honest relays differ.</summary>
    public RelayPolicies Policies { get; init; } = RelayPolicies.Default;

    /// <summary>How long to wait for what.</summary>
    public RelayClocks Clocks { get; init; } = new();

    /// <summary>How often and when a refused call is made again.</summary>
    public RelayRetries Retries { get; init; } = new();

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

    /// <summary>What seals the reasoning that clients carry from turn to turn; by default with a key that ends with the process.</summary>
    public ReasoningSeal Seal { get; init; } = ReasoningSeal.ForThisProcess();

    /// <summary>What is logged to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>The clock of every wait and of <c>created_at</c>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where ids come from.</summary>
    public IIdSource Ids { get; init; } = RandomIdSource.Instance;
}
