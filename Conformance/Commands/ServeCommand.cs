using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using MockUpstream;
using MockUpstream.Serving;

namespace Conformance.Commands;

/// <summary><c>serve</c>: only the mock upstream, for use by hand or from other test suites.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var selection = new SelectionOptions();
        var port = Numbers.Option("--port", $"The port; 0 for any that is free. Default: {UrlTarget.FixedMockPort}.", "PORT", 0, 65_535);
        var slow = Durations.Option("--slow", "A pause before each write, so that a person can watch.");
        var command = new Command("serve", "Serve cases as a Chat Completions upstream: the request's model names the case.") { port, slow };
        selection.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf serve
            relayconf serve --port 9100 --slow 200ms --run 'tools/**'
            curl -N localhost:9000/v1/chat/completions -d
              '{"model":"rc-text.plain","stream":true,"messages":[]}'
            """);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var catalog = ScenarioFolder.Open(parsed, terminal);
            var chosen = SelectionOptions.Choose(catalog, selection.Read(parsed));
            if (chosen.Problems.Count > 0)
            {
                return ProblemList.Show(terminal, chosen.Problems);
            }

            var options = new MockUpstreamOptions { Port = parsed.GetValue(port) ?? UrlTarget.FixedMockPort, Slow = parsed.GetValue(slow), Judged = false, Time = terminal.Time };
            if (chosen.Scenarios.Count == 0)
            {
                return ExitCodes.NothingSelected;
            }

            await MockServe.ServeAsync(options, chosen.Scenarios, terminal.Out, cancellationToken);
            return ExitCodes.AsExpected;
        });
        return command;
    }
}
