using Relay.Options;
using Relay.Policies;
using Relay.Secrets;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Reads the model map after the upstreams are known.</summary>
internal sealed class ModelRoutes(IReadOnlyList<string> upstreams, bool hasDefault)
{
    private static readonly string[] Members = ["upstream", "model"];

    public IReadOnlyList<ModelRoute> Read(IEnumerable<ConfigEntry> models) => [.. models.Select(Read)];

    private ModelRoute Read(ConfigEntry entry)
    {
        var name = entry.Key.Value;
        if (!ModelPattern.IsOne(name))
        {
            throw new ConfigurationException(
                entry.Key.Place, $"{ShownValue.Quote(name)} is not a valid model name: it may contain at most one *.");
        }

        var route = entry.Value switch
        {
            ConfigText { Value.Length: > 0 } text => ReadText(name, text.Value, text.Place),
            ConfigMap { Entries.Count: > 0 } map => ReadMap(name, map),
            var other => throw new ConfigurationException(
                    other.Place, $"Model '{name}': expected upstream/model, or {{upstream: NAME, model: NAME}}."),
        };
        if (SecretShape.IsKey(name) || SecretShape.IsKey(route.Model ?? ""))
        {
            throw new ConfigurationException(entry.Key.Place, "models: expected names, received a value that looks like a key.");
        }

        return route.Upstream is not null || hasDefault
            ? route
            : throw new ConfigurationException(
                    entry.Key.Place, $"Model '{name}' does not name an upstream, and default_upstream is not set.");
    }

    private ModelRoute ReadText(string name, string target, ConfigPlace place)
    {
        if (upstreams.Contains(target, StringComparer.Ordinal))
        {
            return new ModelRoute(name, target);
        }

        var slash = target.IndexOf('/', StringComparison.Ordinal);
        if (upstreams.FirstOrDefault(known => IsMisspelt(slash > 0 ? target[..slash] : target, known)) is { } meant)
        {
            throw new ConfigurationException(
                place,
                $"Model '{name}': there is no upstream {ShownValue.Quote(slash > 0 ? target[..slash] : target)}. Did you mean '{meant}'? "
                + "If it is part of the vendor's name for the model, write {upstream: NAME, model: NAME}.");
        }

        return slash > 0 && slash + 1 < target.Length && upstreams.Contains(target[..slash], StringComparer.Ordinal)
            ? new ModelRoute(name, target[..slash], target[(slash + 1)..])
            : new ModelRoute(name, null, target);
    }

    // The name of a model may begin like that of an upstream, as mistralai/mixtral does.
    private static bool IsMisspelt(string word, string known) =>
        word != known
        && known.Length >= 4
        && !word.StartsWith(known, StringComparison.Ordinal)
        && !known.StartsWith(word, StringComparison.Ordinal)
        && NearestWord.Distance(word, known) <= known.Length / 4;

    private ModelRoute ReadMap(string name, ConfigMap map)
    {
        var route = new ModelRoute(name);
        foreach (var (key, value) in map.Entries)
        {
            var text = value is ConfigText { Value.Length: > 0 } said
                ? said.Value
                : throw new ConfigurationException(value.Place, $"{key.Value}: expected a name, received {value.Words}.");
            route = key.Value switch
            {
                "upstream" when upstreams.Contains(text, StringComparer.Ordinal) => route with { Upstream = text },
                "upstream" => throw SettingInput.Unknown(value.Place, "upstream", text, upstreams),
                "model" => route with { Model = text },
                _ => throw SettingInput.Unknown(key.Place, "member of a model", key.Value, Members),
            };
        }

        return route;
    }
}
