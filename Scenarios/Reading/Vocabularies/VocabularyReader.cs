using System.Text.Json;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Vocabularies;

/// <summary>Reads the closed lists from <c>vocabulary/*.yaml</c>.</summary>
public static class VocabularyReader
{
    private const string AnchorMark = "{anchor}";

    private static readonly KeyTable Family = new("a family of references",
    [
        new("url", "The URL of the page; {anchor} is replaced by the anchor of the entry.", Required: true),
        new("entries", "The references with their requirements.", Required: true),
    ]);

    private static readonly KeyTable Entry = new("a reference",
    [
        new("title", "The requirement in one sentence.", Required: true),
        new("anchor", "The value for {anchor}; default: the name of the entry."),
        new("url", "The URL of a separate page."),
    ]);

    private static readonly Vocabulary Open = new()
    {
        IsOpen = true,
        Tags = new Dictionary<string, string>(),
        Specs = new Dictionary<string, SpecEntry>(),
        Quirks = new Dictionary<string, string>(),
        Vendors = new Dictionary<string, string>(),
        Rules = new Dictionary<string, string>(),
        Tools = new Dictionary<string, JsonElement>(),
    };

    /// <summary>Reads the vocabulary of a scenario folder.</summary>
    /// <param name="folder">The folder; <c>vocabulary/</c> is looked for in it and above it, up to the root of the repository.</param>
    /// <returns>The lists that could be read, and every problem; an open vocabulary if the folder has none.</returns>
    public static (Vocabulary Vocabulary, IReadOnlyList<ScenarioProblem> Problems) Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);

        return CatalogRoot.Find(folder) is { } root ? LoadFrom(root) : (Open with { Strict = StrictVendorReader.BuiltIn }, []);
    }

    private static (Vocabulary Vocabulary, IReadOnlyList<ScenarioProblem> Problems) LoadFrom(string folder)
    {
        var problems = new ProblemLog();
        var nodes = new NodeReader(problems);
        var files = new CatalogFiles(folder);
        var vocabulary = new Vocabulary
        {
            Tags = Titles("tags"),
            Specs = Read<SpecEntry>("specs", ReadFamily),
            Quirks = Titles("quirks"),
            Vendors = Titles("vendors"),
            Rules = Titles("rules"),
            Tools = Read<JsonElement>("tools", ReadTool),
        };
        var (strict, strictProblems) = StrictVendorReader.Load(folder, vocabulary.Vendors.Keys);
        return (vocabulary with { Strict = strict }, [.. problems.InOrder(), .. strictProblems]);

        Dictionary<string, string> Titles(string name) => Read<string>(name, ReadTitle);

        Dictionary<string, T> Read<T>(string name, Action<YamlEntry, Dictionary<string, T>, NodeReader> readEntry)
        {
            Dictionary<string, T> words = new(StringComparer.Ordinal);
            var path = Path.Combine(folder, CatalogFiles.Vocabulary, $"{name}.yaml");
            if (!File.Exists(path))
            {
                problems.Add(new SourcePlace(files.NameOf(path), 1, 1), "missing-file", "this file of the vocabulary is missing");
                return words;
            }

            if (YamlTree.Read(files.NameOf(path), File.ReadAllText(path), problems) is { } root)
            {
                foreach (var entry in ReadEntries(root, name, nodes))
                {
                    readEntry(entry, words, nodes);
                }
            }

            return words;
        }
    }

    private static IReadOnlyList<YamlEntry> ReadEntries(YamlNode node, string what, NodeReader nodes)
    {
        if (node is YamlMap map)
        {
            return map.Entries;
        }

        nodes.ReportKind(node, what, "a mapping");
        return [];
    }

    private static void ReadTitle(YamlEntry entry, Dictionary<string, string> words, NodeReader nodes)
    {
        if (nodes.ReadText(entry.Value, entry.Key.Value) is { } title)
        {
            words.Add(entry.Key.Value, title);
        }
    }

    private static void ReadFamily(YamlEntry entry, Dictionary<string, SpecEntry> specs, NodeReader nodes)
    {
        if (nodes.ReadFields(entry.Value, Family) is not { } family)
        {
            return;
        }

        var template = family["url"] is { } url ? nodes.ReadText(url, "url") : null;
        foreach (var reference in family["entries"] is { } entries ? ReadEntries(entries, "entries", nodes) : [])
        {
            if (ReadReference(reference, template, nodes) is { } spec)
            {
                specs.Add($"{entry.Key.Value}#{reference.Key.Value}", spec);
            }
        }
    }

    private static SpecEntry? ReadReference(YamlEntry reference, string? template, NodeReader nodes)
    {
        var name = reference.Key.Value;
        if (reference.Value is not YamlMap)
        {
            return nodes.ReadText(reference.Value, name) is { } alone ? new SpecEntry(alone, FillAnchor(template, name)) : null;
        }

        if (nodes.ReadFields(reference.Value, Entry) is not { } fields
            || fields["title"] is not { } titleNode
            || nodes.ReadText(titleNode, name) is not { } title)
        {
            return null;
        }

        var anchor = fields["anchor"] is { } own ? nodes.ReadText(own, "anchor") : name;
        var url = fields["url"] is { } page ? nodes.ReadText(page, "url") : template;
        return new SpecEntry(title, FillAnchor(url, anchor ?? name));
    }

    private static string? FillAnchor(string? template, string anchor) => template?.Replace(AnchorMark, anchor, StringComparison.Ordinal);

    private static void ReadTool(YamlEntry entry, Dictionary<string, JsonElement> tools, NodeReader nodes)
    {
        if (nodes.ReadJson(entry.Value) is not { } tool)
        {
            return;
        }

        if (tool.ValueKind != JsonValueKind.Object
            || !tool.TryGetProperty("name", out var name)
            || name.ValueKind != JsonValueKind.String
            || name.GetString() != entry.Key.Value)
        {
            nodes.Report(
                entry.Value.Place,
                "bad-tool",
                $"a tool must be the complete object of a Responses request, with name: {entry.Key.Value}");
            return;
        }

        tools.Add(entry.Key.Value, tool);
    }
}
