using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Configuring;

/// <summary>One row of the table of settings: everything that is known about one thing the relay can be told.</summary>
internal sealed record Setting
{
    private Setting()
    {
    }

    /// <summary>The name in a file and after <c>--set</c>.</summary>
    public required string Name { get; init; }

    public required string Summary { get; init; }

    public required SettingScope Scope { get; init; }

    /// <summary>What values look like.</summary>
    public required string Kind { get; init; }

    public required bool IsStructured { get; init; }

    public bool IsPolicy { get; private init; }

    /// <summary>Whether a command line may say it by its own name. Other people see command lines, so a key may not stand there.</summary>
    public bool HasFlag { get; init; } = true;

    /// <summary>A second environment variable, where one was there first.</summary>
    public string? OldVariable { get; init; }

    /// <summary>Sets it at the top.</summary>
    public required Func<RelayOptions, SettingInput, RelayOptions> Set { get; init; }

    /// <summary>Sets it in one upstream; <see langword="null"/> when it is about the whole relay.</summary>
    public Func<UpstreamOptions, SettingInput, UpstreamOptions>? SetOwn { get; init; }

    /// <summary>Shows its value at the top.</summary>
    public required Action<Utf8JsonWriter, RelayOptions> Write { get; init; }

    /// <summary>Shows its value in one upstream.</summary>
    public Action<Utf8JsonWriter, UpstreamOptions>? WriteOwn { get; init; }

    public string Flag => "--" + Name.Replace('_', '-');

    public string Variable => "RELAY_" + Name.ToUpperInvariant();

    /// <summary>Whether it may stand on a command line.</summary>
    public bool IsForCommandLine => IsForTop && (HasFlag || IsPolicy);

    /// <summary>Whether it may stand at the top of a file and in the environment.</summary>
    public bool IsForTop => Scope != SettingScope.Named;

    /// <summary>The default as people read it; empty for none.</summary>
    public string Default => Shown(json => Write(json, new RelayOptions()));

    /// <summary>A setting of the whole relay.</summary>
    public static Setting OfRelay<T>(string name, SettingKind<T> kind, Func<RelayOptions, T> get, Func<RelayOptions, T, RelayOptions> set, string summary) => new()
    {
        Name = name,
        Summary = summary,
        Scope = SettingScope.Relay,
        Kind = kind.Words,
        IsStructured = kind.IsStructured,
        Set = (options, input) => set(options, kind.Read(input)),
        Write = (json, options) => kind.Write(json, get(options)),
    };

    /// <summary>A setting of upstreams.</summary>
    public static Setting OfUpstream<T>(string name, SettingKind<T> kind, Func<UpstreamOptions, T> get, Func<UpstreamOptions, T, UpstreamOptions> set, string summary) => new()
    {
        Name = name,
        Summary = summary,
        Scope = SettingScope.Shared,
        Kind = kind.Words,
        IsStructured = kind.IsStructured,
        Set = (options, input) => options with { Shared = set(options.Shared, kind.Read(input)) },
        SetOwn = (upstream, input) => set(upstream, kind.Read(input)),
        Write = (json, options) => kind.Write(json, get(options.Shared)),
        WriteOwn = (json, upstream) => kind.Write(json, get(upstream)),
    };

    /// <summary>A policy, which stands under <c>policies</c> in a file.</summary>
    public static Setting OfPolicy(PolicyDescription policy) => OfUpstream(
        policy.Name,
        SettingKinds.PolicyValue(policy),
        upstream => PolicyCatalog.Values(upstream.Policies).First(known => known.Key == policy.Name).Value,
        (upstream, value) => PolicyCatalog.TrySet(upstream.Policies, policy.Name, value, out var changed, out _) ? upstream with { Policies = changed } : upstream,
        policy.Summary) with
    {
        IsPolicy = true,
        HasFlag = false,
    };

    /// <summary>What a writer of values writes, without the quotes of a text.</summary>
    public static string Shown(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) is var shown && shown is "null" or "[]" or "{}" or "\"unset\"" ? "" : shown.Trim('"');
    }
}
