using System.Globalization;
using System.Net;
using Relay.Policies;
using Relay.Presets;
using Relay.Secrets;

namespace Relay.Configuring;

/// <summary>Contains the kinds of settings whose value is a single word.</summary>
internal static class SettingKinds
{
    private static readonly (string Name, LogLevel Level)[] LogLevels =
    [
        ("trace", Microsoft.Extensions.Logging.LogLevel.Trace),
        ("debug", Microsoft.Extensions.Logging.LogLevel.Debug),
        ("information", Microsoft.Extensions.Logging.LogLevel.Information),
        ("warning", Microsoft.Extensions.Logging.LogLevel.Warning),
        ("error", Microsoft.Extensions.Logging.LogLevel.Error),
        ("none", Microsoft.Extensions.Logging.LogLevel.None),
    ];

    public static SettingKind<string?> Text { get; } = new(
        "text", static input => input.Text("text"), static (json, value) => json.WriteStringValue(value));

    /// <summary>Text that is never shown.</summary>
    public static SettingKind<string?> Secret { get; } = new(
        "text",
        static input =>
            input.Node is ConfigText { Value.Length: > 0 } text
                ? PlainKey(input, VariableKind.Expand(input, text.Value))
                : throw input.Problem($"{input.Word}: expected text."),
        static (json, value) => json.WriteStringValue(value is null ? "unset" : "set"));

    /// <summary>An integer of at least zero.</summary>
    public static SettingKind<int> Number { get; } = new(
        "number", static input => ReadNumber(input, "a whole number"), static (json, value) => json.WriteNumberValue(value));

    /// <summary>A positive number of bytes.</summary>
    public static SettingKind<int> Bytes { get; } = new("bytes", ReadBytes, static (json, value) => json.WriteNumberValue(value));

    public static SettingKind<TimeSpan> Milliseconds { get; } = new(
        "milliseconds",
        static input => TimeSpan.FromMilliseconds(ReadNumber(input, "a whole number")),
        static (json, value) => json.WriteNumberValue((long)value.TotalMilliseconds));

    public static SettingKind<bool> Switch { get; } = new(
        "on, off", ReadSwitch, static (json, value) => json.WriteStringValue(value ? "on" : "off"));

    public static SettingKind<int> Port { get; } = new("0–65535", ReadPort, static (json, value) => json.WriteNumberValue(value));

    public static SettingKind<string> Host { get; } = new("IP address", ReadHost, static (json, value) => json.WriteStringValue(value));

    /// <summary>The base URL of a vendor. It is never shown, because clients must not learn it.</summary>
    public static SettingKind<Uri?> Url { get; } = new(
        "URL", ReadUrl, static (json, value) => json.WriteStringValue(value is null ? "unset" : "set"));

    public static SettingKind<string> Preset { get; } = new(
        string.Join(", ", PolicyPresets.Names),
        static input =>
            input.Text("a preset name") is var name
                && PolicyPresets.Names.Contains(name, StringComparer.Ordinal)
                    ? name
                    : throw input.Unknown("preset", name, PolicyPresets.Names),
        static (json, value) => json.WriteStringValue(value));

    public static SettingKind<LogLevel> LogLevel { get; } = new(
        string.Join(", ", LogLevels.Select(static level => level.Name)),
        ReadLogLevel,
        static (json, value) => json.WriteStringValue(Array.Find(LogLevels, known => known.Level == value).Name));

    public static SettingKind<string> PolicyValue(PolicyDescription policy) => new(
        string.Join(", ", policy.Values.Select(static value => value.Name)),
        input => ReadPolicy(input, policy),
        static (json, value) => json.WriteStringValue(value));

    /// <summary>Returns a key that can be sent in a header; the message about any other does not quote it.</summary>
    public static string PlainKey(SettingInput input, string key) =>
        key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw input.Problem($"{input.Word}: a key must not contain line breaks, blanks, or other than printable ASCII characters.")
            : key;

    /// <summary>Returns a name; a key in its place is a problem, because names are shown.</summary>
    public static string Name(SettingInput input, string name) =>
        SecretShape.IsKey(name) ? throw input.Problem($"{input.Word}: expected a name, received a value that looks like a key.") : name;

    private static int ReadNumber(SettingInput input, string expected) =>
        int.TryParse(input.Text(expected), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw input.Wrong(expected);

    private static int ReadBytes(SettingInput input) =>
        ReadNumber(input, "a whole number") is var number && number > 0 ? number : throw input.Problem($"{input.Word} must be above 0.");

    private static bool ReadSwitch(SettingInput input) => input.Text("on or off") switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw input.Wrong("on or off"),
    };

    private static int ReadPort(SettingInput input)
    {
        const string expected = "a number from 0 to 65535";
        return ReadNumber(input, expected) is var port && port <= 65535 ? port : throw input.Wrong(expected);
    }

    private static string ReadHost(SettingInput input)
    {
        const string expected = "an IP address or localhost";
        return input.Text(expected) is var host
            && (host is "localhost" || IPAddress.TryParse(host, out _)) ? host : throw input.Wrong(expected);
    }

    // A message about an address does not quote it if it may contain credentials.
    private static Uri ReadUrl(SettingInput input)
    {
        const string expected = "an http or https URL such as http://127.0.0.1:9000/v1";
        var value = input.Text(expected);
        if (value.Contains('@', StringComparison.Ordinal))
        {
            throw input.Problem($"{input.Word} contains credentials; set the key with RELAY_API_KEY or api_key instead.");
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                ? url
                : throw input.Wrong(expected);
    }

    private static LogLevel ReadLogLevel(SettingInput input)
    {
        var name = input.Text("a log level") switch { "info" => "information", "warn" => "warning", var other => other };
        return Array.Find(LogLevels, known => known.Name == name) is { Name: not null } found
            ? found.Level
            : throw input.Unknown("log level", name, [.. LogLevels.Select(static level => level.Name)]);
    }

    // A plain {} is an empty mapping in YAML, but here the user means the value of that name.
    private static string ReadPolicy(SettingInput input, PolicyDescription policy)
    {
        var value = input.Node is ConfigMap { Entries.Count: 0 } ? "{}" : input.Text("one word");
        return PolicyCatalog.TrySet(RelayPolicies.Default, policy.Name, value, out _, out var problem)
            ? value
            : throw input.Problem(SecretShape.MayBeKey(value) ? problem.Replace(value, "[hidden]", StringComparison.Ordinal) : problem);
    }
}
