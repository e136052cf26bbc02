using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>report</c>: writes the views of a run's folder again.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("dir")
        {
            Description = "The folder of the run.",
            DefaultValueFactory = _ => Path.Combine("reports", "latest"),
        };
        var command = new Command("report", "Write the reports of a run again from its recorded results.") { folder };
        var reporters = new ReporterOption();
        reporters.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf report
            relayconf report reports/20260101-120000-acme
            relayconf report --reporter trx,ctrf
            """);
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetValue(folder)!, terminal.Directory);
            if (!Directory.Exists(path))
            {
                throw new UsageException($"There is no folder '{parsed.GetValue(folder)}'.");
            }

            try
            {
                terminal.Out.WriteLine(Path.GetRelativePath(
                    terminal.Directory, RunReport.Redraw(path, reporters.ReadTyped(parsed, terminal))));
                return ExitCodes.AsExpected;
            }
            catch (Exception wrong) when (wrong is FileNotFoundException or InvalidDataException)
            {
                throw new UsageException($"'{parsed.GetValue(folder)}' does not contain a run: {wrong.Message}");
            }
        });
        return command;
    }
}
