using System.CommandLine;
using Conformance.Running;
using Conformance.Running.Cases;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Words;

namespace Conformance.Commands.Options;

/// <summary>The options that choose cases.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _run = new("--run")
    {
        Description = "Only cases whose id matches; * matches one part of an id, ** any number of parts.",
        HelpName = "GLOB",
    };
    private readonly Option<string[]> _skip = new("--skip") { Description = "Skip cases whose id matches.", HelpName = "GLOB" };
    private readonly Option<string[]> _tags = new("--tag")
    {
        Description = "Only cases with this tag; if repeated, with one of the tags.",
        HelpName = "TAG",
    };
    private readonly Option<string[]> _vendors = new("--vendor")
    {
        Description = "Only cases known to occur with this vendor, such as ollama.",
        HelpName = "NAME",
    };
    private readonly Option<string[]> _quirks = new("--quirk")
    {
        Description = "Only cases with this quirk of docs/quirks.md, such as Q04.",
        HelpName = "ID",
    };
    private readonly Option<string> _level = new("--level")
    {
        Description = "Only cases of at least this level: must, should, may or info.",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => "info",
    };

    public void AddTo(Command command)
    {
        _level.AcceptOnlyFromAmong([.. Levels.Words]);
        command.Add(_run);
        command.Add(_skip);
        command.Add(_tags);
        command.Add(_vendors);
        command.Add(_quirks);
        command.Add(_level);
    }

    public Selection Read(ParseResult parsed) => new()
    {
        Run = ParsePatterns(parsed.GetValue(_run)),
        Skip = ParsePatterns(parsed.GetValue(_skip)),
        Tags = parsed.GetValue(_tags) ?? [],
        Vendors = parsed.GetValue(_vendors) ?? [],
        Quirks = [.. (parsed.GetValue(_quirks) ?? []).Select(quirk => quirk.ToUpperInvariant())],
        Level = Levels.Parse(parsed.GetValue(_level)!),
    };

    /// <summary>
    /// Returns the cases that are wanted. A tag, a vendor, a quirk or a plain id that does not exist is a mistake, not an empty selection.
    /// </summary>
    public static SelectedCases Choose(ScenarioCatalog catalog, Selection selection)
    {
        RefuseUnknown("tag", selection.Tags, Known(catalog.Vocabulary.Tags, static scenario => scenario.Tags));
        RefuseUnknown("vendor", selection.Vendors, Known(catalog.Vocabulary.Vendors, static scenario => scenario.SeenIn));
        RefuseUnknown("quirk", selection.Quirks, Known(catalog.Vocabulary.Quirks, static scenario => scenario.Quirks));
        var chosen = SelectedCases.Select(catalog, selection);
        foreach (var pattern in selection.Run.Where(pattern => !pattern.Text.Contains('*', StringComparison.Ordinal)))
        {
            if (!chosen.Problems.Any(problem => pattern.Matches(ProblemFile.GetId(problem))))
            {
                ScenarioFolder.GetCase(catalog, pattern.Text);
            }
        }

        return chosen;

        // Without a vocabulary, the known words are those of the cases themselves.
        IEnumerable<string> Known(IReadOnlyDictionary<string, string> words, Func<Scenario, IEnumerable<string>> used) =>
            catalog.Vocabulary.IsOpen ? catalog.Scenarios.SelectMany(used).Distinct(StringComparer.Ordinal) : words.Keys;
    }

    /// <summary>Refuses a word that is in no closed list, and names the nearest ones.</summary>
    /// <exception cref="UsageException">A word is unknown.</exception>
    public static void RefuseUnknown(string kind, IReadOnlyList<string> words, IEnumerable<string> known)
    {
        foreach (var word in words.Where(word => !known.Contains(word, StringComparer.Ordinal)))
        {
            var near = WordSuggestion.FindAll(word, known);
            throw new UsageException(
                $"There is no {kind} '{word}'{(near.Count == 0 ? "." : $"; did you mean {string.Join(" or ", near)}?")}");
        }
    }

    private static IReadOnlyList<IdPattern> ParsePatterns(string[]? texts)
    {
        try
        {
            return [.. (texts ?? []).Select(IdPattern.Parse)];
        }
        catch (FormatException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
