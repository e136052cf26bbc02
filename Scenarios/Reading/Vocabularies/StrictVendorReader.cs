using System.Text.Json;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Vocabularies;

/// <summary>
/// Reads the strict vendors: the built-in ones, and those of a scenario folder, which replace built-in ones of the same name.
/// </summary>
public static class StrictVendorReader
{
    /// <summary>The folder of the files, below <c>vocabulary/</c>.</summary>
    public const string Folder = "strict";

    private const string Resource = "strict/";
    private const string Ending = ".yaml";

    /// <summary>The strict vendors that come with the library, by name.</summary>
    public static IReadOnlyDictionary<string, StrictVendor> BuiltIn => BuiltInOnes.Value;

    private static readonly Lazy<IReadOnlyDictionary<string, StrictVendor>> BuiltInOnes = new(ReadBuiltIn);

    /// <summary>Reads the files of a folder's vocabulary.</summary>
    /// <param name="folder">The folder that holds <c>vocabulary/</c>.</param>
    /// <param name="vendors">The names of vendors that there are.</param>
    /// <returns>All strict vendors, the built-in ones among them, and everything that is wrong with the files.</returns>
    public static (
        IReadOnlyDictionary<string, StrictVendor> Vendors,
        IReadOnlyList<ScenarioProblem> Problems) Load(string folder, IEnumerable<string> vendors)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(vendors);

        var below = Path.Combine(folder, CatalogFiles.Vocabulary, Folder);
        if (!Directory.Exists(below))
        {
            return (BuiltIn, []);
        }

        var files = new CatalogFiles(folder);
        var sources = Directory.EnumerateFiles(below, "*" + Ending).Order(StringComparer.Ordinal)
            .Select(path => new Source(Path.GetFileNameWithoutExtension(path), files.NameOf(path), File.ReadAllText(path)));
        var (read, problems) = Read([.. sources], vendors);
        var all = new Dictionary<string, StrictVendor>(BuiltIn, StringComparer.Ordinal);
        foreach (var (name, vendor) in read)
        {
            all[name] = vendor;
        }

        return (all, problems);
    }

    /// <summary>Reads files, each the data of one strict vendor.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="vendors">The names of vendors that there are.</param>
    internal static (
        IReadOnlyDictionary<string, StrictVendor> Vendors,
        IReadOnlyList<ScenarioProblem> Problems) Read(IReadOnlyList<Source> sources, IEnumerable<string> vendors)
    {
        var known = vendors.ToList();
        List<ScenarioProblem> problems = [];
        Dictionary<string, (StrictVendor Vendor, YamlScalar? Like)> read = new(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var log = new ProblemLog();
            if (YamlTree.Read(source.File, source.Text, log) is { } root
                && new OneReader(new NodeReader(log), known).Read(source.Name, root) is { } one)
            {
                read[source.Name] = one;
            }

            problems.AddRange(log.InOrder());
        }

        Dictionary<string, StrictVendor> vendorsByName = new(StringComparer.Ordinal);
        foreach (var (name, (vendor, like)) in read)
        {
            vendorsByName[name] = like is null ? vendor : vendor with { Refusals = JoinRefusals(vendor, like, read, problems) };
        }

        return (vendorsByName, problems);
    }

    /// <summary>Returns the own refusals, then those of the other vendor that have no own of the same id.</summary>
    private static IReadOnlyList<VendorRefusal> JoinRefusals(
        StrictVendor vendor,
        YamlScalar like,
        Dictionary<string, (StrictVendor Vendor, YamlScalar? Like)> read,
        List<ScenarioProblem> problems)
    {
        if (read.GetValueOrDefault(like.Value) is not { Vendor: { } other, Like: null })
        {
            problems.Add(new ScenarioProblem(
                like.Place,
                "unknown-vendor",
                $"'{like.Value}' is not a strict vendor without 'like'; {WordSuggestion.Suggest(like.Value, read.Keys)}"));
            return vendor.Refusals;
        }

        return [.. vendor.Refusals, .. other.Refusals.Where(refusal => vendor.Refusals.All(own => own.Id != refusal.Id))];
    }

    private static IReadOnlyDictionary<string, StrictVendor> ReadBuiltIn()
    {
        var assembly = typeof(StrictVendorReader).Assembly;
        List<Source> sources = [];
        foreach (var name in assembly
            .GetManifestResourceNames()
            .Where(static name => name.StartsWith(Resource, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // It was just listed.
            sources.Add(new Source(
                name[Resource.Length..^Ending.Length],
                $"Scenarios/{CatalogFiles.Vocabulary}/{name}",
                reader.ReadToEnd()));
        }

        // The closed list of vendors is a file; that these are in it is held by the folder's own lint.
        return Read(sources, vendors: []) is { Problems: [var first, ..] }
            ? throw new InvalidOperationException(first.ToString())
            : Read(sources, vendors: []).Vendors;
    }

    /// <summary>A file's text under the name of its vendor.</summary>
    internal sealed record Source(string Name, string File, string Text);

    /// <summary>Reads one file.</summary>
    private sealed class OneReader(NodeReader nodes, List<string> vendors)
    {
        private readonly RequestConditionReader _conditions = new(nodes);

        public (StrictVendor Vendor, YamlScalar? Like)? Read(string name, YamlNode root)
        {
            if (nodes.ReadFields(root, StrictWords.Vendor) is not { } fields
                || fields["vendor"] is not { } vendorNode
                || fields["title"] is not { } titleNode
                || fields["refusals"] is not { } refusals)
            {
                return null;
            }

            var vendor = nodes.ReadText(vendorNode, "vendor");
            if (vendor is not null && vendors.Count > 0 && !vendors.Contains(vendor))
            {
                nodes.Report(
                    vendorNode.Place,
                    "unknown-vendor",
                    $"'{vendor}' is not a vendor in the vocabulary; {WordSuggestion.Suggest(vendor, vendors)}");
            }

            var read = nodes.ReadList(refusals, "refusals").Select(ReadRefusal).OfType<VendorRefusal>().ToList();
            foreach (var again in read
                .GroupBy(static refusal => refusal.Id, StringComparer.Ordinal)
                .SelectMany(static group => group.Skip(1)))
            {
                nodes.Report(
                    again.Place,
                    "duplicate-value",
                    $"the id '{again.Id}' is used twice in this file; give each refusal a unique id");
            }

            return (
                new StrictVendor(name, vendor ?? name, nodes.ReadText(titleNode, "title") ?? "", read, root.Place),
                fields["like"] as YamlScalar);
        }

        private VendorRefusal? ReadRefusal(YamlNode node)
        {
            if (nodes.ReadFields(node, StrictWords.Refusal) is not { } fields
                || StrictWords.Refusal.Keys.Any(key => key.Required && !fields.Has(key.Name)))
            {
                return null;
            }

            var id = nodes.ReadText(fields["id"]!, "id");
            var says = nodes.ReadText(fields["says"]!, "says");
            var when = _conditions.Read(fields["when"]!);
            var status = nodes.ReadInteger(fields["status"]!, "status", min: 400, max: 599);
            var body = nodes.ReadJson(fields["body"]!);
            var sources = ReadSources(fields["source"]!);
            if (body is { } json)
            {
                CheckPlaceholders(json, fields["body"]!.Place);
            }

            return id is null || says is null || when is null || status is null || body is null ? null : new VendorRefusal
            {
                Id = id,
                Says = says,
                When = when,
                OnlyIf = _conditions.ReadAll(fields["only_if"]),
                Unless = _conditions.ReadAll(fields["unless"]),
                Status = status.Value,
                Body = body.Value,
                Sources = sources,
                Place = node.Place,
            };
        }

        /// <summary>Returns a refusal without a source is made up.</summary>
        private List<string> ReadSources(YamlNode node)
        {
            List<string> sources = [];
            foreach (var item in nodes.ReadList(node, "source"))
            {
                if (nodes.ReadText(item, "source") is not { } source)
                {
                    continue;
                }

                if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
                {
                    nodes.Report(
                        item.Place,
                        "bad-source",
                        $"'{source}' is not an https URL; give the page or issue that shows the refusal");
                }

                sources.Add(source);
            }

            if (sources.Count == 0 && node is YamlList)
            {
                nodes.Report(
                    node.Place,
                    "empty-list",
                    "source is empty; give the page or issue that shows the refusal, or remove the refusal");
            }

            return sources;
        }

        private void CheckPlaceholders(JsonElement json, SourcePlace place)
        {
            switch (json.ValueKind)
            {
                case JsonValueKind.String:
                    CheckWords(json.GetString()!, place);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in json.EnumerateArray())
                    {
                        CheckPlaceholders(item, place);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var member in json.EnumerateObject())
                    {
                        if (member.Name.StartsWith('$'))
                        {
                            CheckWords(member.Name, place);
                        }

                        CheckPlaceholders(member.Value, place);
                    }

                    break;
            }
        }

        private void CheckWords(string text, SourcePlace place)
        {
            for (var at = text.IndexOf('$'); at >= 0; at = text.IndexOf('$', at + 1))
            {
                var length = text[(at + 1)..].TakeWhile(char.IsAsciiLetter).Count();
                var word = text.Substring(at, length + 1);
                if (length > 0 && !StrictWords.Placeholders.Contains(word))
                {
                    nodes.Report(
                        place,
                        "unknown-word",
                        $"'{word}' is not a placeholder of a refusal; {WordSuggestion.Suggest(word, StrictWords.Placeholders)}");
                }
            }
        }
    }
}
