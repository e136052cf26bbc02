using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Configuring;

/// <summary>Represents a row of the table of settings: everything that is known about one setting.</summary>
internal sealed record Setting
{
    private Setting()
    {
    }

    /// <summary>The name in a file and after <c>--set</c>.</summary>
    public required string Name { get; init; }

    public required string Summary { get; init; }

    public required SettingScope Scope { get; init; }

    /// <summary>The kind of its values.</summary>
    public required string Kind { get; init; }

    public required bool IsStructured { get; init; }

    public bool IsPolicy { get; private init; }

    /// <summary>
    /// Whether it has a command-line option of its own. Other users of the machine can read command lines, so keys have none.
    /// </summary>
    public bool HasFlag { get; init; } = true;

    /// <summary>A second environment variable, for compatibility.</summary>
    public string? OldVariable { get; init; }

    /// <summary>Sets the value for the relay or for all upstreams.</summary>
    public required Func<RelayOptions, SettingInput, RelayOptions> Set { get; init; }

    /// <summary>Sets the value for one upstream; <see langword="null"/> if the setting concerns the whole relay.</summary>
    public Func<UpstreamOptions, SettingInput, UpstreamOptions>? SetOwn { get; init; }

    /// <summary>Writes the value for the relay or for all upstreams.</summary>
    public required Action<Utf8JsonWriter, RelayOptions> Write { get; init; }

    /// <summary>Writes the value for one upstream.</summary>
    public Action<Utf8JsonWriter, UpstreamOptions>? WriteOwn { get; init; }

    public string Flag => "--" + Name.Replace('_', '-');

    public string Variable => "RELAY_" + Name.ToUpperInvariant();

    /// <summary>Whether it is allowed on a command line.</summary>
    public bool IsForCommandLine => IsForTop && (HasFlag || IsPolicy);

    /// <summary>Whether it is allowed at the top level of a file and in the environment.</summary>
    public bool IsForTop => Scope != SettingScope.Named;

    /// <summary>The default for display; empty if there is none.</summary>
    public string Default => Shown(json => Write(json, new RelayOptions()));

    /// <summary>Creates a setting of the whole relay.</summary>
    public static Setting OfRelay<T>(
        string name, SettingKind<T> kind, Func<RelayOptions, T> get, Func<RelayOptions, T, RelayOptions> set, string summary) => new()
    {
        Name = name,
        Summary = summary,
        Scope = SettingScope.Relay,
        Kind = kind.Words,
        IsStructured = kind.IsStructured,
        Set = (options, input) => set(options, kind.Read(input)),
        Write = (json, options) => kind.Write(json, get(options)),
    };

    /// <summary>Creates a setting of upstreams.</summary>
    public static Setting OfUpstream<T>(
        string name,
        SettingKind<T> kind,
        Func<UpstreamOptions, T> get,
        Func<UpstreamOptions, T, UpstreamOptions> set,
        string summary) => new()
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

    /// <summary>Creates a setting for a policy, which is written under <c>policies</c> in a file.</summary>
    public static Setting OfPolicy(PolicyDescription policy) => OfUpstream(
        policy.Name,
        SettingKinds.PolicyValue(policy),
        upstream => PolicyCatalog.Values(upstream.Policies).First(known => known.Key == policy.Name).Value,
        (upstream, value) =>
            PolicyCatalog.TrySet(upstream.Policies, policy.Name, value, out var changed, out _)
                ? upstream with { Policies = changed }
                : upstream,
        policy.Summary) with
    {
        IsPolicy = true,
        HasFlag = false,
    };

    /// <summary>Returns a written value without the quotes of a string.</summary>
    public static string Shown(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) is var shown
            && shown is "null" or "[]" or "{}" or "\"unset\"" ? "" : shown.Trim('"');
    }
}
