using System.Globalization;
using System.Text.Json;
using Scenarios.Model;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>Reads values of one kind from nodes. It reports a value that does not fit, and returns <see langword="null"/> for it.</summary>
internal sealed class NodeReader(ProblemLog problems)
{
    public void Report(SourcePlace place, string code, string message) => problems.Add(place, code, message);

    /// <summary>Returns a mapping whose keys are all in the table.</summary>
    public Fields? ReadFields(YamlNode node, KeyTable table)
    {
        if (node is not YamlMap map)
        {
            ReportKind(node, table.Owner, "a mapping");
            return null;
        }

        foreach (var key in map.Entries.Select(entry => entry.Key).Where(key => !table.Has(key.Value)))
        {
            var suggestion = WordSuggestion.Suggest(key.Value, table.Names);
            Report(key.Place, "unknown-key", $"'{key.Value}' is not a key of {table.Owner}; {suggestion}");
        }

        var fields = new Fields(map);
        foreach (var missing in table.Keys.Where(key => key.Required && !fields.Has(key.Name)))
        {
            Report(map.Place, "missing-key", $"{table.Owner} requires '{missing.Name}': {missing.Description}");
        }

        return fields;
    }

    /// <summary>Returns the items of a list.</summary>
    public IReadOnlyList<YamlNode> ReadList(YamlNode node, string what)
    {
        if (node is YamlList list)
        {
            return list.Items;
        }

        ReportKind(node, what, "a list");
        return [];
    }

    /// <summary>Returns text. A plain scalar that YAML reads as another kind must be quoted.</summary>
    public string? ReadText(YamlNode node, string what)
    {
        if (node is not YamlScalar scalar)
        {
            ReportKind(node, what, "text");
            return null;
        }

        return IsText(scalar, what) ? scalar.Value : null;
    }

    /// <summary>Returns text where only text is possible, so that numbers and true/false need no quotes.</summary>
    public string? ReadLooseText(YamlNode node, string what) =>
        node is YamlScalar scalar && ScalarKinds.Classify(scalar) is ScalarKind.Number or ScalarKind.Boolean
            ? ((YamlScalar)node).Value
            : ReadText(node, what);

    /// <summary>Returns true or false.</summary>
    public bool? ReadBoolean(YamlNode node, string what)
    {
        if (node is YamlScalar scalar && ScalarKinds.Classify(scalar) == ScalarKind.Boolean)
        {
            return scalar.Value[0] is 't' or 'T';
        }

        ReportKind(node, what, "true or false");
        return null;
    }

    /// <summary>Returns a whole number within bounds.</summary>
    public int? ReadInteger(YamlNode node, string what, int min, int max = int.MaxValue)
    {
        if (ReadLong(node, what) is not { } number)
        {
            return null;
        }

        if (number >= min && number <= max)
        {
            return (int)number;
        }

        Report(node.Place, "out-of-range", max == int.MaxValue ? $"{what} must be at least {min}" : $"{what} must be from {min} to {max}");
        return null;
    }

    /// <summary>Returns any whole number.</summary>
    public long? ReadLong(YamlNode node, string what)
    {
        if (node is YamlScalar scalar && ScalarKinds.Classify(scalar) == ScalarKind.Number
            && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        ReportKind(node, what, "a whole number");
        return null;
    }

    /// <summary>Returns a word of a closed list that can be used today.</summary>
    public string? ReadWord(YamlNode node, string what, WordTable table)
    {
        if (ReadText(node, what) is not { } written)
        {
            return null;
        }

        switch (table.Find(written))
        {
            case null:
                Report(node.Place, table.Code, $"'{written}' is not {table.Kind}; {WordSuggestion.Suggest(written, table.Names)}");
                return null;
            default:
                return written;
        }
    }

    /// <summary>Returns a time such as <c>20ms</c> or <c>1.5s</c>.</summary>
    public TimeSpan? ReadDuration(YamlNode node, string what)
    {
        if (node is YamlScalar scalar && DurationText.TryParse(scalar.Value, out var time))
        {
            return time;
        }

        Report(node.Place, "bad-duration", $"{what}: expected a time such as 20ms or 1.5s, at most one hour");
        return null;
    }

    /// <summary>Returns any value as JSON, with the file's order, spelling of numbers and nulls.</summary>
    public JsonElement? ReadJson(YamlNode node) => CheckJson(node) ? NodeJson.ToElement(node) : null;

    /// <summary>Returns whether a value can be written as JSON, and reports the parts that cannot.</summary>
    public bool CheckJson(YamlNode node) => node switch
    {
        YamlMap map => map.Entries.Aggregate(true, (good, entry) => CheckJson(entry.Value) && good),
        YamlList list => list.Items.Aggregate(true, (good, item) => CheckJson(item) && good),
        YamlScalar scalar => CheckJson(scalar),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    public void ReportKind(YamlNode node, string what, string wanted) =>
        Report(node.Place, "wrong-kind", $"{what}: expected {wanted}, received {KindOf(node)}");

    private bool CheckJson(YamlScalar scalar)
    {
        switch (ScalarKinds.Classify(scalar))
        {
            case ScalarKind.Empty:
                Report(scalar.Place, "empty-value", "the value is missing; write null, \"\" or a value");
                return false;
            case ScalarKind.OddNumber:
                Report(
                    scalar.Place,
                    "unquoted",
                    $"{scalar.Value} is a number that JSON cannot represent; write it in JSON syntax, or quote it: '{scalar.Value}'");
                return false;
            case ScalarKind.Ambiguous:
                Report(
                    scalar.Place,
                    "unquoted",
                    $"{scalar.Value} is text to some YAML readers and true or false to others; quote it: '{scalar.Value}'");
                return false;
            default:
                return true;
        }
    }

    private bool IsText(YamlScalar scalar, string what)
    {
        var kind = ScalarKinds.Classify(scalar);
        if (kind == ScalarKind.Text)
        {
            return true;
        }

        if (kind == ScalarKind.Empty)
        {
            Report(scalar.Place, "empty-value", $"the value is missing, but {what} is text; write \"\" for empty text");
            return false;
        }

        var meaning = kind switch
        {
            ScalarKind.Null => "null",
            ScalarKind.Boolean => "true or false",
            ScalarKind.Ambiguous => "true or false to some YAML readers",
            _ => "a number",
        };
        Report(scalar.Place, "unquoted", $"{scalar.Value} is {meaning}, but {what} must be text; quote it: '{scalar.Value}'");
        return false;
    }

    private static string KindOf(YamlNode node) => node switch
    {
        YamlMap => "a mapping",
        YamlList => "a list",
        YamlScalar scalar => ScalarKinds.Classify(scalar) switch
        {
            ScalarKind.Empty => "nothing",
            ScalarKind.Null => "null",
            ScalarKind.Boolean => "true or false",
            ScalarKind.Number or ScalarKind.OddNumber => $"the number {scalar.Value}",
            _ => "text",
        },
        _ => throw new InvalidOperationException(node.GetType().Name),
    };
}
