using System.CommandLine;
using System.Globalization;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Fuzzing;
using Conformance.Fuzzing.Shrinking;
using Conformance.Reporting.Texts;
using Conformance.Running;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Commands;

/// <summary><c>shrink</c>: makes a failing case as small as it can be while it fails the same way.</summary>
internal sealed class ShrinkCommand
{
    private readonly Argument<string> _case = new("case") { Description = "The id of a case, or a scenario file." };
    private readonly TargetOptions _target = new();
    private readonly ConnectionOptions _connection = new();
    private readonly Option<string?> _out = new("--out")
    {
        Description = "The output file. Default: the name of the case with -small, in the current folder.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _check = new("--check")
    {
        Description = "Preserve only the failures of this check. Default: preserve all failures of the case.",
        HelpName = "CHECK",
    };
    private readonly Option<TimeSpan?> _timeout = Durations.CreateOption(
        "--timeout", "Timeout for one answer, after which it counts as hanging. Default: 10s.");
    private readonly Option<int?> _mockPort = Numbers.CreateOption(
        "--mock-port", "The mock upstream's port. Default: 9000 for a relay given by URL, else a free port.", "PORT", 0, 65_535);

    public static Command Create(Terminal terminal) => new ShrinkCommand().Build(terminal);

    private Command Build(Terminal terminal)
    {
        var command = new Command("shrink", "Reduce a failing case to the smallest one that fails in the same way.") { _case };
        _target.AddTo(command);
        _connection.AddTo(command);
        command.Add(_check);
        command.Add(_out);
        command.Add(_timeout);
        command.Add(_mockPort);
        HelpWithExamples.Add(command, """
            relayconf shrink fuzz-failures/fuzz/s7-123.yaml
            relayconf shrink fuzz-failures/fuzz/s7-123.yaml --check outcome-usage
            relayconf shrink tools/name-split --relay acme=http://localhost:8080

            Exit codes: 0 a smaller case was written, 2 invalid usage or a file with lint
            problems, 3 the relay was never reached or the harness failed, 4 the case does
            not fail, 130 cancelled (the smallest case so far is written).
            """);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var catalog = ScenarioFolder.Open(parsed, terminal);
        var scenario = Find(parsed.GetValue(_case)!, catalog, terminal);
        var tree = CaseTree.Of(scenario, catalog.Vocabulary);
        var (stage, fault) = await StageOptions.OpenAsync(
            _target,
            _connection,
            parsed,
            parsed.GetValue(_timeout),
            parsed.GetValue(_mockPort),
            lacks: null,
            maxRestarts: int.MaxValue,
            catalog.Vocabulary,
            terminal,
            cancellationToken);
        if (stage is null)
        {
            FaultText.Write(terminal, fault!.Problem, fault.Output);
            return ExitCodes.Harness;
        }

        await using (stage)
        {
            var file = Path.GetFullPath(parsed.GetValue(_out) ?? scenario.Id.Split('/')[^1] + "-small.yaml", terminal.Directory);
            return await ShrinkAsync(tree, stage, catalog.Vocabulary, file, parsed.GetValue(_check), terminal, cancellationToken);
        }
    }

    private static async Task<int> ShrinkAsync(
        CaseTree tree,
        PlayingStage stage,
        Vocabulary vocabulary,
        string file,
        string? check,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var (failing, variation) = await FindFailureAsync(tree.Scenario, stage, cancellationToken);
        if ((failing.StopsTheRun?.Problem ?? failing.Broken) is { } broken)
        {
            FaultText.Write(terminal, broken, failing.StopsTheRun?.Output ?? []);
            return ExitCodes.Harness;
        }

        if (!failing.Signature.IsFailure)
        {
            terminal.Error.WriteLine($"{tree.Scenario.Id} does not fail with this relay, so there is nothing to shrink.");
            return ExitCodes.NothingSelected;
        }

        if (failing.Findings.FirstOrDefault(finding => check is null || finding.Check == check) is not { } finding)
        {
            terminal.Error.WriteLine($"{tree.Scenario.Id} does not fail the check '{check}'; it "
                + $"fails {string.Join(", ", failing.Findings.Select(static one => one.Check).Distinct())}.");
            return ExitCodes.NothingSelected;
        }

        terminal.Out.WriteLine($"{tree.Scenario.Id} fails: {finding.Check}");
        terminal.Out.WriteLine("  " + PlainText.Create(finding.Message));
        var wanted = check is null ? failing.Signature : failing.Signature.Of(check);
        var player = new CasePlayer(stage.PlayAsync);
        var shrinker = new CaseShrinker(
            (candidate, stop) => player.PlayAsync(candidate.Scenario, variation, stop),
            vocabulary,
            (plays, smaller) => Show(terminal, plays, smaller));
        var smallest = await shrinker.ShrinkAsync(tree, other => check is null ? other == wanted : wanted.IsIn(other), cancellationToken);
        CaseFiles.Save(file, smallest.Text);
        if (shrinker.Problem is { } problem)
        {
            terminal.Error.WriteLine(problem);
        }

        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tree.Size.Steps} steps "
            + $"became {smallest.Size.Steps}, {tree.Size.Bytes} bytes became {smallest.Size.Bytes}, in {shrinker.Plays} plays"));
        terminal.Out.WriteLine(Path.GetRelativePath(terminal.Directory, file) is var near && near.StartsWith("..", StringComparison.Ordinal)
            ? file
            : near);
        return cancellationToken.IsCancellationRequested
            ? ExitCodes.Cancelled
            : shrinker.Problem is not null ? ExitCodes.Harness : ExitCodes.AsExpected;
    }

    /// <summary>Plays the case unchanged, and then under each variation until one differs.</summary>
    private static async Task<(FuzzedCase Failing, CaseVariation? Variation)> FindFailureAsync(
        Scenario scenario, PlayingStage stage, CancellationToken cancellationToken)
    {
        var player = new CasePlayer(stage.PlayAsync);
        var played = await player.PlayAsync(scenario, variation: null, cancellationToken);
        for (var at = 0; !played.Signature.IsFailure && played is { StopsTheRun: null, Broken: null } && at < CaseVariation.Count; at++)
        {
            played = await player.PlayAsync(scenario, CaseVariation.Of(at), cancellationToken);
            if (played.Signature.IsFailure)
            {
                return (played, CaseVariation.Of(at));
            }
        }

        return (played, null);
    }

    private static void Show(Terminal terminal, int plays, CaseTree smaller) =>
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{plays,6} plays: {smaller.Size.Steps} steps, {smaller.Size.Bytes} bytes"));

    private static Scenario Find(string name, ScenarioCatalog catalog, Terminal terminal)
    {
        var file = Path.GetFullPath(name, terminal.Directory);
        if (!File.Exists(file))
        {
            return ScenarioFolder.GetCase(catalog, name);
        }

        var text = File.ReadAllText(file);
        var read = ScenarioReader.Read(name, IdIn(text) ?? Path.GetFileNameWithoutExtension(file), text, catalog.Vocabulary);
        return read.Scenario ?? throw new FileProblemsException(read.Problems);
    }

    // The id of a case outside a scenario folder cannot be compared with a folder.
    private static string? IdIn(string text) =>
        text.Split('\n')
            .Where(static line => line.StartsWith("id: ", StringComparison.Ordinal))
            .Select(static line => line[4..].Trim().Trim('\'', '"'))
            .FirstOrDefault();
}
