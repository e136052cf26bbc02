using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>checks</c>: the rules that are always on.</summary>
internal static class ChecksCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("checks", "List the rules that hold for every stream, with who breaks when one is broken.");
        HelpWithExamples.Add(command, "relayconf checks");
        command.SetAction(_ =>
        {
            foreach (var check in RunComposition.Checks)
            {
                terminal.Out.WriteLine($"{check.Id}  {check.Rule}  {check.Severity.ToString().ToLowerInvariant()}");
                terminal.Out.WriteLine(Columns.Hang("    ", check.Title, Terminal.Width));
                terminal.Out.WriteLine(Columns.Hang("    ", check.Source, Terminal.Width));
            }

            return ExitCodes.AsExpected;
        });
        return command;
    }
}
