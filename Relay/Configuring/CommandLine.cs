namespace Relay.Configuring;

/// <summary>Represents a command line. It is parsed by hand, because it has one form and a package would slow down the start.</summary>
internal sealed record CommandLine(IReadOnlyList<Assignment> Assignments, string? ConfigFile)
{
    public const string Help = "--help";
    public const string Version = "--version";
    public const string PrintPolicies = "--print-policies";
    public const string PrintVendors = "--print-vendors";

    /// <summary>The options that are not settings.</summary>
    public static IReadOnlyList<(string Flag, string Value, string Summary)> Words { get; } =
    [
        ("--config", "FILE", "Read settings from this file. Default: the file named by RELAY_CONFIG, else none."),
        ("--set", "NAME=VALUE", "Set any setting or policy by name. Repeatable."),
        (PrintPolicies, "", "Print every policy and setting with its value, as GET /policies does."),
        (PrintVendors, "", "Print how the settings of each --vendor differ from the defaults, and why."),
        (Version, "", "Print the version."),
        (Help, "", "Print this help."),
    ];

    private static IReadOnlyList<string> Known { get; } =
    [
        .. SettingTable.Settings.Where(static setting => setting.IsForCommandLine).Select(static setting => setting.Flag),
        .. Words.Select(static word => word.Flag),
    ];

    /// <summary>Parses a command line, <c>--name value</c> or <c>--name=value</c>.</summary>
    public static CommandLine Read(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        List<Assignment> assignments = [];
        string? file = null;
        for (var index = 0; index < args.Count; index++)
        {
            var (flag, value) = Split(args[index]);
            if (!Known.Contains(flag, StringComparer.Ordinal))
            {
                throw SettingInput.Unknown(ConfigPlace.None, "option", flag, Known);
            }

            if (value is null && IsSwitch(flag) && (index + 1 == args.Count || args[index + 1].StartsWith('-')))
            {
                value = "on";
            }

            value ??= ++index < args.Count ? args[index] : throw new ConfigurationException(ConfigPlace.None, $"{flag} needs a value.");
            if (flag == "--config")
            {
                file = value;
            }
            else
            {
                assignments.Add(flag == "--set"
                    ? ReadSet(value, environment)
                    : Assign(SettingTable.Settings.First(setting => setting.Flag == flag), flag, value, environment));
            }
        }

        return new CommandLine(assignments, file);
    }

    /// <summary>Parses the value of a setting: a list as <c>a,b</c>, a list or a mapping also as YAML in one line.</summary>
    public static Assignment Assign(Setting setting, string word, string value, Func<string, string?> environment)
    {
        ConfigNode node = !setting.IsStructured ? CreateText(value)
            : value.StartsWith('[') || value.StartsWith('{') ? YamlReader.Read(word, value)
            : new ConfigList(
                [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(CreateText)],
                ConfigPlace.None);
        return new Assignment(setting, new SettingInput(node, word, environment));
    }

    // A switch alone means on.
    private static bool IsSwitch(string flag) =>
        SettingTable.Settings.Any(setting => setting.Flag == flag && setting.Kind == SettingKinds.Switch.Words);

    private static ConfigText CreateText(string value) => new(value, IsPlain: true, ConfigPlace.None);

    private static Assignment ReadSet(string text, Func<string, string?> environment)
    {
        if (Split(text) is not ({ Length: > 0 } name, { } value))
        {
            throw new ConfigurationException(ConfigPlace.None, $"--set: expected name=value, received {ShownValue.Quote(text)}.");
        }

        return SettingTable.Find(name) is { IsForCommandLine: true } setting
            ? Assign(setting, name, value, environment)
            : throw SettingInput.Unknown(
                ConfigPlace.None,
                "setting",
                name,
                [.. SettingTable.All.Where(static known => known.IsForCommandLine).Select(static known => known.Name)]);
    }

    private static (string Name, string? Value) Split(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (text[..at], text[(at + 1)..]) : (text, null);
    }
}
