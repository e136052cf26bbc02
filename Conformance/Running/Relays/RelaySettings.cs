using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>The settings of the bundled relay that decide which cases can share a process. Names in neither list are policies.</summary>
internal static class RelaySettings
{
    /// <summary>Settings that each upstream of one relay can have its own of, in one word.</summary>
    public static IReadOnlySet<string> OfUpstreams { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "connect_ms", "first_byte_ms", "transport_idle_ms", "progress_idle_ms", "finish_grace_ms", "keepalive_ms", "early_headers_ms",
        "vendor", "retry_max", "retry_base_ms", "retry_cap_ms",
    };

    /// <summary>
    /// How long a failure may still become an HTTP status, unless a case or its preset sets it: longer than the relay's default, so that no
    /// verdict hangs on how busy the machine is.
    /// </summary>
    public static KeyValuePair<string, string> Patience { get; } = KeyValuePair.Create("early_headers_ms", "4000");

    /// <summary>Whether a set-up leaves that patience to the run.</summary>
    public static bool LeavesPatience(RelaySetup? setup) =>
        setup is null || (setup.Preset is null && setup.Config is null && setup.Set.All(static pair => pair.Key != Patience.Key));

    /// <summary>Settings of the whole relay, and those that are more than a word.</summary>
    public static IReadOnlySet<string> OfRelays { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "port", "host", "log_level", "shutdown_grace_ms", "client_keys", "cors_origins", "allowed_hosts", "insecure", "metrics",
        "collector",
        "upstream", "base_url", "api_key", "api_key_env", "key_header", "headers", "models", "default_upstream", "preset", "extra_params",
        "drop_params", "headers_up", "headers_down",
        "max_streams", "max_event_bytes", "max_answer_bytes", "max_body_bytes", "max_body_bytes_total",
        "store", "store_ttl", "store_bytes", "store_timeout", "store_lease", "seal_keys",
    };
}
