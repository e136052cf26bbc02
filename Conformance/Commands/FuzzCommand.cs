using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Fuzzing;
using Conformance.Fuzzing.Requesting;
using Conformance.Running;
using Conformance.Running.Features;

namespace Conformance.Commands;

/// <summary><c>fuzz</c>: plays generated cases and sends generated requests to a relay, and keeps those that fail.</summary>
internal sealed class FuzzCommand
{
    private readonly TargetOptions _target = new();
    private readonly ConnectionOptions _connection = new();
    private readonly Option<long?> _seed = new("--seed")
    {
        Description = "The random seed. The same seed generates the same cases on every machine. Default: 1.",
        HelpName = "N",
    };
    private readonly Option<long?> _first = new("--first")
    {
        Description = "The number of the first case and of the first request. Default: 0.",
        HelpName = "N",
    };
    private readonly Option<TimeSpan?> _maxTime = Durations.CreateOption(
        "--max-time",
        "Start no new case after this time, and no new request after this time again. Default: 60s, or no limit with --max-cases.");
    private readonly Option<int?> _maxCases = Numbers.CreateOption("--max-cases", "Maximum number of cases.", "N", 0, 1_000_000_000);
    private readonly Option<int?> _requests = Numbers.CreateOption(
        "--requests",
        "Number of malformed and unusual requests to send after the cases, to all endpoints. Default: as many as cases were played.",
        "N",
        0,
        1_000_000_000);
    private readonly Option<int?> _maxFailures = Numbers.CreateOption(
        "--max-failures", "Stop after this many cases, and this many requests, with a new failure. Default: 20.", "N", 1, 100_000);
    private readonly Option<int?> _jobs = Numbers.CreateOption(
        "--jobs", "Number of cases or requests to run in parallel. Default: three times the cores, at least 4.", "N", 1, 1000);
    private readonly Option<TimeSpan?> _timeout = Durations.CreateOption(
        "--timeout", "Timeout for one answer, after which it counts as hanging. Default: 10s.");
    private readonly Option<string> _out = new("--out")
    {
        Description = "The folder for the files of failing cases and requests.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "fuzz-failures",
    };
    private readonly Option<string[]> _lacks = new("--lacks")
    {
        Description = "A feature that the relay lacks; cases that need it are skipped. Repeatable.",
        HelpName = "FEATURE",
    };
    private readonly Option<int?> _maxRestarts = StageOptions.CreateMaxRestarts();
    private readonly Option<int?> _mockPort = Numbers.CreateOption(
        "--mock-port", "The mock upstream's port. Default: 9000 for a relay given by URL, else a free port.", "PORT", 0, 65_535);

    public static Command Create(Terminal terminal) => new FuzzCommand().Build(terminal);

    private Command Build(Terminal terminal)
    {
        var command = new Command(
            "fuzz", "Run generated cases and requests against a relay and save each kind of failure as a file.");
        _target.AddTo(command);
        _connection.AddTo(command);
        _lacks.AcceptOnlyFromAmong([.. RelayFeatures.All.Select(static feature => feature.Key)]);
        Option[] options =
        [
            _seed, _first, _maxTime, _maxCases, _requests, _maxFailures, _jobs, _timeout, _maxRestarts, _out, _lacks, _mockPort,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }

        HelpWithExamples.Add(command, """
            relayconf fuzz --seed 7 --max-time 60s
            relayconf fuzz --relay acme=http://localhost:8080 --max-cases 10000
            relayconf fuzz --max-cases 0 --requests 5000
            relayconf shrink fuzz-failures/fuzz/s7-123.yaml

            Exit codes: 0 no failures, 1 failures, 2 invalid usage, 3 the relay was never
            reached or the harness failed, 130 cancelled (failures so far are saved).
            """);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var settings = new FuzzSettings
        {
            Seed = parsed.GetValue(_seed) ?? 1,
            First = parsed.GetValue(_first) ?? 0,
            MaxTime = parsed.GetValue(_maxTime) ?? (parsed.GetValue(_maxCases) is null ? TimeSpan.FromSeconds(60) : TimeSpan.MaxValue),
            MaxCases = parsed.GetValue(_maxCases),
            MaxFailures = parsed.GetValue(_maxFailures) ?? 20,
            Jobs = parsed.GetValue(_jobs) ?? Math.Max(4, 3 * Environment.ProcessorCount),
        };
        if (settings.MaxCases == 0 && parsed.GetValue(_requests) is null or 0)
        {
            throw new UsageException("There is nothing to do: --max-cases is 0, so --requests must be given.");
        }

        var vocabulary = ScenarioFolder.Open(parsed, terminal).Vocabulary;
        var (stage, fault) = await StageOptions.OpenAsync(
            _target,
            _connection,
            parsed,
            parsed.GetValue(_timeout),
            parsed.GetValue(_mockPort),
            parsed.GetValue(_lacks),
            parsed.GetValue(_maxRestarts),
            vocabulary,
            terminal,
            cancellationToken);
        if (stage is null)
        {
            FaultText.Write(terminal, fault!.Problem, fault.Output);
            return ExitCodes.Harness;
        }

        await using (stage)
        {
            var folder = Path.GetFullPath(parsed.GetValue(_out)!, terminal.Directory);
            var console = new FuzzConsole(terminal, settings);
            console.Begin(stage.Notes);
            var run = new FuzzRun(
                new CasePlayer(stage.PlayAsync), scenario => CaseFiles.Write(scenario, folder, vocabulary), console, terminal.Time);
            var end = await run.RunAsync(stage.PlaysAlone ? settings with { Jobs = 1 } : settings, cancellationToken);
            console.ShowEnd(end, cancellationToken.IsCancellationRequested);
            var requested = await SendRequestsAsync(
                stage.Requests, settings, end, parsed.GetValue(_requests) ?? end.Cases, folder, console, cancellationToken);
            return cancellationToken.IsCancellationRequested ? ExitCodes.Cancelled
                : end.Problem is not null || requested.Problem is not null ? ExitCodes.Harness
                : end.Failures.Count > 0 || requested.Failures.Count > 0 || (end.Dead ?? requested.Dead) is not null ? ExitCodes.Unexpected
                : ExitCodes.AsExpected;
        }
    }

    private static async Task<RequestEnd> SendRequestsAsync(
        RequestStage stage,
        FuzzSettings settings,
        FuzzEnd cases,
        long count,
        string folder,
        FuzzConsole console,
        CancellationToken cancellationToken)
    {
        if (count == 0 || (cases.Problem ?? cases.Dead) is not null || cancellationToken.IsCancellationRequested)
        {
            return new RequestEnd(0, []);
        }

        var run = new RequestRun(stage, new RequestFiles(folder, settings.Seed), console, console.Time);
        var end = await run.RunAsync(settings, count, cancellationToken);
        console.ShowEnd(end, cancellationToken.IsCancellationRequested);
        return end;
    }
}
