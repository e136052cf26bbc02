using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>show</c>: one case, byte for byte.</summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "The id of the case, such as tools/name-split." };
        var command = new Command("show", "Show one case: the bytes that the upstream sends and the expected answer.") { id };
        HelpWithExamples.Add(command, """
            relayconf show tools/name-split

            ␍ ␊ line ends   ‖ end of a write   ⏸ pause   ✋ hold   ⏹ close
            """);
        command.SetAction(parsed =>
        {
            var catalog = ScenarioFolder.Open(parsed, terminal);
            var scenario = ScenarioFolder.GetCase(catalog, parsed.GetRequiredValue(id));
            CaseView.Show(scenario, catalog.Vocabulary, terminal.Out);
            return ExitCodes.AsExpected;
        });
        return command;
    }
}
