using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Running;
using MockUpstream.Serving;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Commands;

/// <summary><c>serve</c>: only the mock upstream, for use by hand or from other test suites.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var selection = new SelectionOptions();
        var port = Numbers.Option("--port", $"The port; 0 for any that is free. Default: {UrlTarget.FixedMockPort}.", "PORT", 0, 65_535);
        var slow = Durations.Option("--slow", "A pause before each write, so that a person can watch.");
        var address = new Option<string?>("--address") { Description = "The address to listen on. Default: 127.0.0.1.", HelpName = "IP" };
        var vendor = new Option<string?>("--as") { Description = "Refuse what this vendor refuses, such as mistral.", HelpName = "VENDOR" };
        var fallback = new Option<string?>("--fallback") { Description = "What answers a request that matches no case: echo, its own last user text. Default: 404.", HelpName = "echo" };
        fallback.AcceptOnlyFromAmong("echo");
        var token = new Option<string?>("--admin-token") { Description = "The token that /__admin requires. Default: none on loopback, else one that is printed.", HelpName = "TOKEN" };
        var noWatch = new Option<bool>("--no-watch") { Description = "Do not serve changed files anew." };
        var tls = new Option<bool>("--tls") { Description = "Serve HTTPS too, on a port of its own, with a certificate made at the start." };
        var h2c = new Option<bool>("--h2c") { Description = "Serve HTTP/2 without TLS too, on a port of its own." };
        var command = new Command("serve", "Serve cases as a Chat Completions upstream: the request's model names the case.") { port, address, slow, vendor, fallback, token, noWatch, tls, h2c };
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

            // A wrong word of the selection is told before anything is served; later a case may come and go.
            var choose = SelectionOptions.Choose;
            return MockServe.RunAsync(options, folder, catalog => Served(folder, catalog, Interlocked.Exchange(ref choose, SelectedCases.Of)(catalog, wanted)), wanted.Takes, terminal.Out, terminal.Error, cancellationToken);
        });
        return command;
    }

    private static ServedFolder Served(string folder, ScenarioCatalog catalog, SelectedCases chosen) => new(folder, chosen.Scenarios, chosen.Problems) { Vendors = catalog.Vocabulary.Strict };
}
