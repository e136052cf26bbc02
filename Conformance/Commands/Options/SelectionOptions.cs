using System.CommandLine;
using Conformance.Running;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Commands.Options;

/// <summary>The options that choose cases.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _run = new("--run") { Description = "Only ids that match; * is one part of an id, ** any number of parts.", HelpName = "GLOB" };
    private readonly Option<string[]> _skip = new("--skip") { Description = "Not the ids that match.", HelpName = "GLOB" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "Only cases with that tag, or one of several.", HelpName = "TAG" };
    private readonly Option<string> _level = new("--level") { Description = "Only cases at least that strong: must, should, may or info.", HelpName = "LEVEL", DefaultValueFactory = _ => "info" };

    public void AddTo(Command command)
    {
        _level.AcceptOnlyFromAmong([.. Levels.Words]);
        command.Add(_run);
        command.Add(_skip);
        command.Add(_tags);
        command.Add(_level);
    }

    public Selection Read(ParseResult parsed) => new()
    {
        Run = Patterns(parsed.GetValue(_run)),
        Skip = Patterns(parsed.GetValue(_skip)),
        Tags = parsed.GetValue(_tags) ?? [],
        Level = Levels.Parse(parsed.GetValue(_level)!),
    };

    /// <summary>The cases that are wanted. A tag or a plain id that does not exist is a mistake, not an empty selection.</summary>
    public static SelectedCases Choose(ScenarioCatalog catalog, Selection selection)
    {
        foreach (var tag in selection.Tags.Where(tag => !catalog.Vocabulary.Tags.ContainsKey(tag)))
        {
            var near = NearestWord.Of(tag, catalog.Vocabulary.Tags.Keys);
            throw new UsageException($"There is no tag '{tag}'{(near.Count == 0 ? "." : $"; did you mean {string.Join(" or ", near)}?")}");
        }

        var chosen = SelectedCases.Of(catalog, selection);
        foreach (var pattern in selection.Run.Where(pattern => !pattern.Text.Contains('*', StringComparison.Ordinal)))
        {
            if (!chosen.Problems.Any(problem => pattern.Matches(ProblemFile.Id(problem))))
            {
                ScenarioFolder.Case(catalog, pattern.Text);
            }
        }

        return chosen;
    }

    private static IReadOnlyList<IdPattern> Patterns(string[]? texts)
    {
        try
        {
            return [.. (texts ?? []).Select(RunComposition.Pattern)];
        }
        catch (FormatException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
