using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Features;
using Conformance.Running.Relays;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Commands;

/// <summary><c>run</c>: plays cases against a relay and judges its answers.</summary>
internal sealed class RunCommand
{
    private readonly SelectionOptions _selection = new();
    private readonly TargetOptions _target = new();
    private readonly GateOptions _gate = new();
    private readonly LimitOptions _limits = new();
    private readonly ConnectionOptions _connection = new();
    private readonly VaryOption _vary = new();
    private readonly Option<int?> _jobs = Numbers.CreateOption(
        "--jobs", "Number of cases to run in parallel. Default: twice the cores, at least 4.", "N", 1, 1000);
    private readonly Option<TimeSpan?> _timeout = Durations.CreateOption(
        "--timeout", "Timeout for one answer; 0 for none (when debugging a relay). Default: 10s.");
    private readonly Option<string> _out = new("--out")
    {
        Description = "The parent folder for run folders.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "reports",
    };
    private readonly Option<string?> _name = new("--name")
    {
        Description = "The name of the run. Default: the name of the relay.",
        HelpName = "NAME",
    };
    private readonly Option<int?> _mockPort = Numbers.CreateOption(
        "--mock-port", "The mock upstream's port. Default: 9000 for a relay given by URL, else a free port.", "PORT", 0, 65_535);
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "The lowest level whose failures fail the run: must, should or may.",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => "should",
    };
    private readonly Option<string> _dialect = new("--dialect")
    {
        Description = "The event names that the relay sends: openai or open-responses.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "openai",
    };
    private readonly Option<string[]> _lacks = WordList.CreateOption(
        "--lacks",
        "Features that the relay lacks, separated by commas; cases that need one are not applicable. Repeatable; relayconf doctor detects "
            + "them.",
        "FEATURES",
        "feature of a relay",
        [.. RelayFeatures.All.Select(static feature => feature.Key)]);
    private readonly Option<int?> _maxRestarts = StageOptions.CreateMaxRestarts();
    private readonly Option<int?> _maxShown = Numbers.CreateOption(
        "--max-shown", "Number of failures to show in full, one per cause. Default: 5.", "N", 0, 100_000);
    private readonly Option<string?> _golden = new("--golden")
    {
        Description = "A folder with golden files of your relay, to compare its streams exactly.",
        HelpName = "DIR",
    };

    public static Command Create(Terminal terminal, IReadOnlyList<string> args) => new RunCommand().Build(terminal, args);

    private Command Build(Terminal terminal, IReadOnlyList<string> args)
    {
        var command = new Command("run", "Run cases against a relay and judge its answers.");
        _selection.AddTo(command);
        _target.AddTo(command);
        _gate.AddTo(command);
        _limits.AddTo(command);
        _connection.AddTo(command);
        _failOn.AcceptOnlyFromAmong("must", "should", "may", "info");
        _dialect.AcceptOnlyFromAmong("openai", "open-responses");
        foreach (var option in new Option[]
        {
            _failOn,
            _dialect,
            _lacks,
            _vary.Option,
            _jobs,
            _timeout,
            _out,
            _name,
            _mockPort,
            _golden,
            _maxShown,
            _maxRestarts,
        })
        {
            command.Add(option);
        }

        HelpWithExamples.Add(command, """
            relayconf run
            relayconf run --run 'tools/**' --skip '**/slow-*' --level must
            relayconf run --relay acme=http://localhost:8080 --mock-port 9000
            relayconf run --relay acme --command 'acme-relay --port {PORT}
              --upstream {UPSTREAM_URL}' --ready 'GET /health 200'
            relayconf run --relay acme --relay other --known known/acme.yaml
            relayconf run --baseline reports/before --reporter html,junit,trx
            """);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, args, terminal, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var relays = _target.ReadAll(parsed, terminal).Select(relay => ReadSettings(parsed, args, terminal, relay)).ToList();
        if (relays.Count > 1 && parsed.GetValue(_name) is not null)
        {
            throw new UsageException("--name applies to a single run; with several relays, each run has the name of its relay.");
        }

        var catalog = ScenarioFolder.Open(parsed, terminal);
        var chosen = SelectionOptions.Choose(catalog, relays[0].Selection);
        if (chosen.Problems.Count > 0)
        {
            return ProblemList.Show(terminal, chosen.Problems);
        }

        // All files are read before the first case is played.
        var runs = relays.Select(settings => (Settings: settings, Cases: _gate.Narrow(
            parsed, chosen.Scenarios, settings.Out, settings.Target.Name)))
            .Select(run => (Settings: run.Cases.Count == 0
                ? run.Settings
                : _gate.Apply(parsed, run.Settings, catalog, run.Cases, terminal), run.Cases))
            .ToList();
        List<int> codes = [];
        List<string> pages = [];
        foreach (var (settings, cases) in runs.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            if (cases.Count == 0)
            {
                terminal.Error.WriteLine(_gate.DescribeEmpty(parsed, settings));
                codes.Add(ExitCodes.NothingSelected);
                continue;
            }

            var end = await RunOneAsync(parsed, settings, catalog, cases, terminal, cancellationToken);
            codes.Add(end.Result.End!.ExitCode);
            if (end.Report is { } page && end.Result.Info.Reporters.Contains("html", StringComparer.Ordinal))
            {
                pages.Add(page);
            }
        }

        if (pages.Count > 1)
        {
            Compare(pages, Path.Combine(relays[0].Out, "matrix.html"), terminal);
        }

        return ExitCodes.OfAll(codes);
    }

    /// <summary>Writes the page that compares several relays.</summary>
    private static void Compare(IEnumerable<string> pages, string file, Terminal terminal)
    {
        MatrixCommand.WritePage([.. pages.Select(static page => RunFolder.Read(Path.GetDirectoryName(page)!))], file);
        var near = Path.GetRelativePath(terminal.Directory, file);
        terminal.Out.WriteLine("matrix: " + (near.StartsWith("..", StringComparison.Ordinal) ? file : near));
    }

    private async Task<SessionEnd> RunOneAsync(
        ParseResult parsed,
        RunSettings settings,
        ScenarioCatalog catalog,
        IReadOnlyList<Scenario> cases,
        Terminal terminal,
        CancellationToken cancellationToken)
    {

        var console = new RunConsole(terminal, settings.Target.Name, FailureText.Create, parsed.GetValue(CommonOptions.Verbose))
        {
            MaxShown = parsed.GetValue(_maxShown) ?? RunConsole.DefaultShown,
        };
        if (settings.Target is UrlTarget)
        {
            console.Hint(
                $"Configure http://127.0.0.1:{settings.MockPort ?? settings.Target.DefaultMockPort}/v1 as the upstream of your relay.");
        }

        var end = await new RunSession(settings, terminal.Time).RunAsync(catalog, cases, console, cancellationToken);
        console.ShowEnd(end);
        GateConsole.Show(terminal, end.Result);
        return end;
    }

    private RunSettings ReadSettings(ParseResult parsed, IReadOnlyList<string> args, Terminal terminal, RelayChoice relay)
    {
        var target = relay.Target;
        string[] again =
        [
            .. relay.AsTyped, .. target is BundledTarget ? [] : _connection.AsTyped(parsed, terminal),
            .. TypedArguments.ListWords(parsed, _dialect), .. WordList.AsTyped(parsed, _lacks), .. TypedArguments.ListWords(
                parsed,
                _failOn,
                _timeout,
                _mockPort,
                CommonOptions.Scenarios,
                _golden), .. _gate.AsTyped(parsed, terminal), .. _limits.AsTyped(parsed),
        ];
        var declared = relay.Profile with
        {
            Dialect = IsTyped(parsed, _dialect) ? parsed.GetValue(_dialect)! : relay.Profile.Dialect,
            Lacks = parsed.GetValue(_lacks) is { Length: > 0 } lacks ? lacks.ToHashSet(StringComparer.Ordinal) : relay.Profile.Lacks,
        };
        var profile = _connection.Apply(declared, target, parsed, terminal);
        var golden = parsed.GetValue(_golden) is { } named ? Path.GetFullPath(named, terminal.Directory) : relay.Golden;
        return new RunSettings
        {
            Target = target,
            Profile = profile,
            FailOn = parsed.GetValue(_failOn)!,
            Selection = _selection.Read(parsed),
            Jobs = parsed.GetValue(_jobs) ?? Math.Max(4, 3 * Environment.ProcessorCount),
            Case = _limits.Read(parsed, new CaseSettings
            {
                Timeout = ReadBound(parsed.GetValue(_timeout)),
                Relay = profile.CreateTraits(keepsGoldens: target is BundledTarget || golden is not null),
                Vary = _vary.Read(parsed),
            }),
            ReadyPatience = relay.Patience,
            Out = Path.GetFullPath(parsed.GetValue(_out)!, terminal.Directory),
            Name = parsed.GetValue(_name),
            MockPort = parsed.GetValue(_mockPort),
            Golden = golden,
            MaxRestarts = parsed.GetValue(_maxRestarts) ?? RelayPool.MaxRestarts,
            Command = AccessMask.MaskText(MaskedCommand.MaskArguments(args), RelayAccess.FromProfile(profile).Secrets),
            Repro = id => ShellWords.Join(["./relayconf", "run", .. again, "--run", id]),
            Version = RelayconfCommandLine.Version,
        };
    }

    private static bool IsTyped(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static TimeSpan ReadBound(TimeSpan? timeout) => timeout switch
    {
        null => new CaseSettings().Timeout,
        { Ticks: 0 } => Timeout.InfiniteTimeSpan,
        { } bound => bound,
    };
}
