using System.Text.Json;
using Relay.Policies;

namespace Relay.Options;

/// <summary>Contains the settings of one upstream: its address, its key, and how its answers are translated.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The name of the unnamed upstream.</summary>
    public const string DefaultName = "default";

    /// <summary>The name in the model map and in the log.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>The vendor whose base URL and policies were the defaults; <see langword="null"/> for none.</summary>
    public string? Vendor { get; init; }

    /// <summary>The base URL, such as <c>http://127.0.0.1:9000/v1</c>; <c>/chat/completions</c> is added to it.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The key sent to the vendor; <see langword="null"/> to pass on the client's <c>Authorization</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The header that contains the key; in <c>authorization</c> as a bearer token.</summary>
    public string KeyHeader { get; init; } = "authorization";

    /// <summary>The environment variable that contained the key; <see langword="null"/> if none did.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Headers sent with every call.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Additional headers of the client that are passed on to the vendor; a name may end in <c>*</c>.</summary>
    public IReadOnlyList<string> HeadersUp { get; init; } = [];

    /// <summary>Additional headers of the vendor that are passed on to the client; a name may end in <c>*</c>.</summary>
    public IReadOnlyList<string> HeadersDown { get; init; } = [];

    /// <summary>Members that are set in every chat request, whatever the client sent.</summary>
    public JsonElement? ExtraParams { get; init; }

    /// <summary>Members that are removed from every chat request; <c>a.b</c> is member <c>b</c> of <c>a</c>.</summary>
    public IReadOnlyList<string> DropParams { get; init; } = [];

    /// <summary>Models that go to this upstream under their own names; one <c>*</c> matches any text.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The preset on which <see cref="Policies"/> are based.</summary>
    public string Preset { get; init; } = Relay.Policies.Preset.Default;

    /// <summary>The policies, for everything on which correct relays differ.</summary>
    public RelayPolicies Policies { get; init; } = RelayPolicies.Default;

    /// <summary>The timeouts.</summary>
    public RelayClocks Clocks { get; init; } = new();

    /// <summary>How often and when a refused call is retried.</summary>
    public RelayRetries Retries { get; init; } = new();

    /// <summary>Returns the shared settings as the start of a named upstream, without those that belong to one account.</summary>
    internal UpstreamOptions Named(string name) => this with
    {
        Name = name,
        Vendor = null,
        BaseUrl = null,
        ApiKey = null,
        KeyHeader = new UpstreamOptions().KeyHeader,
        ApiKeyVariable = null,
        Headers = [],
        Models = [],
    };
}
