using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>run</c>: plays cases against a relay and judges what comes back.</summary>
internal sealed class RunCommand
{
    private readonly SelectionOptions _selection = new();
    private readonly TargetOptions _target = new();
    private readonly LimitOptions _limits = new();
    private readonly Option<int?> _jobs = Numbers.Option("--jobs", "How many cases are played at once. Default: twice the cores, at least 4.", "N", 1, 1000);
    private readonly Option<TimeSpan?> _timeout = Durations.Option("--timeout", "How long one answer may take; 0 for no bound (a relay in a debugger). Default: 10s.");
    private readonly Option<string> _out = new("--out") { Description = "Where runs are kept, each in a folder of its own.", HelpName = "DIR", DefaultValueFactory = _ => "reports" };
    private readonly Option<string?> _name = new("--name") { Description = "The run's name. Default: the relay's.", HelpName = "NAME" };
    private readonly Option<int?> _mockPort = Numbers.Option("--mock-port", "The mock upstream's port. Default: 9000 for a relay given by URL, else any.", "PORT", 0, 65_535);
    private readonly Option<string> _failOn = new("--fail-on") { Description = "The weakest level whose failures fail the run: must, should or may. Default: should.", HelpName = "LEVEL", DefaultValueFactory = _ => "should" };
    private readonly Option<string> _dialect = new("--dialect") { Description = "The events the relay speaks: openai or open-responses. Default: openai.", HelpName = "NAME", DefaultValueFactory = _ => "openai" };
    private readonly Option<string[]> _lacks = new("--lacks") { Description = "A feature the relay lacks; cases that need it are not applicable. Repeatable; relayconf doctor finds them out.", HelpName = "FEATURE" };
    private readonly Option<string?> _golden = new("--golden") { Description = "A folder of goldens of yours, to hold the relay to its own exact streams.", HelpName = "DIR" };

    public static Command Create(Terminal terminal, IReadOnlyList<string> args) => new RunCommand().Build(terminal, args);

    private Command Build(Terminal terminal, IReadOnlyList<string> args)
    {
        var command = new Command("run", "Play cases against a relay and judge what comes back.");
        _selection.AddTo(command);
        _target.AddTo(command);
        _limits.AddTo(command);
        _failOn.AcceptOnlyFromAmong("must", "should", "may", "info");
        _dialect.AcceptOnlyFromAmong("openai", "open-responses");
        _lacks.AcceptOnlyFromAmong([.. RelayFeatures.All.Select(feature => feature.Key)]);
        foreach (var option in new Option[] { _failOn, _dialect, _lacks, _jobs, _timeout, _out, _name, _mockPort, _golden })
        {
            command.Add(option);
        }

        HelpWithExamples.Add(command, """
            relayconf run
            relayconf run --run 'tools/**' --skip '**/slow-*' --level must
            relayconf run --relay acme=http://localhost:8080 --mock-port 9000
            relayconf run --relay acme --command 'acme-relay --port {PORT}
              --upstream {UPSTREAM_URL}' --ready 'GET /health 200'
            """);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, args, terminal, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var settings = Settings(parsed, args, terminal);
        var catalog = ScenarioFolder.Open(parsed, terminal);
        var chosen = SelectionOptions.Choose(catalog, settings.Selection);
        if (chosen.Problems.Count > 0)
        {
            return ProblemList.Show(terminal, chosen.Problems);
        }

        if (chosen.Scenarios.Count == 0)
        {
            terminal.Error.WriteLine($"Nothing is selected by '{settings.Selection}'; relayconf list shows what there is.");
            return ExitCodes.NothingSelected;
        }

        var console = new RunConsole(terminal, settings.Target.Name, RunComposition.FailureText, parsed.GetValue(CommonOptions.Verbose));
        if (settings.Target is UrlTarget)
        {
            console.Hint($"point your relay at http://127.0.0.1:{settings.MockPort ?? settings.Target.DefaultMockPort}/v1");
        }

        var end = await new RunSession(settings, terminal.Time).RunAsync(catalog, chosen.Scenarios, console, cancellationToken);
        console.End(end);
        return end.Result.End!.ExitCode;
    }

    private RunSettings Settings(ParseResult parsed, IReadOnlyList<string> args, Terminal terminal)
    {
        string[] again = [.. _target.AsTyped(parsed), .. Again("--scenarios", parsed.GetValue(CommonOptions.Scenarios)), .. Again("--golden", parsed.GetValue(_golden)), .. _limits.AsTyped(parsed)];
        var target = _target.Read(parsed, terminal);
        var profile = new RelayProfile
        {
            Dialect = parsed.GetValue(_dialect)!,
            Lacks = (parsed.GetValue(_lacks) ?? []).ToHashSet(StringComparer.Ordinal),
        };
        return new RunSettings
        {
            Target = target,
            Profile = profile,
            FailOn = parsed.GetValue(_failOn)!,
            Selection = _selection.Read(parsed),
            Jobs = parsed.GetValue(_jobs) ?? Math.Max(4, 2 * Environment.ProcessorCount),
            Case = _limits.Read(parsed, new CaseSettings { Timeout = Bound(parsed.GetValue(_timeout)), Relay = profile.Traits(keepsGoldens: target is BundledTarget || parsed.GetValue(_golden) is not null) }),
            ReadyPatience = _target.Patience(parsed),
            Out = Path.GetFullPath(parsed.GetValue(_out)!, terminal.Directory),
            Name = parsed.GetValue(_name),
            MockPort = parsed.GetValue(_mockPort),
            Golden = parsed.GetValue(_golden) is { } folder ? Path.GetFullPath(folder, terminal.Directory) : null,
            Command = ShellWords.Join(Secrets.Words(args.Prepend("./relayconf"))),
            Repro = id => ShellWords.Join(["./relayconf", "run", .. again, "--run", id]),
            Version = CommandLine.Version,
        };
    }

    private static string[] Again(string name, string? value) => value is null ? [] : [name, value];

    private static TimeSpan Bound(TimeSpan? timeout) => timeout switch
    {
        null => new CaseSettings().Timeout,
        { Ticks: 0 } => Timeout.InfiniteTimeSpan,
        { } bound => bound,
    };
}
