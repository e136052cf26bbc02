using Relay.Configuring;

namespace Relay.Tests.Configuring;

/// <summary>The cases that show how a preset differs from the defaults, from <c>Scenarios/vocabulary/presets.yaml</c>.</summary>
/// <param name="Preset">The name of the preset.</param>
/// <param name="Settings">For each setting, the case that shows it under the preset.</param>
/// <param name="Effects">The effects of the preset that are not settings.</param>
internal sealed record PresetCases(string Preset, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<PresetEffect> Effects)
{
    private const string File = "Scenarios/vocabulary/presets.yaml";

    private static readonly string[] Keys = ["settings", "behaviours"];

    /// <summary>All presets of the file, in its order.</summary>
    public static IReadOnlyList<PresetCases> All { get; } = Read(System.IO.File.ReadAllText(Repository.PathOf(File)));

    /// <summary>Every case that must fail without the preset.</summary>
    public IEnumerable<string> Shown => Effects.Select(static effect => effect.Case).Concat(Settings.Values);

    /// <summary>Returns the cases of a preset; without an entry it has none.</summary>
    public static PresetCases Find(string preset) =>
        All.FirstOrDefault(cases => cases.Preset == preset) ?? new PresetCases(preset, new Dictionary<string, string>(), []);

    private static List<PresetCases> Read(string text) =>
        [.. Entries(YamlReader.Read(File, text)).Select(static preset => ReadPreset(preset.Key, Entries(preset.Value)))];

    private static PresetCases ReadPreset(string preset, IReadOnlyDictionary<string, ConfigNode> members)
    {
        CheckKeys(preset, members, Keys);
        return new PresetCases(
            preset,
            members.TryGetValue(Keys[0], out var settings)
                ? Entries(settings).ToDictionary(static pair => pair.Key, static pair => Text(pair.Value))
                : [],
            members.TryGetValue(Keys[1], out var effects)
                ? [.. ((ConfigList)effects).Values.Select(effect => ReadEffect(preset, Entries(effect)))]
                : []);
    }

    private static PresetEffect ReadEffect(string preset, IReadOnlyDictionary<string, ConfigNode> members)
    {
        CheckKeys(preset, members, ["effect", "case", "default"]);
        var twin = members.TryGetValue("default", out var other) ? Text(other) : null;
        return new PresetEffect(Text(members["effect"]), Text(members["case"]), twin);
    }

    private static void CheckKeys(string preset, IReadOnlyDictionary<string, ConfigNode> members, string[] known)
    {
        if (members.Keys.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException($"{File}: {preset} has the unknown key '{unknown}'; known: {string.Join(", ", known)}.");
        }
    }

    private static Dictionary<string, ConfigNode> Entries(ConfigNode node) =>
        ((ConfigMap)node).Entries.ToDictionary(static entry => entry.Key.Value, static entry => entry.Value);

    private static string Text(ConfigNode node) => ((ConfigText)node).Value;
}

/// <summary>One effect of a preset that is not a setting.</summary>
/// <param name="Summary">One sentence.</param>
/// <param name="Case">The case that shows it, and fails without the preset.</param>
/// <param name="Twin">
/// The case that shows the default, and fails with the preset; <see langword="null"/> where <paramref name="Case"/> is enough.
/// </param>
internal sealed record PresetEffect(string Summary, string Case, string? Twin);
