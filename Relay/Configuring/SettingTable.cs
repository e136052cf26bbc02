using Relay.Options;
using Relay.Presets;
using static Relay.Configuring.Setting;

namespace Relay.Configuring;

/// <summary>
/// Contains all settings, one row each. The readers of file, environment and command line, the help, the listing and the page in
/// <c>docs</c> are all created from it. A new setting is one row here and one property of <see cref="RelayOptions"/> or <see
/// cref="UpstreamOptions"/>.
/// </summary>
internal static class SettingTable
{
    /// <summary>The settings of the relay itself.</summary>
    public static SettingGroup Relay { get; } = new(
        "Relay",
        "The process and the address it listens on.",
        OfRelay("port", SettingKinds.Port, static o => o.Port, static (o, v) => o with { Port = v },
            "Port to listen on; 0 for any free port."),
        OfRelay("host", SettingKinds.Host, static o => o.Host, static (o, v) => o with { Host = v }, "Address to listen on."),
        OfRelay("log_level", SettingKinds.LogLevel, static o => o.LogLevel, static (o, v) => o with { LogLevel = v },
            "Minimum level of log lines, which are written to standard error."),
        OfRelay("shutdown_grace_ms", SettingKinds.Milliseconds, static o => o.ShutdownGrace, static (o, v) => o with { ShutdownGrace = v },
            "Time that running requests have to finish after a stop signal."),
        OfRelay("client_keys", GuardingKinds.ClientKeys, static o => o.ClientKeys, static (o, v) => o with { ClientKeys = v },
            "File of accepted client keys, one per line. Without it, clients need no key."),
        OfRelay("seal_keys", GuardingKinds.SealKeys, static o => o.SealKeys, static (o, v) => o with { SealKeys = v },
            "File of the keys that encrypt reasoning for clients and in the store, one id:key per line (32 bytes in base64). "
            + "The first key encrypts; all keys decrypt. Without it, the relay generates a key that is lost when the process ends."),
        OfRelay("cors_origins", GuardingKinds.Origins, static o => o.CorsOrigins, static (o, v) => o with { CorsOrigins = v },
            "Origins whose pages may call the relay from a browser; * for all."),
        OfRelay("allowed_hosts", GuardingKinds.HostNames, static o => o.AllowedHosts, static (o, v) => o with { AllowedHosts = v },
            "Host names under which clients without keys may call the relay, in addition to localhost and the relay's own address; "
            + "* for all. With client_keys, every name is accepted."),
        OfRelay("insecure", SettingKinds.Switch, static o => o.Insecure, static (o, v) => o with { Insecure = v },
            "Whether host may be an address other than loopback although clients need no key."),
        OfRelay("metrics", SettingKinds.Switch, static o => o.Metrics, static (o, v) => o with { Metrics = v },
            "Whether GET /metrics returns metrics in Prometheus text format."),
        OfRelay("collector", SettingKinds.Url, static o => o.Collector, static (o, v) => o with { Collector = v },
            "URL of the OpenTelemetry collector that receives spans and metrics, as OTLP over "
            + "HTTP.") with { OldVariable = "OTEL_EXPORTER_OTLP_ENDPOINT" });

    /// <summary>The settings of upstreams and their requests.</summary>
    public static SettingGroup Upstreams { get; } = new(
        "Upstreams",
        "Vendor addresses, credentials and request options.",
        OfRelay("upstream", SettingKinds.Url, static o => o.Upstream, static (o, v) => o with { Upstream = v },
            "Base URL of the only vendor; the relay appends /chat/completions.") with { OldVariable = "UPSTREAM_BASE_URL" },
        OfUpstream("vendor", VendorKinds.Vendor, static u => u.Vendor, static (u, v) => u with { Vendor = v },
            "Name of a known vendor. Its base URL and settings become the defaults; settings given explicitly override "
            + "them.") with { Scope = SettingScope.Own },
        OfUpstream("base_url", SettingKinds.Url, static u => u.BaseUrl, static (u, v) => u with { BaseUrl = v },
            "Base URL of a named upstream.") with { Scope = SettingScope.Named },
        OfUpstream("api_key", SettingKinds.Secret, static u => u.ApiKey, static (u, v) => u with { ApiKey = v, ApiKeyVariable = null },
            "API key sent to the vendor. Without one, the relay forwards the client's Authorization "
            + "header.") with { Scope = SettingScope.Own, HasFlag = false, OldVariable = "UPSTREAM_API_KEY" },
        OfUpstream("api_key_env", VariableKind.ForKey, static u => (Name: u.ApiKeyVariable, Value: u.ApiKey),
            static (u, v) => u with { ApiKeyVariable = v.Name, ApiKey = v.Value },
            "Environment variable that contains the API key.") with { Scope = SettingScope.Own },
        OfUpstream("key_header", VendorKinds.KeyHeader, static u => u.KeyHeader, static (u, v) => u with { KeyHeader = v },
            "Header that carries the key; in authorization, as a bearer token.") with { Scope = SettingScope.Own },
        OfUpstream("headers", StructuredKinds.Headers, static u => u.Headers, static (u, v) => u with { Headers = v },
            "Headers sent with every request to the vendor; each value is text or {env: "
            + "NAME}.") with { Scope = SettingScope.Own, HasFlag = false },
        OfUpstream("models", StructuredKinds.Models, static u => u.Models, static (u, v) => u with { Models = v },
            "Models that this upstream serves under the same names; one * matches any text.") with { Scope = SettingScope.Named },
        OfRelay("default_upstream", SettingKinds.Text, static o => o.DefaultUpstream, static (o, v) => o with { DefaultUpstream = v },
            "Name of the upstream for models that no other upstream serves."),
        OfUpstream("preset", SettingKinds.Preset, static u => u.Preset, static (u, v) => PresetSettings.Apply(u, v),
            "Named set of policies, timeouts and retries. Settings given explicitly override it."),
        OfUpstream("extra_params", StructuredKinds.Members, static u => u.ExtraParams, static (u, v) => u with { ExtraParams = v },
            "Members merged into the chat request; they override the client's."),
        OfUpstream("drop_params", StructuredKinds.Dropped, static u => u.DropParams, static (u, v) => u with { DropParams = v },
            "Members removed from the chat request; a.b is member b of a."),
        OfUpstream("headers_up", StructuredKinds.PassedHeaders, static u => u.HeadersUp, static (u, v) => u with { HeadersUp = v },
            "Client headers forwarded to the vendor, in addition to x-codex-turn-state."),
        OfUpstream("headers_down", StructuredKinds.PassedHeaders, static u => u.HeadersDown, static (u, v) => u with { HeadersDown = v },
            "Vendor headers forwarded to the client, in addition to retry-after, x-request-id, …"));

    /// <summary>The timeouts.</summary>
    public static SettingGroup Clocks { get; } = new(
        "Timeouts",
        "In milliseconds; 0 disables a timeout.",
        OfUpstream("connect_ms", SettingKinds.Milliseconds, static u => u.Clocks.Connect,
            static (u, v) => u with { Clocks = u.Clocks with { Connect = v } },
            "Maximum time to connect."),
        OfUpstream("first_byte_ms", SettingKinds.Milliseconds, static u => u.Clocks.FirstByte,
            static (u, v) => u with { Clocks = u.Clocks with { FirstByte = v } },
            "Maximum time to the first byte of the answer."),
        OfUpstream("transport_idle_ms", SettingKinds.Milliseconds, static u => u.Clocks.TransportIdle,
            static (u, v) => u with { Clocks = u.Clocks with { TransportIdle = v } },
            "Maximum time without any byte."),
        OfUpstream("progress_idle_ms", SettingKinds.Milliseconds, static u => u.Clocks.ProgressIdle,
            static (u, v) => u with { Clocks = u.Clocks with { ProgressIdle = v } },
            "Maximum time without new output."),
        OfUpstream("finish_grace_ms", SettingKinds.Milliseconds, static u => u.Clocks.FinishGrace,
            static (u, v) => u with { Clocks = u.Clocks with { FinishGrace = v } },
            "Time to wait for further chunks after a finish reason."),
        OfUpstream("keepalive_ms", SettingKinds.Milliseconds, static u => u.Clocks.KeepAlive,
            static (u, v) => u with { Clocks = u.Clocks with { KeepAlive = v } },
            "Time without output after which a comment is sent to the client."),
        OfUpstream("early_headers_ms", SettingKinds.Milliseconds, static u => u.Clocks.EarlyHeaders,
            static (u, v) => u with { Clocks = u.Clocks with { EarlyHeaders = v } },
            "Time after which the response to the client is opened although the upstream has not answered."));

    /// <summary>The settings of retries.</summary>
    public static SettingGroup Retries { get; } = new(
        "Retries",
        "For transport errors, 429 and 5xx, before the client response opens.",
        OfUpstream("retry_max", SettingKinds.Number, static u => u.Retries.Max,
            static (u, v) => u with { Retries = u.Retries with { Max = v } },
            "Number of retries; 0 for none."),
        OfUpstream("retry_base_ms", SettingKinds.Milliseconds, static u => u.Retries.Base,
            static (u, v) => u with { Retries = u.Retries with { Base = v } },
            "First delay if the upstream names none: a random part of this time, or about all of it with retry_rules=codex_core."),
        OfUpstream("retry_cap_ms", SettingKinds.Milliseconds, static u => u.Retries.Cap,
            static (u, v) => u with { Retries = u.Retries with { Cap = v } },
            "Maximum delay. A longer one is not waited for; the client receives the error."));

    /// <summary>The limits.</summary>
    public static SettingGroup Limits { get; } = new(
        "Limits",
        "Maximum sizes and numbers.",
        OfRelay("max_streams", SettingKinds.Number, static o => o.MaxStreams, static (o, v) => o with { MaxStreams = v },
            "Maximum number of concurrent answers; 0 for no limit."),
        OfRelay("max_event_bytes", SettingKinds.Bytes, static o => o.MaxEventBytes, static (o, v) => o with { MaxEventBytes = v },
            "Maximum size of an upstream event."),
        OfRelay("max_answer_bytes", StoreKinds.Bytes, static o => o.MaxAnswerBytes, static (o, v) => o with { MaxAnswerBytes = v },
            "Maximum size of an upstream answer, all events together."),
        OfRelay("max_body_bytes", SettingKinds.Bytes, static o => o.MaxBodyBytes, static (o, v) => o with { MaxBodyBytes = v },
            "Maximum size of a request body."),
        OfRelay("max_body_bytes_total", StoreKinds.Bytes, static o => o.MaxBodyBytesTotal,
            static (o, v) => o with { MaxBodyBytesTotal = v },
            "Maximum size of the request bodies of all clients together, and at least max_body_bytes. A request beyond it is refused "
            + "with 503 and Retry-After."));

    /// <summary>The settings of stored responses.</summary>
    public static SettingGroup Store { get; } = new(
        "Store",
        "Where responses are stored, and for how long.",
        OfRelay("store", StoreKinds.Address, static o => o.Store.Postgres,
            static (o, v) => o with { Store = o.Store with { Postgres = v } },
            "memory, or the address of a PostgreSQL database: postgres://user:password@host/database."),
        OfRelay("store_ttl", StoreKinds.Span, static o => o.Store.TimeToLive,
            static (o, v) => o with { Store = o.Store with { TimeToLive = v } },
            "Lifetime of a stored response, from its creation or last use by a later request."),
        OfRelay("store_bytes", StoreKinds.Bytes, static o => o.Store.MaxBytes,
            static (o, v) => o with { Store = o.Store with { MaxBytes = v } },
            "Maximum size of the store in memory. The oldest responses of the client that holds the most are removed first. With a "
            + "database: maximum size of background responses that have ended and wait until the database is available. The oldest are "
            + "given up first."),
        OfRelay("store_timeout", StoreKinds.Span, static o => o.Store.Timeout,
            static (o, v) => o with { Store = o.Store with { Timeout = v } },
            "Maximum time that a request waits for the database, and as much again for every 4 MiB of its response. After it, an answer is "
            + "sent without being stored, and a request that needs the database is answered with 503."),
        OfRelay("store_lease", StoreKinds.Span, static o => o.Store.Lease,
            static (o, v) => o with { Store = o.Store with { Lease = v } },
            "Time after which a background response counts as lost if its relay has not renewed its lease. A relay renews it 24 times as "
            + "often. Relays that share a database need the same value. A stream that is followed at another relay waits as long for an "
            + "unavailable database."));

    /// <summary>The groups in the order in which they are shown.</summary>
    public static IReadOnlyList<SettingGroup> Groups { get; } = [Relay, Upstreams, Clocks, Retries, Limits, Store];

    /// <summary>All settings except policies.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [.. Groups.SelectMany(static group => group.Settings)];

    /// <summary>All policies as settings.</summary>
    public static IReadOnlyList<Setting> Policies { get; } = [.. PolicyCatalog.All.Select(OfPolicy)];

    /// <summary>Settings and policies; their names are unique.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Settings, .. Policies];

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
