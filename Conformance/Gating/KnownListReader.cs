using System.Globalization;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Conformance.Gating;

/// <summary>Reads a file of known failures. Strict: each mistake is a problem with its place.</summary>
internal sealed class KnownListReader
{
    /// <summary>The word that <c>relayconf known update</c> writes where a person has to give the reason.</summary>
    public const string Todo = "TODO";

    /// <summary>The keys of an entry.</summary>
    public static KeyTable Keys { get; } = new("a known failure",
    [
        new("rule", "The id of a broken rule; relayconf checks lists the ids."),
        new("case", "A case with a wrong outcome, or a pattern: * matches one part of an id, ** any number of parts."),
        new("check", "With case: the only check that fails; a failure of another check still fails the run."),
        new("reason", "Why the failure is expected.", Required: true),
        new("link", "The URL that tracks the failure, such as an issue."),
        new("since", "The date since which the failure is known, such as 2026-09-14."),
    ]);

    private readonly IReadOnlyCollection<string> _rules;
    private readonly ProblemLog _problems = new();
    private readonly NodeReader _nodes;

    private KnownListReader(IReadOnlyCollection<string> rules)
    {
        _rules = rules;
        _nodes = new NodeReader(_problems);
    }

    /// <summary>Reads a list.</summary>
    /// <param name="file">The file's name in messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="rules">The ids of the rules there are.</param>
    /// <returns>The entries that could be read, and everything that is wrong.</returns>
    public static (KnownList List, IReadOnlyList<ScenarioProblem> Problems) Read(
        string file, string text, IReadOnlyCollection<string> rules)
    {
        var reader = new KnownListReader(rules);
        var entries = reader.ReadEntries(file, text);
        return (new KnownList(entries), GateYaml.InOrder(reader._problems));
    }

    private List<KnownEntry> ReadEntries(string file, string text)
    {
        List<KnownEntry> entries = [];
        if (GateYaml.Read(file, text, _problems) is not { } root)
        {
            return entries;
        }

        foreach (var node in _nodes.ReadList(root, "the file of known failures"))
        {
            if (ReadEntry(node) is { } entry)
            {
                ReportTwin(entry, entries);
                entries.Add(entry);
            }
        }

        return entries;
    }

    private KnownEntry? ReadEntry(YamlNode node)
    {
        if (_nodes.ReadFields(node, Keys) is not { } fields)
        {
            return null;
        }

        var subject = Subject(fields);
        var reason = Reason(fields["reason"]);
        var rule = fields["rule"] is { } ruleNode ? Rule(ruleNode) : null;
        var pattern = fields["case"] is { } caseNode ? Pattern(caseNode) : null;
        var entry = new KnownEntry
        {
            Rule = rule,
            Case = rule is null ? pattern : null,
            Check = fields["check"] is { } check ? _nodes.ReadText(check, "check") : null,
            Reason = reason ?? "",
            Link = fields["link"] is { } link ? Link(link) : null,
            Since = fields["since"] is { } since ? Since(since) : null,
            Place = node.Place,
            Subject = subject is null ? (node.Place, node.Place) : (subject.Place, subject.End),
        };
        return rule is null && pattern is null ? null : entry;
    }

    /// <summary>Returns the node with the subject of the entry; reports a problem if there is none, or two.</summary>
    private YamlNode? Subject(Fields fields)
    {
        switch (fields["rule"], fields["case"])
        {
            case (null, null):
                _nodes.Report(fields.Place, "no-subject", "the entry has neither a rule nor a case; add rule: ID or case: PATTERN");
                return null;
            case ({ } rule, { } both):
                _nodes.Report(both.Place, "two-subjects", "the entry has both a rule and a case; write two entries, or use case and check");
                return rule;
            case ({ } rule, null):
                if (fields.Has("check"))
                {
                    _nodes.Report(fields.PlaceOf("check"), "two-subjects", "check is only allowed with case; a rule is itself a check");
                }

                return rule;
            default:
                return fields["case"];
        }
    }

    private string? Rule(YamlNode node)
    {
        if (_nodes.ReadText(node, "rule") is not { } id)
        {
            return null;
        }

        if (!_rules.Contains(id))
        {
            var hint = WordSuggestion.Find(id, _rules) is { } near ? $"did you mean '{near}'?" : "relayconf checks lists them";
            _nodes.Report(node.Place, "unknown-rule", $"there is no rule '{id}'; {hint}");
            return null;
        }

        return id;
    }

    private CasePattern? Pattern(YamlNode node)
    {
        if (_nodes.ReadText(node, "case") is not { } text)
        {
            return null;
        }

        try
        {
            return CasePattern.Parse(text);
        }
        catch (FormatException wrong)
        {
            _nodes.Report(node.Place, "bad-pattern", wrong.Message);
            return null;
        }
    }

    private string? Reason(YamlNode? node)
    {
        if (node is null || _nodes.ReadText(node, "reason") is not { } text)
        {
            return null;
        }

        if (text.Trim().Length == 0)
        {
            _nodes.Report(node.Place, "empty-value", "the reason is empty; state why the failure is expected");
        }
        else if (text.Trim() == Todo || text.StartsWith(Todo + ":", StringComparison.Ordinal)
            || text.StartsWith(Todo + " ", StringComparison.Ordinal))
        {
            _nodes.Report(node.Place, "todo", "placeholder, fill in: why this failure is expected");
        }

        return text;
    }

    private string? Link(YamlNode node)
    {
        if (_nodes.ReadText(node, "link") is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            _nodes.Report(node.Place, "bad-link", $"'{text}' is not an http or https URL");
        }

        return text;
    }

    private DateOnly? Since(YamlNode node)
    {
        if (_nodes.ReadText(node, "since") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        _nodes.Report(node.Place, "bad-date", $"'{text}' is not a date such as 2026-09-14");
        return null;
    }

    private void ReportTwin(KnownEntry entry, List<KnownEntry> before)
    {
        if (before.Find(other => other.Name == entry.Name) is { } twin)
        {
            _nodes.Report(
                entry.Place, "duplicate-entry", $"the same failure is already listed in line {twin.Place.Line}; remove one of the two");
        }
    }
}
