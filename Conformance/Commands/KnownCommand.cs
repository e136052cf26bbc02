using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>known</c>: updates a file of known failures to the current behaviour of a relay.</summary>
internal sealed class KnownCommand
{
    private readonly Argument<string> _run = new("run")
    {
        Description = "The run, as its folder or results.jsonl.",
        DefaultValueFactory = static _ => Path.Combine("reports", "latest"),
    };
    private readonly Option<string?> _known = new("--known")
    {
        Description = "The known-failures file. Default: the file that the run used.",
        HelpName = "FILE",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("known", "Maintain a known-failures file: update it from a run, or check it against one.")
        {
            new KnownCommand().Update(terminal),
            new KnownCommand().Check(terminal),
        };
        HelpWithExamples.Add(command, """
            relayconf known update --known known/acme.yaml
            relayconf known check reports/latest
            """);
        return command;
    }

    private Command Update(Terminal terminal)
    {
        var command = new Command("update", "Rewrite the file from a run: remove entries that pass, add new failures with reason TODO.")
        {
            _run,
            _known,
        };
        HelpWithExamples.Add(command, """
            relayconf known update --known known/acme.yaml
            relayconf known update reports/20260101-120000-acme
            """);
        command.SetAction(parsed =>
        {
            var run = RunFiles.Read(parsed.GetValue(_run)!, terminal).Result;
            var path = PathOf(parsed, run, terminal);
            var (list, text) = ReadExisting(path, terminal);
            var catalog = ScenarioFolder.Open(parsed, terminal).Scenarios.Select(static scenario => scenario.Id).ToList();
            var today = DateOnly.FromDateTime(terminal.Time.GetUtcNow().UtcDateTime);
            var update = KnownListEditor.Update(text, list, run, catalog, today);
            Write(path, update.Text);
            var name = KnownFile.FormatName(path, terminal);
            terminal.Out.WriteLine(
                $"{name}: {update.Kept} kept, {update.Added} added, {update.Removed} removed, {update.Narrowed} narrowed");
            if (update.Added > 0)
            {
                terminal.Out.WriteLine(
                    $"Each new entry has 'reason: {KnownListReader.Todo}'. A run rejects the file until each reason is filled in.");
            }

            return ExitCodes.AsExpected;
        });
        return command;
    }

    private Command Check(Terminal terminal)
    {
        var command = new Command(
            "check",
            "List entries that do not match a run: they pass, or they name nothing. Exits with 1 if there are any.") { _run, _known };
        HelpWithExamples.Add(command, """
            relayconf known check
            relayconf known check reports/latest --known known/acme.yaml
            """);
        command.SetAction(parsed =>
        {
            var run = RunFiles.Read(parsed.GetValue(_run)!, terminal).Result;
            var list = KnownFile.Read(PathOf(parsed, run, terminal), terminal).List;
            var catalog = ScenarioFolder.Open(parsed, terminal).Scenarios.Select(static scenario => scenario.Id).ToList();
            var isWhole = run.End is { Partial: false } && run.Info.Shard is null && run.Info.Selected == run.Info.Available;
            var findings = KnownVerdicts.Examine(list, run, catalog, isWhole).ToList();
            var paint = new Paint(terminal.Out, terminal.HasColor);
            foreach (var finding in findings)
            {
                paint.Line(Tone.Bad, finding.Message);
            }

            terminal.Out.WriteLine($"{list.Entries.Count} {(list.Entries.Count == 1 ? "entry" : "entries")}, {findings.Count} no "
                + $"longer {(findings.Count == 1 ? "holds" : "hold")}");
            return findings.Count > 0 ? ExitCodes.Unexpected : ExitCodes.AsExpected;
        });
        return command;
    }

    private string PathOf(ParseResult parsed, RunResult run, Terminal terminal) =>
        (parsed.GetValue(_known) ?? run.Info.KnownFile) is { } file
            ? Path.GetFullPath(file, terminal.Directory)
            : throw new UsageException("The run used no known-failures file; name one with --known FILE.");

    /// <summary>Returns the existing file. Reasons that are still to be filled in do not prevent an update.</summary>
    private static (KnownList List, string Text) ReadExisting(string path, Terminal terminal)
    {
        if (!File.Exists(path))
        {
            return (KnownList.Empty, "");
        }

        var (list, text, problems) = KnownFile.Open(path, terminal);
        var others = problems.Where(static problem => problem.Code is not "todo").ToList();
        return others.Count == 0 ? (list, text) : throw new FileProblemsException(others);
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = path + ".new";
        File.WriteAllText(fresh, text);
        File.Move(fresh, path, overwrite: true);
    }
}
