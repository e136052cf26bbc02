using System.CommandLine;
using Conformance.Checking;
using Conformance.Commands.Showing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>explain</c>: the page of one check.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "A check's id or a rule's number, such as sequence-gap or V04." };
        var command = new Command("explain", "Explain a check: what it demands, why, a good and a bad answer, which clients break.") { id };
        HelpWithExamples.Add(command, """
            relayconf explain sequence-gap
            relayconf explain V04
            relayconf checks                  every id
            """);
        command.SetAction(parsed =>
        {
            var word = parsed.GetRequiredValue(id);
            var check = CheckIndex.Find(word) ?? throw new UsageException(Unknown(word));
            ExplanationView.Show(check, terminal);
            return ExitCodes.AsExpected;
        });
        return command;
    }

    private static string Unknown(string word)
    {
        var known = CheckIndex.All.SelectMany(check => check.Number is { } number ? new[] { check.Id, number } : [check.Id]);
        var near = NearestWord.Of(word.ToLowerInvariant(), known);
        return $"There is no check '{word}'. {(near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "relayconf checks lists them.")}";
    }
}
