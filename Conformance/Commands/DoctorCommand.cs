using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;

namespace Conformance.Commands;

/// <summary><c>doctor</c>: finds out how a relay is wired and which features it has.</summary>
internal sealed class DoctorCommand
{
    private readonly TargetOptions _target = new();
    private readonly ConnectionOptions _connection = new();
    private readonly Option<TimeSpan?> _timeout = Durations.CreateOption("--timeout", "Timeout for one answer. Default: 10s.");
    private readonly Option<int?> _mockPort = Numbers.CreateOption(
        "--mock-port", "The mock upstream's port. Default: 9000 for a relay given by URL, else a free port.", "PORT", 0, 65_535);

    public static Command Create(Terminal terminal) => new DoctorCommand().Build(terminal);

    private Command Build(Terminal terminal)
    {
        var command = new Command("doctor", "Detect how a relay reaches the mock upstream and which features it lacks.");
        _target.AddTo(command);
        _connection.AddTo(command);
        command.Add(_timeout);
        command.Add(_mockPort);
        HelpWithExamples.Add(command, """
            relayconf doctor --url http://localhost:8080
            relayconf doctor --relay acme --command 'acme-relay --port {PORT}
              --upstream {UPSTREAM_URL}'

            Prints the options for relayconf run and an entry for relays.yaml.
            """);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var target = _target.Read(parsed, terminal);
        var profile = _connection.Apply(DeclaredProfile.Plain, target, parsed, terminal);
        var port = parsed.GetValue(_mockPort) ?? target.DefaultMockPort;
        var timeout = parsed.GetValue(_timeout) is { Ticks: > 0 } bound ? bound : new CaseSettings().Timeout;
        if (target is UrlTarget)
        {
            terminal.Out.WriteLine($"Configure http://127.0.0.1:{port}/v1 as the upstream of your relay.");
        }

        var (found, fault) = await new DoctorSession(target, profile, port, _target.ReadPatience(parsed), timeout, terminal.Time)
            .RunAsync(cancellationToken);
        if (found is null)
        {
            FaultText.Write(terminal, fault!.Problem, fault.Output);
            return ExitCodes.Harness;
        }

        foreach (var line in DiagnosisText.GetLines(target, profile, found))
        {
            terminal.Out.WriteLine(line);
        }

        return ExitCodes.AsExpected;
    }
}
