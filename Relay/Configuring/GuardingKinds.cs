using Relay.Options;
using Relay.Sealing;

namespace Relay.Configuring;

/// <summary>Contains the kinds of settings for client keys and origins.</summary>
internal static class GuardingKinds
{
    /// <summary>Keys from a file; shown only as set or unset.</summary>
    public static SettingKind<ClientKeys?> ClientKeys { get; } = new(
        "file",
        static input => Options.ClientKeys.Read(ReadPath(input), out var problem) ?? throw input.Problem(problem),
        static (json, keys) => json.WriteStringValue(keys is null ? "unset" : "set"));

    /// <summary>Keys for encrypted content from a file; shown only as set or unset.</summary>
    public static SettingKind<IReadOnlyList<SealKey>?> SealKeys { get; } = new(
        "file",
        static input => SealKeyReader.ReadFile(ReadPath(input), out var problem) ?? throw input.Problem(problem),
        static (json, keys) => json.WriteStringValue(keys is null ? "unset" : "set"));

    /// <summary>Origins of web pages.</summary>
    public static SettingKind<IReadOnlyList<string>> Origins { get; } = StructuredKinds.Names("list of origins", ReadOrigin);

    /// <summary>Names of hosts, without scheme and port.</summary>
    public static SettingKind<IReadOnlyList<string>> HostNames { get; } = StructuredKinds.Names("list of host names", ReadHostName);

    // A key in place of its file must not be shown.
    private static string ReadPath(SettingInput input) =>
        input.Text("a file path") is var path && ShownValue.IsPath(path)
            ? path
            : throw input.Problem($"{input.Word}: expected the path of a file, received a value that looks like a key.");

    private static string ReadHostName(SettingInput input)
    {
        const string expected = "host names without a port, such as relay.example";
        var name = input.Text(expected);
        return name == "*" || Uri.CheckHostName(name) != UriHostNameType.Unknown ? name : throw input.Wrong(expected);
    }

    private static string ReadOrigin(SettingInput input)
    {
        const string expected = "origins such as https://app.example";
        var origin = input.Text(expected);
        return origin == "*"
            || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority) == origin
                && url.UserInfo.Length == 0)
                ? origin
                : throw input.Wrong(expected);
    }
}
