namespace Relay.Configuring;

/// <summary>Represents the content of a configuration file before it is applied.</summary>
internal sealed class ConfigFile
{
    /// <summary>The top-level mappings that are not settings.</summary>
    public static IReadOnlyList<(string Name, string Summary)> Sections { get; } =
    [
        ("policies", "Policies by name; also allowed in an upstream."),
        ("upstreams", "Vendors by name; each value is a mapping of settings."),
        ("models", "Model names for clients, and the upstream and model that serve them."),
    ];

    private readonly Func<string, string?> _environment;
    private readonly List<Assignment> _assignments = [];
    private readonly List<NamedUpstream> _upstreams = [];

    private ConfigFile(Func<string, string?> environment) => _environment = environment;

    /// <summary>The top-level settings.</summary>
    public IReadOnlyList<Assignment> Assignments => _assignments;

    /// <summary>The named upstreams.</summary>
    public IReadOnlyList<NamedUpstream> Upstreams => _upstreams;

    /// <summary>The model map.</summary>
    public IReadOnlyList<ConfigEntry> Models { get; private set; } = [];

    /// <summary>Reads a file; without one the content is empty.</summary>
    public static ConfigFile Read(string? path, Func<string, string?> environment)
    {
        var file = new ConfigFile(environment);
        if (path is not null)
        {
            file.ReadTop(Mapping(YamlReader.Read(path, ReadText(path)), "the configuration"));
        }

        return file;
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigPlace.None,
                $"The configuration {ShownValue.QuotePath(path)} cannot be read: "
                + $"{(File.Exists(path) ? "no access" : "there is no such file")}.");
        }
    }

    private static ConfigMap Mapping(ConfigNode node, string what) =>
        node as ConfigMap
            ?? throw new ConfigurationException(node.Place, $"{what}: expected a mapping of names to values, received {node.Words}.");

    private void ReadTop(ConfigMap top)
    {
        foreach (var (key, value) in top.Entries)
        {
            switch (key.Value)
            {
                case "policies":
                    ReadPolicies(_assignments, value);
                    break;
                case "upstreams":
                    _upstreams.AddRange(Mapping(value, "upstreams").Entries.Select(ReadUpstream));
                    break;
                case "models":
                    Models = Mapping(value, "models").Entries;
                    break;
                default:
                    _assignments.Add(ReadSetting(
                        key, value, static setting => setting.IsForTop, Sections.Select(static section => section.Name)));
                    break;
            }
        }
    }

    private NamedUpstream ReadUpstream(ConfigEntry entry)
    {
        List<Assignment> assignments = [];
        foreach (var (key, value) in Mapping(entry.Value, $"upstreams.{entry.Key.Value}").Entries)
        {
            if (key.Value == "policies")
            {
                ReadPolicies(assignments, value);
            }
            else
            {
                assignments.Add(ReadSetting(key, value, static setting => setting.SetOwn is not null, ["policies"]));
            }
        }

        return new NamedUpstream(entry.Key, assignments);
    }

    private void ReadPolicies(List<Assignment> assignments, ConfigNode policies)
    {
        foreach (var (key, value) in Mapping(policies, "policies").Entries)
        {
            var policy = SettingTable.Find(key.Value) is { IsPolicy: true } found
                ? found
                : throw SettingInput.Unknown(key.Place, "policy", key.Value, [.. SettingTable.Policies.Select(static known => known.Name)]);
            assignments.Add(new Assignment(policy, new SettingInput(value, policy.Name, _environment)));
        }
    }

    private Assignment ReadSetting(ConfigText key, ConfigNode value, Predicate<Setting> mayStand, IEnumerable<string> sections)
    {
        var setting = SettingTable.Find(key.Value);
        if (setting is { IsPolicy: true })
        {
            throw new ConfigurationException(key.Place, $"'{key.Value}' is a policy; move it under policies.");
        }

        if (setting is null)
        {
            throw SettingInput.Unknown(
                key.Place,
                "setting",
                key.Value,
                [.. SettingTable.Settings.Where(known => mayStand(known)).Select(static known => known.Name), .. sections]);
        }

        return mayStand(setting)
            ? new Assignment(setting, new SettingInput(value, setting.Name, _environment))
            : throw new ConfigurationException(key.Place, setting.IsForTop
                ? $"'{key.Value}' applies to the whole relay; move it to the top level."
                : $"'{key.Value}' applies to one upstream; move it into an entry of upstreams.");
    }
}
