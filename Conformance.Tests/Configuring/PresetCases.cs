using System.Text.Json;
using Scenarios.Reading;
using Scenarios.Yaml;

namespace Conformance.Tests.Configuring;

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

    private static List<PresetCases> Read(string text)
    {
        var problems = new ProblemLog();
        var root = YamlTree.Read(File, text, problems);
        return root is not null && problems.InOrder() is []
            ? [.. JsonText.Element(root).EnumerateObject().Select(Read)]
            : throw new InvalidDataException(string.Join('\n', problems.InOrder()));
    }

    private static PresetCases Read(JsonProperty preset)
    {
        if (preset.Value.EnumerateObject().Select(static member => member.Name).Except(Keys).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException($"{File}: {preset.Name} has the unknown key '{unknown}'; known: {string.Join(", ", Keys)}.");
        }

        return new PresetCases(
            preset.Name,
            preset.Value.TryGetProperty(Keys[0], out var settings)
                ? settings.EnumerateObject().ToDictionary(static setting => setting.Name, static setting => setting.Value.GetString()!) // A case.
                : [],
            preset.Value.TryGetProperty(Keys[1], out var effects) ? [.. effects.EnumerateArray().Select(ReadEffect)] : []);
    }

    private static PresetEffect ReadEffect(JsonElement effect) => new(
        effect.GetProperty("effect").GetString()!, // Required, and text.
        effect.GetProperty("case").GetString()!,
        effect.TryGetProperty("default", out var twin) ? twin.GetString() : null);
}

/// <summary>One effect of a preset that is not a setting.</summary>
/// <param name="Summary">One sentence.</param>
/// <param name="Case">The case that shows it, and fails without the preset.</param>
/// <param name="Twin">
/// The case that shows the default, and fails with the preset; <see langword="null"/> where <paramref name="Case"/> is enough.
/// </param>
internal sealed record PresetEffect(string Summary, string Case, string? Twin);
