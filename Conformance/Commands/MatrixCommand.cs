using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Reporting.Matrix;
using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>matrix</c>: several runs side by side, on one page.</summary>
internal static class MatrixCommand
{
    public static Command Create(Terminal terminal)
    {
        var folders = new Argument<string[]>("dirs")
        {
            Description = "The folders of the runs, one column each, in this order.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--out")
        {
            Description = "The output file. Default: reports/matrix.html; Markdown is printed to standard output.",
            HelpName = "FILE",
        };
        var format = new Option<string>("--format") { Description = "html or md.", DefaultValueFactory = _ => "html", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("html", "md");
        var command = new Command("matrix", "Compare runs of several relays by rules, vendors, clients, cases and streams.")
        {
            folders,
            output,
            format,
        };
        HelpWithExamples.Add(command, """
            relayconf matrix reports/20260101-120000-acme reports/latest
            relayconf matrix a/latest b/latest c/latest --out compared.html
            relayconf matrix a/latest b/latest --format md
            """);
        command.SetAction(parsed => Write(parsed.GetValue(folders)
            ?? [], parsed.GetValue(output), parsed.GetValue(format) == "md", terminal));
        return command;
    }

    private static int Write(string[] folders, string? output, bool markdown, Terminal terminal)
    {
        if (folders.Length < 2)
        {
            throw new UsageException("A matrix needs at least two runs; name their folders.");
        }

        List<RecordedRun> runs = [.. folders.Select(folder => RunArgument.Open(folder, terminal))];
        if (markdown && output is null)
        {
            terminal.Out.Write(MatrixReport.CreateMarkdown([.. runs.Select(static run => run.Result)]));
            return ExitCodes.AsExpected;
        }

        var file = Path.GetFullPath(output ?? Path.Combine("reports", "matrix.html"), terminal.Directory);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (markdown)
        {
            File.WriteAllText(file, MatrixReport.CreateMarkdown([.. runs.Select(static run => run.Result)]));
        }
        else
        {
            WritePage(runs, file);
        }

        terminal.Out.WriteLine(Path.GetRelativePath(terminal.Directory, file));
        return ExitCodes.AsExpected;
    }

    /// <summary>Writes the page completely or not at all.</summary>
    internal static void WritePage(IReadOnlyList<RecordedRun> runs, string file)
    {
        var fresh = file + ".new";
        using (var stream = File.Create(fresh))
        {
            MatrixReport.Write(runs, stream);
        }

        File.Move(fresh, file, overwrite: true);
    }
}
