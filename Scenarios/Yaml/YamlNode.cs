using Scenarios.Model;

namespace Scenarios.Yaml;

/// <summary>One node of a YAML file with its place: plain shapes, nothing resolved, duplicate keys already reported.</summary>
/// <param name="Place">The first character.</param>
/// <param name="End">The place after the last character (of the last scalar inside, for block collections).</param>
internal abstract record YamlNode(SourcePlace Place, SourcePlace End);

/// <summary>A scalar. Only a plain one may stand for something else than text.</summary>
internal sealed record YamlScalar(string Value, bool IsPlain, SourcePlace Place, SourcePlace End) : YamlNode(Place, End);

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, SourcePlace Place, SourcePlace End) : YamlNode(Place, End);

/// <summary>A mapping, entries in the order of the file.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, SourcePlace Place, SourcePlace End) : YamlNode(Place, End);

/// <summary>One entry of a mapping.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
