using System.CommandLine;
using Conformance.Checking;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using Scenarios.Words;

namespace Conformance.Commands;

/// <summary><c>explain</c>: the page of one check.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "The id of a check or the number of a rule, such as sequence-gap or V04." };
        var command = new Command("explain", "Explain a check: its requirement, the reason, examples, and the affected clients.") { id };
        HelpWithExamples.Add(command, """
            relayconf explain sequence-gap
            relayconf explain V04
            relayconf checks                  list all ids
            """);
        command.SetAction(parsed =>
        {
            var word = parsed.GetRequiredValue(id);
            var check = CheckIndex.Find(word) ?? throw new UsageException(DescribeUnknown(word, IsCase(parsed, terminal, word)));
            ExplanationView.Show(check, terminal);
            return ExitCodes.AsExpected;
        });
        return command;
    }

    /// <summary>
    /// Returns whether a word is the id of a case. Ids of cases have a folder, and the folder of the cases must be known.
    /// </summary>
    private static bool IsCase(ParseResult parsed, Terminal terminal, string word)
    {
        try
        {
            return word.Contains('/', StringComparison.Ordinal) && ScenarioFolder.Open(
                parsed, terminal).Scenarios.Any(scenario => string.Equals(scenario.Id, word, StringComparison.Ordinal));
        }
        catch (UsageException)
        {
            return false;
        }
    }

    private static string DescribeUnknown(string word, bool isCase)
    {
        if (isCase)
        {
            return $"'{word}' is a case, not a check; see: relayconf show {word}";
        }

        var known = CheckIndex.All.SelectMany(check => check.Number is { } number ? new[] { check.Id, number } : [check.Id]);
        var near = WordSuggestion.FindAll(word.ToLowerInvariant(), known);
        return $"There is no "
            + $"check '{word}'. {(near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "Run relayconf checks for the list.")}";
    }
}
