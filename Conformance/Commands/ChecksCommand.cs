using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>checks</c>: every check, rule or not.</summary>
internal static class ChecksCommand
{
    public static Command Create(Terminal terminal)
    {
        var format = new Option<string>("--format") { Description = "text or json.", HelpName = "NAME", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("checks", "List all checks: the rules that apply to every answer, and the checks of a case's outcome.")
        {
            format,
        };
        HelpWithExamples.Add(command, """
            relayconf checks
            relayconf checks --format json
            relayconf explain sequence-gap    one check: meaning, reason, affected clients
            """);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(format) == "json")
            {
                terminal.Out.WriteLine(CheckListView.FormatJson());
            }
            else
            {
                CheckListView.Show(terminal);
            }

            return ExitCodes.AsExpected;
        });
        return command;
    }
}
