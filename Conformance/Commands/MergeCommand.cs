using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>merge</c>: one run from the shards of a run.</summary>
internal sealed class MergeCommand
{
    private readonly Argument<string[]> _parts = new("dirs")
    {
        Description = "The folders of the shards' runs.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string> _out = new("--out")
    {
        Description = "The parent folder for run folders.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => "reports",
    };
    private readonly Option<string?> _known = new("--known")
    {
        Description = "The known-failures file. Default: the file that the shards used, if it exists.",
        HelpName = "FILE",
    };

    private readonly ReporterOption _reporters = new();

    public static Command Create(Terminal terminal, IReadOnlyList<string> args) => new MergeCommand().Build(terminal, args);

    private Command Build(Terminal terminal, IReadOnlyList<string> args)
    {
        var command = new Command("merge", "Merge the shards of a run, and judge the rules over all of them.") { _parts, _out, _known };
        _reporters.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf merge shards/*/latest
            relayconf merge shard-1 shard-2 --known known/acme.yaml
            """);
        command.SetAction(parsed => Merge(parsed, args, terminal));
        return command;
    }

    private int Merge(ParseResult parsed, IReadOnlyList<string> args, Terminal terminal)
    {
        var runs = parsed.GetValue(_parts)!.Select(path => (Name: path, Run: RunFiles.Read(path, terminal))).ToList();
        var parts = runs.Select(static part => (part.Name, part.Run.Result)).ToList();
        if (RunMerge.FindProblem(parts) is { } problem)
        {
            throw new UsageException(problem);
        }

        var results = parts.ConvertAll(static part => part.Result);
        var known = ReadKnown(parsed, terminal, results);
        var info = RunMerge.MergeInfo(results, Secrets.Mask(ShellWords.Join(args.Prepend("./relayconf")))) with
        {
            KnownFile = known.Name,
            Reporters = _reporters.Read(parsed, terminal),
        };
        var merged = RunReport.Merge(
            Path.GetFullPath(parsed.GetValue(_out)!, terminal.Directory), info, [.. runs.Select(static part => part.Run)],
            (cases, rules) => CreateEnd(
                new RunResult { Info = info, Cases = cases, Rules = rules },
                parts,
                known.List,
                ReadCatalog(parsed, terminal, cases),
                terminal.Time.GetUtcNow()),
            terminal.Time);
        var paint = new Paint(terminal.Out, terminal.HasColor);
        var summary = SummaryText.Create(merged.Result);
        paint.Line(summary.Tone, summary.Text);
        if (WhyNotApplicable.Summarise(merged.Result) is { } why)
        {
            paint.Line(Tone.Quiet, Columns.Hang("", $"not applicable: {why}", Terminal.Width));
        }

        paint.Line(Tone.Plain, "report: " + KnownFile.FormatName(RunReport.PathIn(merged.Folder), terminal));
        if (merged.Result.End is { ExitCode: not ExitCodes.Unexpected, Problem: { } missing })
        {
            paint.Line(Tone.Bad, missing);
        }

        GateConsole.Show(terminal, merged.Result);
        return merged.Result.End!.ExitCode;
    }

    private static RunEnd CreateEnd(
        RunResult run, List<(string Name, RunResult Run)> parts, KnownList? known, IReadOnlyCollection<string> catalog, DateTimeOffset now)
    {
        var missing = RunMerge.DescribeMissing(parts);
        var ends = parts.ConvertAll(static part => part.Run.End);
        var isWhole = missing is null && run.Info.Selected == run.Info.Available;

        // The shards' own findings about cases stand; those about rules need all shards.
        var gate = known is null
            ? [.. ends.SelectMany(static end => end?.Gate ?? [])]
            : KnownVerdicts.Examine(known, run, catalog, isWhole)
                .Concat(ends.SelectMany(static end => end?.Gate ?? []).Where(static finding => !finding.Fails));
        var end = new RunEnd(
            ends.Max(static end => end?.FinishedAt) ?? now,
            ends.Sum(static end => end?.DurationMs ?? 0),
            missing is not null,
            ExitCode: 0,
            missing) { Gate = [.. gate.DistinctBy(static finding => (finding.Kind, finding.Message))] };

        // The results of a missing shard are unknown, so the whole is not as expected even if the rest is.
        var code = ExitCodes.FromRun(
            run with { End = end },
            run.Cases.Count,
            ends.Exists(static end => end?.ExitCode == ExitCodes.Cancelled),
            ends.Exists(static end => end?.ExitCode == ExitCodes.Harness));
        return end with { ExitCode = missing is not null && code == ExitCodes.AsExpected ? ExitCodes.Harness : code };
    }

    private (KnownList? List, string? Name) ReadKnown(ParseResult parsed, Terminal terminal, List<RunResult> parts)
    {
        if (parsed.GetValue(_known) is { } named)
        {
            var path = Path.GetFullPath(named, terminal.Directory);
            return (KnownFile.Read(path, terminal).List, KnownFile.FormatName(path, terminal));
        }

        if (parts.Select(static part => part.Info.KnownFile).FirstOrDefault(static name => name is not null) is not { } recorded)
        {
            return (null, null);
        }

        var file = Path.GetFullPath(recorded, terminal.Directory);
        if (File.Exists(file))
        {
            return (KnownFile.Read(file, terminal).List, recorded);
        }

        terminal.Error.WriteLine($"The shards used the known-failures file {recorded}, which does not exist here. Name the file with "
            + $"--known to apply it to the merged run.");
        return (null, recorded);
    }

    private static IReadOnlyCollection<string> ReadCatalog(ParseResult parsed, Terminal terminal, IReadOnlyList<CaseResult> cases)
    {
        try
        {
            return [.. ScenarioFolder.Open(parsed, terminal).Scenarios.Select(static scenario => scenario.Id)];
        }
        catch (UsageException)
        {
            // The cases need not be where shards are merged.
            return [.. cases.Select(static result => result.Id)];
        }
    }
}
