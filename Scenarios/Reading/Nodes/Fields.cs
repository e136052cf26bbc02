using Scenarios.Model;
using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>The known fields of one mapping.</summary>
internal sealed class Fields(YamlMap map)
{
    public SourcePlace Place => map.Place;

    /// <summary>The value of a key, or <see langword="null"/> when the file does not have it.</summary>
    public YamlNode? this[string key] => FindEntry(key)?.Value;

    /// <summary>Returns whether the file has the key.</summary>
    public bool Has(string key) => FindEntry(key) is not null;

    /// <summary>Returns the place of a key, or that of the mapping if the key is missing.</summary>
    public SourcePlace PlaceOf(string key) => FindEntry(key)?.Key.Place ?? map.Place;

    private YamlEntry? FindEntry(string key) => map.Entries.FirstOrDefault(entry => entry.Key.Value == key);
}
