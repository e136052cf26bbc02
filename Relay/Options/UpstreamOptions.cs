using System.Text.Json;
using Relay.Policies;

namespace Relay.Options;

/// <summary>What the relay is told about one vendor: where it is, who we are there, and how its answers are taken.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The name of an upstream that was given none.</summary>
    public const string DefaultName = "default";

    /// <summary>The name in the model map and in the log.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>The vendor whose base URL and needs were the defaults; <see langword="null"/> for none.</summary>
    public string? Vendor { get; init; }

    /// <summary>The base URL, such as <c>http://127.0.0.1:9000/v1</c>; <c>/chat/completions</c> is added to it.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The key sent to the vendor; <see langword="null"/> to pass the client's own <c>Authorization</c> on.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The header the key goes in; in <c>authorization</c> as a bearer's.</summary>
    public string KeyHeader { get; init; } = "authorization";

    /// <summary>The environment variable the key was taken from, if it was.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Headers sent with every call.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Further headers of the client's that are passed on to the vendor; a name may end in <c>*</c>.</summary>
    public IReadOnlyList<string> HeadersUp { get; init; } = [];

    /// <summary>Further headers of the vendor's that are passed on to the client; a name may end in <c>*</c>.</summary>
    public IReadOnlyList<string> HeadersDown { get; init; } = [];

    /// <summary>Members merged into every chat request, over what the client said.</summary>
    public JsonElement? ExtraParams { get; init; }

    /// <summary>Members left out of every chat request; <c>a.b</c> is member <c>b</c> of <c>a</c>.</summary>
    public IReadOnlyList<string> DropParams { get; init; } = [];

    /// <summary>Models this upstream takes under their own names; one <c>*</c> stands for any text.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The preset that <see cref="Policies"/> began with.</summary>
    public string Preset { get; init; } = Relay.Policies.Preset.Default;

    /// <summary>The choices on which honest relays differ.</summary>
    public RelayPolicies Policies { get; init; } = RelayPolicies.Default;

    /// <summary>How long to wait for what.</summary>
    public RelayClocks Clocks { get; init; } = new();

    /// <summary>How often and when a refused call is made again.</summary>
    public RelayRetries Retries { get; init; } = new();

    /// <summary>The start of an upstream of its own: what is shared, without what belongs to one account.</summary>
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
