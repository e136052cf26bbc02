using System.Text.RegularExpressions;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Vocabularies;

/// <summary>Reads the conditions under which a strict vendor rejects a chat request.</summary>
internal sealed class RequestConditionReader(NodeReader nodes)
{
    private static readonly string[] Kinds = ["fault", "at", "role", "nothing_at", "no_word"];

    /// <summary>Returns one condition, or a list of them.</summary>
    public IReadOnlyList<RequestCondition> ReadAll(YamlNode? node) => node switch
    {
        null => [],
        YamlList list => [.. list.Items.Select(Read).OfType<RequestCondition>()],
        _ => Read(node) is { } one ? [one] : [],
    };

    public RequestCondition? Read(YamlNode node)
    {
        if (nodes.ReadFields(node, StrictWords.Condition) is not { } fields)
        {
            return null;
        }

        if (Kinds.Where(fields.Has).ToList() is not [var kind])
        {
            nodes.Report(fields.Place, "missing-key", $"a condition requires one of {string.Join(", ", Kinds)}");
            return null;
        }

        var tests = StrictWords.Tests.Where(fields.Has).ToList();
        if (tests.Count != (kind == "at" ? 1 : 0))
        {
            nodes.Report(
                fields.Place,
                "no-modifier",
                kind == "at"
                    ? $"'at' requires exactly one test: {string.Join(", ", StrictWords.Tests)}"
                    : $"a test is only allowed with 'at', not with '{kind}'");
            return null;
        }

        return kind switch
        {
            "fault" => ReadFaults(fields["fault"]!),
            "at" => ReadPath(fields["at"]!) is { } path && ReadTest(fields, tests[0]) is { } test ? new ValueCondition(path, test) : null,
            "role" => ReadOrder(fields),
            "nothing_at" => ReadPath(fields["nothing_at"]!) is { } nowhere ? new NothingCondition(nowhere) : null,
            _ => nodes.ReadText(fields["no_word"]!, "no_word") is { } word ? new WordCondition(word) : null,
        };
    }

    private FaultCondition? ReadFaults(YamlNode node)
    {
        IReadOnlyList<YamlNode> items = node is YamlList list ? list.Items : [node];
        var kinds = items.Select(item => nodes.ReadWord(item, "fault", StrictWords.Faults)).ToList();
        return kinds.Count > 0 && kinds.TrueForAll(static kind => kind is not null)
            ? new FaultCondition([.. kinds.OfType<string>()])
            : null;
    }

    private OrderCondition? ReadOrder(Fields fields)
    {
        if (fields["after"] is not { } after)
        {
            nodes.Report(fields.Place, "missing-key", "a condition with 'role' requires 'after': the role of the previous message");
            return null;
        }

        return nodes.ReadText(fields["role"]!, "role") is { } role && nodes.ReadText(after, "after") is { } before
            ? new OrderCondition(role, before)
            : null;
    }

    private RequestPath? ReadPath(YamlNode node)
    {
        if (nodes.ReadText(node, "a path") is not { } text)
        {
            return null;
        }

        if (RequestPathReader.TryRead(text, out var path))
        {
            return path;
        }

        nodes.Report(
            node.Place,
            "bad-path",
            $"'{text}' is not a path into a chat request; expected a path such as tools[*].function.name, messages[last].role or "
                + "messages[assistant+tool_calls].content");
        return null;
    }

    private ValueTest? ReadTest(Fields fields, string name)
    {
        var node = fields[name]!;
        switch (name)
        {
            case "present":
                if (nodes.ReadBoolean(node, name) is false)
                {
                    nodes.Report(node.Place, "out-of-range", "present can only be true; use nothing_at to test for absence");
                }

                return new ValueTest(TestKind.Present);
            case "one_of" or "other_than":
                return nodes.ReadList(node, name).Select(nodes.ReadJson).ToList() is { Count: > 0 } values
                    && values.TrueForAll(static value => value is not null)
                    ? new ValueTest(name == "one_of" ? TestKind.OneOf : TestKind.OtherThan)
                    {
                        Values = [.. values.Select(static value => value!.Value)],
                    }
                    : null;
            case "not_matching":
                return nodes.ReadText(node, name) is { } pattern && ReadPattern(pattern, node) is { } regex
                    ? new ValueTest(TestKind.NotMatching) { Pattern = regex }
                    : null;
            case "longer_than":
                return nodes.ReadInteger(node, name, min: 1) is { } length ? new ValueTest(TestKind.LongerThan) { Number = length } : null;
            case "above" or "below":
                return nodes.ReadJson(node) is { ValueKind: System.Text.Json.JsonValueKind.Number } bound
                    ? new ValueTest(name == "above" ? TestKind.Above : TestKind.Below) { Number = bound.GetDouble() }
                    : ReportNumber(node, name);
            default:
                return ReadMembers(node, name) is { Count: > 0 } members ? new ValueTest(KindOf(name)) { Members = members } : null;
        }
    }

    private ValueTest? ReportNumber(YamlNode node, string name)
    {
        nodes.ReportKind(node, name, "a number");
        return null;
    }

    private List<string> ReadMembers(YamlNode node, string name) =>
        [.. nodes.ReadList(node, name).Select(item => nodes.ReadText(item, name)).OfType<string>()];

    private Regex? ReadPattern(string pattern, YamlNode node)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException broken)
        {
            nodes.Report(node.Place, "bad-pattern", $"not_matching is not a valid regular expression: {broken.Message}");
            return null;
        }
    }

    private static TestKind KindOf(string name) => name switch
    {
        "lacks" => TestKind.Lacks,
        "without" => TestKind.Without,
        "has_any" => TestKind.HasAny,
        "has_all" => TestKind.HasAll,
        "empty" => TestKind.Empty,
        "members_other_than" => TestKind.MembersOtherThan,
        _ => throw new InvalidOperationException(name),
    };
}
