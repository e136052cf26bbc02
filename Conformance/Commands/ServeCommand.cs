using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using Conformance.Running.Relays;
using MockUpstream.Serving;
using Scenarios.Reading;

namespace Conformance.Commands;

/// <summary><c>serve</c>: only the mock upstream, for use by hand or from other test suites.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var selection = new SelectionOptions();
        var port = Numbers.CreateOption(
            "--port", $"The port to listen on; 0 for any free port. Default: {UrlTarget.FixedMockPort}.", "PORT", 0, 65_535);
        var slow = Durations.CreateOption("--slow", "A pause before each write, to make the stream easy to watch.");
        var address = new Option<string?>("--address") { Description = "The address to listen on. Default: 127.0.0.1.", HelpName = "IP" };
        var vendor = new Option<string?>("--as")
        {
            Description = "Reject requests that this vendor rejects, such as mistral.",
            HelpName = "VENDOR",
        };
        var fallback = new Option<string?>("--fallback")
        {
            Description = "The answer to a request that matches no case; echo returns its last user text. Default: 404.",
            HelpName = "echo",
        };
        fallback.AcceptOnlyFromAmong("echo");
        var token = new Option<string?>("--admin-token")
        {
            Description = "The token required by /__admin. Default: none on loopback, else a generated token, which is printed.",
            HelpName = "TOKEN",
        };
        var noWatch = new Option<bool>("--no-watch") { Description = "Do not reload changed files." };
        var tls = new Option<bool>("--tls")
        {
            Description = "Also serve HTTPS, on a separate port, with a certificate generated at startup.",
        };
        var h2c = new Option<bool>("--h2c") { Description = "Also serve HTTP/2 without TLS, on a separate port." };
        var command = new Command("serve", "Serve cases as a Chat Completions upstream; the model of a request selects the case.")
        {
            port,
            address,
            slow,
            vendor,
            fallback,
            token,
            noWatch,
            tls,
            h2c,
        };
        selection.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf serve
            relayconf serve --port 9100 --slow 200ms --run 'tools/**'
            relayconf serve --fallback echo --scenarios my-cases
            curl -N localhost:9000/v1/chat/completions -d
              '{"model":"rc-text.plain","stream":true,"messages":[]}'
            """);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new MockServeOptions
            {
                Port = parsed.GetValue(port) ?? UrlTarget.FixedMockPort,
                Address = parsed.GetValue(address) ?? "127.0.0.1",
                Slow = parsed.GetValue(slow),
                As = parsed.GetValue(vendor),
                EchoesUnmatched = parsed.GetValue(fallback) is not null,
                AdminToken = parsed.GetValue(token),
                Watches = !parsed.GetValue(noWatch),
                Tls = parsed.GetValue(tls),
                H2c = parsed.GetValue(h2c),
                HasColor = terminal.HasColor,
                Time = terminal.Time,
            };
            var folder = ScenarioFolder.Find(parsed, terminal);
            var wanted = selection.Read(parsed);

            // A wrong word of the selection is reported before anything is served; cases may be added and removed later.
            var choose = SelectionOptions.Choose;
            return MockServe.RunAsync(
                options,
                folder,
                catalog => SelectCases(folder, catalog, Interlocked.Exchange(ref choose, SelectedCases.Select)(catalog, wanted)),
                wanted.Includes,
                terminal.Out,
                terminal.Error,
                cancellationToken);
        });
        return command;
    }

    private static ServedFolder SelectCases(string folder, ScenarioCatalog catalog, SelectedCases chosen) =>
        new(folder, chosen.Scenarios, chosen.Problems) { Vendors = catalog.Vocabulary.Strict };
}
