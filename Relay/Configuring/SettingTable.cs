using Relay.Options;
using Relay.Policies;
using Relay.Upstreams;
using static Relay.Configuring.Setting;

namespace Relay.Configuring;

/// <summary>
/// Everything the relay can be told, a row for each. The readers of file, environment and command line, the help, the listing and the page in <c>docs</c> are
/// all made from it: a new setting is one row here and one property of <see cref="RelayOptions"/> or <see cref="UpstreamOptions"/>.
/// </summary>
internal static class SettingTable
{
    /// <summary>What the relay itself does.</summary>
    public static SettingGroup Relay { get; } = new(
        "Relay",
        "The process and where it listens.",
        OfRelay("port", SettingKinds.Port, static o => o.Port, static (o, v) => o with { Port = v }, "Port to listen on; 0 picks a free one."),
        OfRelay("host", SettingKinds.Host, static o => o.Host, static (o, v) => o with { Host = v }, "Address to listen on."),
        OfRelay("log_level", SettingKinds.LogLevel, static o => o.LogLevel, static (o, v) => o with { LogLevel = v }, "What is logged, to standard error."),
        OfRelay("shutdown_grace_ms", SettingKinds.Milliseconds, static o => o.ShutdownGrace, static (o, v) => o with { ShutdownGrace = v }, "From the order to stop until what is under way is ended."),
        OfRelay("client_keys", GuardingKinds.ClientKeys, static o => o.ClientKeys, static (o, v) => o with { ClientKeys = v }, "File of the keys clients may come with, one a line; all may come without it."),
        OfRelay("seal_keys", GuardingKinds.SealKeys, static o => o.SealKeys, static (o, v) => o with { SealKeys = v }, "File of the keys that seal reasoning, for clients that carry it and in the store, id:key (32 bytes in base64) a line; the first seals, all unseal. Without it, a key that ends with the process."),
        OfRelay("cors_origins", GuardingKinds.Origins, static o => o.CorsOrigins, static (o, v) => o with { CorsOrigins = v }, "Origins whose pages may call from a browser; * for all."),
        OfRelay("metrics", SettingKinds.Switch, static o => o.Metrics, static (o, v) => o with { Metrics = v }, "Whether GET /metrics tells what is measured, as Prometheus text."),
        OfRelay("collector", SettingKinds.Url, static o => o.Collector, static (o, v) => o with { Collector = v }, "OpenTelemetry collector that gets spans and metrics, as OTLP over HTTP.") with { OldVariable = "OTEL_EXPORTER_OTLP_ENDPOINT" });

    /// <summary>Where the vendors are, and what they are asked.</summary>
    public static SettingGroup Upstreams { get; } = new(
        "Upstreams",
        "Vendors: where they are, who we are there, what they are asked.",
        OfRelay("upstream", SettingKinds.Url, static o => o.Upstream, static (o, v) => o with { Upstream = v }, "Base URL of the one vendor; /chat/completions is added to it.") with { OldVariable = "UPSTREAM_BASE_URL" },
        OfUpstream("vendor", VendorKinds.Vendor, static u => u.Vendor, static (u, v) => u with { Vendor = v }, "Who it is: that vendor's base URL and needs become the defaults, and what is said wins.") with { Scope = SettingScope.Own },
        OfUpstream("base_url", SettingKinds.Url, static u => u.BaseUrl, static (u, v) => u with { BaseUrl = v }, "Base URL of a vendor that has a name.") with { Scope = SettingScope.Named },
        OfUpstream("api_key", SettingKinds.Secret, static u => u.ApiKey, static (u, v) => u with { ApiKey = v, ApiKeyVariable = null }, "Key sent to the vendor. Without one the client's own Authorization is passed on.") with { Scope = SettingScope.Own, HasFlag = false, OldVariable = "UPSTREAM_API_KEY" },
        OfUpstream("api_key_env", VariableKind.ForKey, static u => (Name: u.ApiKeyVariable, Value: u.ApiKey), static (u, v) => u with { ApiKeyVariable = v.Name, ApiKey = v.Value }, "Environment variable that holds the key.") with { Scope = SettingScope.Own },
        OfUpstream("key_header", VendorKinds.KeyHeader, static u => u.KeyHeader, static (u, v) => u with { KeyHeader = v }, "Header the key goes in; in authorization as a bearer's.") with { Scope = SettingScope.Own },
        OfUpstream("headers", StructuredKinds.Headers, static u => u.Headers, static (u, v) => u with { Headers = v }, "Headers sent with every call: text, or {env: NAME}.") with { Scope = SettingScope.Own, HasFlag = false },
        OfUpstream("models", StructuredKinds.Models, static u => u.Models, static (u, v) => u with { Models = v }, "Models it takes under their own names; one * stands for any text.") with { Scope = SettingScope.Named },
        OfRelay("default_upstream", SettingKinds.Text, static o => o.DefaultUpstream, static (o, v) => o with { DefaultUpstream = v }, "Name of the vendor that takes models no other takes."),
        OfUpstream("preset", SettingKinds.Preset, static u => u.Preset, static (u, v) => PresetSettings.Apply(u, v), "A set of policies, clocks and retries; single ones said beside it win."),
        OfUpstream("extra_params", StructuredKinds.Members, static u => u.ExtraParams, static (u, v) => u with { ExtraParams = v }, "Members merged into the chat request, over the client's own."),
        OfUpstream("drop_params", StructuredKinds.Dropped, static u => u.DropParams, static (u, v) => u with { DropParams = v }, "Members left out of the chat request; a.b is member b of a."),
        OfUpstream("headers_up", StructuredKinds.PassedHeaders, static u => u.HeadersUp, static (u, v) => u with { HeadersUp = v }, "Client's headers passed on, beside x-codex-turn-state."),
        OfUpstream("headers_down", StructuredKinds.PassedHeaders, static u => u.HeadersDown, static (u, v) => u with { HeadersDown = v }, "Vendor's headers passed back, beside retry-after, x-request-id, …"));

    /// <summary>How long is waited for what.</summary>
    public static SettingGroup Clocks { get; } = new(
        "Clocks",
        "How long is waited for what; 0 switches one off.",
        OfUpstream("connect_ms", SettingKinds.Milliseconds, static u => u.Clocks.Connect, static (u, v) => u with { Clocks = u.Clocks with { Connect = v } }, "Until a connection stands."),
        OfUpstream("first_byte_ms", SettingKinds.Milliseconds, static u => u.Clocks.FirstByte, static (u, v) => u with { Clocks = u.Clocks with { FirstByte = v } }, "Until the answer's first byte."),
        OfUpstream("transport_idle_ms", SettingKinds.Milliseconds, static u => u.Clocks.TransportIdle, static (u, v) => u with { Clocks = u.Clocks with { TransportIdle = v } }, "Without any byte."),
        OfUpstream("progress_idle_ms", SettingKinds.Milliseconds, static u => u.Clocks.ProgressIdle, static (u, v) => u with { Clocks = u.Clocks with { ProgressIdle = v } }, "Without anything of the answer."),
        OfUpstream("finish_grace_ms", SettingKinds.Milliseconds, static u => u.Clocks.FinishGrace, static (u, v) => u with { Clocks = u.Clocks with { FinishGrace = v } }, "For stragglers after a finish reason."),
        OfUpstream("keepalive_ms", SettingKinds.Milliseconds, static u => u.Clocks.KeepAlive, static (u, v) => u with { Clocks = u.Clocks with { KeepAlive = v } }, "Silence before a comment is sent."),
        OfUpstream("early_headers_ms", SettingKinds.Milliseconds, static u => u.Clocks.EarlyHeaders, static (u, v) => u with { Clocks = u.Clocks with { EarlyHeaders = v } }, "Until the stream opens regardless."));

    /// <summary>When a refused call is made again.</summary>
    public static SettingGroup Retries { get; } = new(
        "Retries",
        "Of transport errors, 429 and 5xx, before the stream has opened.",
        OfUpstream("retry_max", SettingKinds.Number, static u => u.Retries.Max, static (u, v) => u with { Retries = u.Retries with { Max = v } }, "Calls after the first; 0 for none."),
        OfUpstream("retry_base_ms", SettingKinds.Milliseconds, static u => u.Retries.Base, static (u, v) => u with { Retries = u.Retries with { Base = v } }, "First wait where the upstream names none: a random part of it, or about all of it under retry_rules=codex_core."),
        OfUpstream("retry_cap_ms", SettingKinds.Milliseconds, static u => u.Retries.Cap, static (u, v) => u with { Retries = u.Retries with { Cap = v } }, "Longer waits are left to the client."));

    /// <summary>What is too much.</summary>
    public static SettingGroup Limits { get; } = new(
        "Limits",
        "What is too much.",
        OfRelay("max_streams", SettingKinds.Number, static o => o.MaxStreams, static (o, v) => o with { MaxStreams = v }, "Most answers under way; 0 for no limit."),
        OfRelay("max_event_bytes", SettingKinds.Bytes, static o => o.MaxEventBytes, static (o, v) => o with { MaxEventBytes = v }, "Largest upstream event."),
        OfRelay("max_body_bytes", SettingKinds.Bytes, static o => o.MaxBodyBytes, static (o, v) => o with { MaxBodyBytes = v }, "Largest request."));

    /// <summary>Where responses are kept.</summary>
    public static SettingGroup Store { get; } = new(
        "Store",
        "Where responses are kept, and for how long.",
        OfRelay("store", StoreKinds.Address, static o => o.Store.Postgres, static (o, v) => o with { Store = o.Store with { Postgres = v } }, "In memory, or in PostgreSQL: postgres://user:password@host/database."),
        OfRelay("store_ttl", StoreKinds.Span, static o => o.Store.TimeToLive, static (o, v) => o with { Store = o.Store with { TimeToLive = v } }, "How long after a response was made or last built upon."),
        OfRelay("store_bytes", StoreKinds.Bytes, static o => o.Store.MaxBytes, static (o, v) => o with { Store = o.Store with { MaxBytes = v } }, "Most bytes in memory; the oldest responses make room."));

    /// <summary>The groups in the order people read them.</summary>
    public static IReadOnlyList<SettingGroup> Groups { get; } = [Relay, Upstreams, Clocks, Retries, Limits, Store];

    /// <summary>Every setting that is no policy.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [.. Groups.SelectMany(static group => group.Settings)];

    /// <summary>Every policy as a setting.</summary>
    public static IReadOnlyList<Setting> Policies { get; } = [.. PolicyCatalog.All.Select(OfPolicy)];

    /// <summary>Settings and policies; no two have the same name.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Settings, .. Policies];

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
