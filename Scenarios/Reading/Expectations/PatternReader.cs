using System.Text.Json;
using System.Text.RegularExpressions;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Expectations;

/// <summary>Reads patterns and gathers the names they bind.</summary>
internal sealed partial class PatternReader(NodeReader nodes)
{
    private const string Match = "$match";
    private const string Json = "$json";

    private static readonly string[] Reserved = ["$any", "$absent", "$int", "$string", "$model", "$key"];
    private static readonly string[] Operators = [Match, Json];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The names bound by the patterns read so far.</summary>
    public IReadOnlySet<string> Names => _names;

    /// <summary>Returns any pattern.</summary>
    public JsonElement? Read(YamlNode node)
    {
        var isJson = nodes.CheckJson(node);
        Check(node);
        return isJson ? NodeJson.ToElement(node) : null;
    }

    /// <summary>Returns a pattern for an object.</summary>
    public JsonElement? ReadObject(YamlNode node, string what)
    {
        if (node is YamlMap or YamlScalar { Value: "$any" or "$absent" })
        {
            return Read(node);
        }

        nodes.ReportKind(node, what, "a mapping");
        return null;
    }

    /// <summary>Returns a pattern for text: text itself, or a mapping such as <c>{$match: …}</c>.</summary>
    public JsonElement? ReadText(YamlNode node, string what) =>
        node is YamlMap || nodes.ReadText(node, what) is not null ? Read(node) : null;

    private void Check(YamlNode node)
    {
        switch (node)
        {
            case YamlList list:
                foreach (var value in list.Items)
                {
                    Check(value);
                }

                break;
            case YamlMap map:
                CheckMap(map);
                break;
            case YamlScalar scalar:
                CheckText(scalar);
                break;
        }
    }

    private void CheckMap(YamlMap map)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (!key.Value.StartsWith('$'))
            {
                Check(value);
            }
            else if (!Operators.Contains(key.Value))
            {
                nodes.Report(key.Place, "bad-pattern", $"'{key.Value}' is not an operator; {WordSuggestion.Suggest(key.Value, Operators)}");
            }
            else if (map.Entries.Count > 1)
            {
                nodes.Report(key.Place, "bad-pattern", $"'{key.Value}' must be the only key in its mapping");
            }
            else if (key.Value == Match)
            {
                CheckRegex(value);
            }
            else
            {
                Check(value);
            }
        }
    }

    private void CheckRegex(YamlNode node)
    {
        if (nodes.ReadText(node, Match) is not { } regex)
        {
            return;
        }

        try
        {
            _ = new Regex(regex, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException broken)
        {
            nodes.Report(node.Place, "bad-pattern", $"not a valid regular expression: {broken.Message}");
        }
    }

    private void CheckText(YamlScalar scalar)
    {
        var text = scalar.Value;
        if (text.Length < 2 || text[0] != '$' || !char.IsLetter(text[1]))
        {
            return;
        }

        if (Operators.Contains(text))
        {
            nodes.Report(scalar.Place, "bad-name", $"'{text}' is an operator and requires a value; write {{{text}: …}}");
        }
        else if (!NameShape().IsMatch(text))
        {
            nodes.Report(
                scalar.Place,
                "bad-name",
                $"'{text}' is not a valid name ($ followed by a-z, 0-9, _); for the literal text write {{$match: '^\\$…'}}");
        }
        else if (!Reserved.Contains(text))
        {
            _names.Add(text);
        }
    }

    [GeneratedRegex($@"\A{TextPatterns.BoundName}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameShape();
}
